internal import Logs
internal import Synchronization
internal import Syscalls

/// The names that plain lines are made of.
struct PlainNames: Sendable {
  /// Set where arguments of a call are significant, beside its ``Syscall/index``.
  static let hasSignificantArguments: UInt16 = 0x8000
  /// Set besides where that argument is the last, behind a structure (``LastArguments``).
  static let isLastSignificant: UInt16 = 0x4000
  /// Set besides where the call's second half may print it.
  static let isInSecondHalf: UInt16 = 0x2000
  /// What stands beside the call's number.
  static let marks: UInt16 = 0xe000

  /// By name, the ``Syscall/index`` of the calls that `architecture` has and that bring no process to
  /// life, run no program and have no other call behind them.
  let calls: FlatMap<InlineName>
  /// By ``Syscall/index``, the places of the significant arguments.
  let significant: [SignificantRange]

  /// Made once for each architecture: every small file's threads ask for one.
  private static let made = Mutex<[Architecture: Self]>([:])

  static func on(_ architecture: Architecture) -> Self {
    made.withLock { made in
      if let names = made[architecture] { return names }
      let names = Self(on: architecture, roles: ProcessEffects())
      made[architecture] = names
      return names
    }
  }

  private static func marks(of syscall: Syscall) -> UInt16 {
    guard syscall.hasSignificantArguments else { return 0 }
    guard LastArguments.contains(syscall) else { return hasSignificantArguments }
    return LastArguments.areInSecondHalf(syscall)
      ? marks : hasSignificantArguments | isLastSignificant
  }

  private init(on architecture: Architecture, roles: ProcessEffects) {
    var calls = FlatMap<InlineName>()
    for syscall in Syscall.all
    where syscall.exists(on: architecture) && !roles.changesProcesses(syscall)
      && !Multiplexer.mayStand(before: syscall, on: architecture)
    {
      guard let text = InlineName(syscall.name) else { continue }
      calls.insert(text, syscall.index | Self.marks(of: syscall))
    }
    self.calls = calls
    significant = Syscall.all.map {
      let arguments = $0.significantArguments(on: architecture)
      return SignificantRange(
        first: arguments.first?.index ?? 0, last: arguments.last?.index ?? 0)
    }
  }
}

/// The places of the first and the last significant argument of a call.
struct SignificantRange {
  let first: Int
  let last: Int
}
