/// An argument whose value a profile can decide on: its register, and how much of it the kernel reads.
package struct SignificantArgument: Hashable, Sendable {
  /// 0 to 5.
  package let index: Int
  /// What the kernel reads of the register: 32 bits of an `int`, or all of a `long`.
  package let mask: UInt64

  static func int(_ index: Int) -> Self { Self(index: index, mask: 0xffff_ffff) }
  static func long(_ index: Int) -> Self { Self(index: index, mask: .max) }
}

extension Syscall {
  /// The arguments worth keeping: those on which Docker's default has conditions, and the selectors
  /// that turn one call into many. Three at the most, ascending.
  ///
  /// Widths after the `SYSCALL_DEFINE` lines of Linux 6.18.
  package func significantArguments(on architecture: Architecture) -> [SignificantArgument] {
    guard let arguments = SignificantArgumentTable.shared[Int(index)] else { return [] }
    // CONFIG_CLONE_BACKWARDS2 (s390): the stack comes first, the flags second.
    if name == "clone", architecture == .s390 || architecture == .s390x { return [.long(1)] }
    return arguments
  }

  /// Whether ``significantArguments(on:)`` names any; a table look-up, for the readers' inner loops.
  package var hasSignificantArguments: Bool { SignificantArgumentTable.shared[Int(index)] != nil }
}

enum SignificantArgumentTable {
  private static let byName: [String: [SignificantArgument]] = [
    "clone": [.long(0)],
    "fcntl": [.int(1)],
    "fcntl64": [.int(1)],
    "ioctl": [.int(1)],
    "keyctl": [.int(0)],
    "personality": [.int(0)],
    "prctl": [.int(0)],
    "ptrace": [.long(0)],
    "setns": [.int(1)],
    "socket": [.int(0), .int(1), .int(2)],
    "socketpair": [.int(0), .int(1), .int(2)],
    "socketcall": [.int(0)],
    "unshare": [.long(0)],
  ]

  /// By syscall index.
  static let shared: [[SignificantArgument]?] = Syscall.all.map { byName[$0.name] }
}
