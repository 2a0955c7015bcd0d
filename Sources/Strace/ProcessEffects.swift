internal import Logs
internal import Syscalls

/// The calls that change who is alive, or what program a process runs, and those that tell of it.
struct ProcessEffects: Sendable {
  enum Role: UInt8 { case none, fork, exec, map, threadPointer, open, connect }

  private static let all: [Role] = {
    let named: [String: Role] = [
      "mmap": .map, "mmap2": .map, "brk": .map,
      "arch_prctl": .threadPointer,
      "open": .open, "openat": .open,
      "connect": .connect,
    ]
    return Syscall.all.map { call in
      if ProcessCalls.creating.contains(call) { return .fork }
      if ProcessCalls.replacing.contains(call) { return .exec }
      return named[call.name] ?? .none
    }
  }()

  private let roles = Self.all

  /// Whether a call brings a process to life, or changes the program of one.
  func changesProcesses(_ syscall: Syscall) -> Bool {
    switch roles[Int(syscall.index)] {
    case .fork, .exec: true
    case .none, .map, .threadPointer, .open, .connect: false
    }
  }

  subscript(name: PrintedName) -> Role {
    guard case .known(let syscall) = name else { return .none }
    return roles[Int(syscall.index)]
  }
}
