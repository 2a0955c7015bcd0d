package import Filters
package import Profiles
internal import Seccomp
package import Syscalls

/// What a profile's rules say of every call, read as runc, crun and libseccomp document to read
/// them, without what libseccomp makes of them.
///
/// - Rules of a call are or-bound, conditions of one rule and-bound; see `Rule.alternatives` for
///   two conditions on one argument.
/// - A rule that answers as the default does is left out, and so is a name that libseccomp does not
///   know, or that an architecture lacks.
/// - The first rule without conditions is the only one that counts, wherever it stands.
/// - On ABIs of 32 bits constants and arguments are cut to their low halves.
/// - Where rules with different actions apply to one call, each of them is right: libseccomp's
///   order is not documented.
/// - Number −1 gets the default, an architecture that is not listed kills the thread, and so does an
///   x32 number where x32 is not listed.
package struct RuleSemantics: Sendable {
  /// The answers that the rules allow for; more than one where rules contradict each other.
  package struct Answers: DiagramLeaf {
    /// Position in ``RuleSemantics/sets``.
    let position: Int

    init(position: Int) { self.position = position }
    /// The answers at a place of the table.
    package init(bits: UInt64) { position = Int(bits) }
    /// Their place in the table.
    package var bits: UInt64 { UInt64(position) }
  }

  /// What the rules say, for each call.
  package let answers: Diagram<Answers>
  let sets: [Set<Verdict>]

  /// - Parameters:
  ///   - native: the architecture of the container's machine, listed or not.
  ///   - diagrams: where the diagram is kept.
  package init(
    of profile: FlatProfile, native: Architecture, in diagrams: inout Diagrams
  ) throws(TooComplex) {
    var reader = RuleReader(profile, native: native)
    answers = try reader.read(&diagrams)
    sets = reader.sets
  }

  /// The calls that a filter answers in a way that no rule asks for.
  package func callsAnsweredOtherwise(
    by filter: Diagram<Verdict>, in diagrams: inout Diagrams
  ) throws(TooComplex) -> Region {
    try diagrams.calls(filter, answers) { verdict, answers in
      !sets[answers.position].contains(verdict)
    }
  }

  /// The calls of those that the filter may let run although every rule that applies keeps them from it.
  package func callsLoosened(
    by filter: Diagram<Verdict>, in diagrams: inout Diagrams
  ) throws(TooComplex) -> Region {
    try diagrams.calls(filter, answers) { verdict, answers in
      let meant = sets[answers.position]
      return !meant.contains(verdict) && meant.allSatisfy { verdict.lets(moreRunThan: $0) }
    }
  }

  /// What the rules say of one call, in the order of strictness.
  package func verdicts(for call: Invocation, in diagrams: Diagrams) -> [Verdict] {
    sets[diagrams.value(of: answers, for: call).position]
      .sorted { ($0.strictness, $0.returnValue) < ($1.strictness, $1.returnValue) }
  }

  /// The rules where the mildest of contradicting ones wins: the worst that may become of them.
  package func mildest(in diagrams: inout Diagrams) throws(TooComplex) -> Diagram<Verdict> {
    try diagrams.map(answers) { answers in
      sets[answers.position].min { $0.strictness < $1.strictness } ?? .killProcess
    }
  }

  /// The rules where the strictest of contradicting ones wins: what they let run for certain.
  package func strictest(in diagrams: inout Diagrams) throws(TooComplex) -> Diagram<Verdict> {
    try diagrams.map(answers) { answers in
      sets[answers.position].max { $0.strictness < $1.strictness } ?? .allow
    }
  }
}
