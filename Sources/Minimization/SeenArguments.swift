internal import Syscalls

/// The argument values of the calls that were used, as far as the logs tell them.
struct SeenArguments {
  /// Of one call, each combination that was seen.
  private var combinations: [Syscall: Set<ArgumentValues>] = [:]

  /// Adds what a call was seen with.
  mutating func add(_ arguments: ArgumentValues, of call: Syscall) {
    combinations[call, default: []].insert(arguments)
  }

  /// What was seen of a call; some values may not be known.
  subscript(call: Syscall) -> Set<ArgumentValues> { combinations[call] ?? [] }

  /// The values of each argument, whatever stood beside them.
  func values(of call: Syscall) -> [Int: Set<UInt64>] {
    self[call].reduce(into: [:]) { values, arguments in
      for index in arguments.indices {
        if let value = arguments[index] { values[index, default: []].insert(value) }
      }
    }
  }
}
