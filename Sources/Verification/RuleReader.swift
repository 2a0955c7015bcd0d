internal import Filters
internal import Minimization
internal import Profiles
internal import Seccomp
internal import Syscalls

/// Makes a ``RuleSemantics`` of a profile.
struct RuleReader {
  private typealias Answers = RuleSemantics.Answers

  /// One list of and-bound conditions and its answer.
  private struct Clause {
    let conditions: [Condition]
    let verdict: Verdict
  }

  private let profile: FlatProfile
  private let native: Architecture
  private let fallback: Verdict
  private(set) var sets: [Set<Verdict>] = []
  private var positions: [Set<Verdict>: Int] = [:]

  init(_ profile: FlatProfile, native: Architecture) {
    self.profile = profile
    self.native = native
    fallback = Verdict(profile.defaultAction)
  }

  mutating func read(
    _ diagrams: inout Diagrams
  ) throws(TooComplex) -> Diagram<RuleSemantics.Answers> {
    let killed = try diagrams.constant(answers([.killThread]))
    let filtered = profile.filteredArchitectures(native: native)
    var result = killed
    for token in Set(filtered.map(\.auditToken)).sorted() {
      let own = filtered.filter { $0.auditToken == token }
      var numbered = try diagrams.constant(answers([fallback]))
      for architecture in own {
        for (number, clauses) in clauses(on: architecture).sorted(by: { $0.key < $1.key }) {
          numbered = try diagrams.choose(
            in: try diagrams.region(number: number),
            try meaning(of: clauses, on: architecture, &diagrams), elsewhere: numbered)
        }
      }
      if token == Architecture.x86_64.auditToken, own.count == 1 {
        // libseccomp lets −1 through to the default answer (`_gen_bpf_arch`, `src/gen_bpf.c`).
        let x32 = try diagrams.subtracting(
          try diagrams.region(number: .max),
          from: try diagrams.region(number: .greaterOrEqual, Architecture.x32Bit))
        numbered =
          own == [.x86_64]
          ? try diagrams.choose(in: x32, killed, elsewhere: numbered)
          : try diagrams.choose(in: x32, numbered, elsewhere: killed)
      }
      result = try diagrams.choose(
        in: try diagrams.region(token: token), numbered, elsewhere: result)
    }
    return result
  }

  private mutating func answers(_ verdicts: Set<Verdict>) -> RuleSemantics.Answers {
    if let known = positions[verdicts] { return Answers(position: known) }
    positions[verdicts] = sets.count
    sets.append(verdicts)
    return Answers(position: sets.count - 1)
  }

  /// What counts for each raw number, in the order of the rules.
  private func clauses(on architecture: Architecture) -> [UInt32: [Clause]] {
    var result: [UInt32: [Clause]] = [:]
    for rule in profile.rules where rule.action.canonical != profile.defaultAction.canonical {
      let verdict = Verdict(rule.action)
      for name in rule.names where Libseccomp.knows(name) {
        for route in Libseccomp.routes(to: name, on: architecture) {
          for alternative in rule.alternatives {
            var conditions = alternative
            if let subcall = route.subcall {
              // The multiplexer's argument 0 is the sub-call, and what the rule says of it is lost.
              conditions.removeAll { $0.index == 0 }
              conditions.append(Condition(0, .equal, subcall))
            }
            let clause = Clause(conditions: conditions, verdict: verdict)
            let known = result[route.rawNumber] ?? []
            if known.first?.conditions.isEmpty ?? false { continue }
            result[route.rawNumber] = conditions.isEmpty ? [clause] : known + [clause]
          }
        }
      }
    }
    return result
  }

  private mutating func meaning(
    of clauses: [Clause], on architecture: Architecture, _ diagrams: inout Diagrams
  ) throws(TooComplex) -> Diagram<RuleSemantics.Answers> {
    // Nearly every call has one answer besides the default.
    if let verdict = clauses.first?.verdict, clauses.allSatisfy({ $0.verdict == verdict }) {
      let (own, others) = (answers([verdict]), answers([fallback]))
      return try diagrams.choose(
        in: try region(of: clauses, on: architecture, &diagrams),
        try diagrams.constant(own), elsewhere: try diagrams.constant(others))
    }
    var result = try diagrams.constant(answers([]))
    for (verdict, clauses) in Dictionary(grouping: clauses, by: \.verdict) {
      let region = try region(of: clauses, on: architecture, &diagrams)
      result = try diagrams.combine(region, result) { applies, others in
        applies ? answers(sets[others.position].union([verdict])) : others
      }
    }
    return try diagrams.map(result) { answers in
      sets[answers.position].isEmpty ? self.answers([fallback]) : answers
    }
  }

  private func region(
    of clauses: [Clause], on architecture: Architecture, _ diagrams: inout Diagrams
  ) throws(TooComplex) -> Region {
    var result = Region.none
    for clause in clauses {
      result = try diagrams.union(
        result, try diagrams.region(meeting: clause.conditions, on: architecture))
    }
    return result
  }
}
