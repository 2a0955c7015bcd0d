/// An argument whose value a profile can decide on: its register, and how much of it the kernel reads.
package struct SignificantArgument: Hashable, Sendable {
  /// 0 to 5.
  package let index: Int
  /// What the kernel reads of the register: 32 bits of an `int`, or all of a `long`.
  package let mask: UInt64
}

extension Syscall {
  /// The arguments worth keeping: those on which Docker's default has conditions, and the selectors
  /// that turn one call into many. Three at the most, ascending.
  package func significantArguments(on architecture: Architecture) -> [SignificantArgument] {
    SignificantArgumentTable.shared[architecture.index][Int(index)] ?? []
  }

  /// Whether ``significantArguments(on:)`` names any; a table look-up, for the readers' inner loops.
  package var hasSignificantArguments: Bool {
    SignificantArgumentTable.shared[0][Int(index)] != nil
  }
}

private enum SignificantArgumentTable {
  private static let byName: [String: [Int]] = [
    "clone": [0],
    "fcntl": [1],
    "fcntl64": [1],
    "ioctl": [1],
    "keyctl": [0],
    "personality": [0],
    "prctl": [0],
    "ptrace": [0],
    "setns": [1],
    "socket": [0, 1, 2],
    "socketpair": [0, 1, 2],
    "socketcall": [0],
    "unshare": [0],
  ]

  /// By architecture's and syscall's index; the same calls for every architecture.
  static let shared: [[[SignificantArgument]?]] = Architecture.allCases.map { architecture in
    Syscall.all.map { call in
      byName[call.name].map { indices in
        indices.map { common in
          let index = call.position(ofArgument: common, on: architecture)
          return SignificantArgument(
            index: index, mask: call.mask(ofArgument: index, on: architecture))
        }
      }
    }
  }
}
