/// An argument whose value a profile can decide on: its register, and how much of it the kernel reads.
package struct SignificantArgument: Hashable, Sendable {
  /// 0 to 5.
  package let index: Int
  /// What the kernel reads of the register: 32 bits of an `int`, or all of a `long`.
  package let mask: UInt64
}

extension Syscall {
  /// The arguments worth keeping: those on which Docker's default has conditions, and the selectors
  /// that turn one call into many. At most ``ArgumentValues/capacity``, ascending.
  package func significantArguments(on architecture: Architecture) -> [SignificantArgument] {
    SignificantArgumentTable.shared[architecture.index][Int(index)] ?? []
  }

  /// Whether ``significantArguments(on:)`` names any; a table look-up, for the readers' inner loops.
  package var hasSignificantArguments: Bool {
    SignificantArgumentTable.shared[0][Int(index)] != nil
  }
}

private enum SignificantArgumentTable {
  /// By architecture's and syscall's index; the same calls for every architecture.
  static let shared: [[[SignificantArgument]?]] = {
    let significant = ArgumentFacts.byName.compactMap { name, facts -> (call: Syscall, [Int])? in
      let indices = facts.indices.filter { facts[$0].isSignificant }
      guard !indices.isEmpty, let call = Syscall(name) else { return nil }
      return (call, indices)
    }
    return Architecture.allCases.map { architecture in
      var arguments = [[SignificantArgument]?](repeating: nil, count: Syscall.count)
      for (call, indices) in significant {
        arguments[Int(call.index)] = indices.map { common in
          let index = call.position(ofArgument: common, on: architecture)
          return SignificantArgument(
            index: index, mask: call.mask(ofArgument: index, on: architecture))
        }
      }
      return arguments
    }
  }()
}
