internal import Filters
internal import Profiles
package import Syscalls

/// What a profile's filter does about a known weakness, and which call or argument decides it.
package struct WeaknessAnswer: Hashable, Sendable {
  /// A way to have one of the things that the weakness needs.
  package struct Way: Hashable, Sendable {
    /// What the filter does about it.
    package enum Answer: Hashable, Sendable {
      /// The call does not run, or the capability is not held.
      case refused
      /// The call runs, but not with these arguments.
      case refusedArguments
      case open
      /// Another call does the same, and its arguments lie in memory, where no filter sees them.
      case openThrough(Syscall)

      var isOpen: Bool {
        switch self {
        case .refused, .refusedArguments: false
        case .open, .openThrough: true
        }
      }
    }

    /// The call with its arguments, or the capability.
    package let way: Weakness.Way
    /// What the filter does about it.
    package let answer: Answer
  }

  /// What the answer is about.
  package let weakness: Weakness
  /// Whether the filter stops it on every architecture that it knows.
  package let isStopped: Bool
  /// Where it is open; where it is stopped, the machine's own.
  package let architecture: Architecture
  /// Where it is stopped, the things that cannot be had, each with all its ways; where it is open, the ways by which
  /// each thing can be.
  package let deciding: [[Way]]
}

extension WeaknessAnswer {
  /// For every known weakness, in the order of `Weakness.all`.
  ///
  /// - Parameter architectures: that the filter knows, the machine's own among them.
  static func all(
    _ filter: Diagram<Verdict>, on architectures: [Architecture], in environment: Environment,
    _ diagrams: Diagrams
  ) throws(TooComplex) -> [Self] {
    var search = ExposureSearch(
      filter: filter, capabilities: environment.capabilities, diagrams: diagrams)
    return try Weakness.all.map { weakness throws(TooComplex) in
      for architecture in architectures {
        guard try search.leavesOpen(weakness, on: architecture) else { continue }
        let needs = try search.answers(to: weakness, on: architecture)
        return Self(
          weakness: weakness, isStopped: false, architecture: architecture,
          deciding: needs.map { ways in ways.filter(\.answer.isOpen) })
      }
      let native = environment.architecture
      let needs = try search.answers(to: weakness, on: native)
      return Self(
        weakness: weakness, isStopped: true, architecture: native,
        deciding: needs.filter { ways in ways.allSatisfy { !$0.answer.isOpen } })
    }
  }
}

extension ExposureSearch {
  fileprivate mutating func answers(
    to weakness: Weakness, on architecture: Architecture
  ) throws(TooComplex) -> [[WeaknessAnswer.Way]] {
    try weakness.needs.map { ways throws(TooComplex) in
      try ways.map { way throws(TooComplex) in
        WeaknessAnswer.Way(way: way, answer: try answer(to: way, on: architecture))
      }
    }
  }
}
