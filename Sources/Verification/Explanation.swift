package import Filters
package import Minimization
package import Observations
package import Profiles
package import Syscalls

/// Why a profile answers a call as it does.
package struct Explanation: Sendable {
  /// What the evidence and the baseline say of the call.
  package enum Ground: Sendable {
    /// The call is in for this reason.
    case needed(Reason)
    /// The profile lets it run, although no run shows it and nothing else needs it.
    case byHand(runs: Int)
    /// It is refused by a rule of its own.
    case refusal(Reduction.Refusal.Cause)
    /// The baseline refuses it, at least with these arguments.
    case outsideBaseline(Verdict)
    /// It was seen, but does not run under the profile.
    case leftOut(Reduction.Outside.Cause, first: Place)
    /// The baseline lets it run; no run shows it.
    case neverSeen(runs: Int)
    /// It was seen and used, and the profile refuses it all the same.
    case missing(Reason)
  }

  package let architecture: Architecture
  package let syscall: Syscall
  /// Argument values that are taken as known.
  package let arguments: [Int: UInt64]
  /// What the compiled filter answers.
  package let decision: Decision
  /// What runc puts in front answers, and then the filter is not asked.
  package let stubVerdict: Verdict?
  /// What the baseline's compiled filter answers.
  package let baselineDecision: Decision
  /// The index of the filter's instruction that answers; `nil` where arguments are not known.
  package let answeredAt: Int?
  /// The profile's rules for the call, in order.
  package let rules: [Rule]
  /// The one of them that applies; `nil` where none does, or where it depends.
  package let decidingRule: Rule?
  /// The baseline's rules for the call.
  package let baselineRules: [Rule]
  /// Rules of the baseline that would let it run in another environment.
  package let otherwiseOpen: [Profile.ScopedRule]
  package let ground: Ground
}

/// Explains calls of one profile; what it needs is computed once.
package struct Explainer: Sendable {
  private let subject: EnforcedProfile
  private let baseline: EnforcedProfile
  private let unresolvedBaseline: Profile
  private let reduction: Reduction
  private let runs: Int

  /// - Parameter unresolved: the baseline before its scopes were decided for the environment.
  package init(
    _ subject: EnforcedProfile, within baseline: EnforcedProfile, unresolved: Profile,
    environment: Environment, observations: Observations, withInit: Bool
  ) {
    unresolvedBaseline = unresolved
    self.subject = subject
    self.baseline = baseline
    runs = observations.runs.count
    reduction = Minimizer(
      baseline: baseline.profile, environment: environment, withInit: withInit
    ).reduce(observations)
  }

  /// - Parameter arguments: by index; those that are missing may be anything.
  /// - Returns: `nil` where the architecture does not have the call.
  package func explain(
    _ syscall: Syscall, on architecture: Architecture, arguments: [Int: UInt64]
  ) -> Explanation? {
    let values = (0..<Invocation.argumentCount).map { arguments[$0] ?? 0 }
    guard let invocation = Invocation(syscall, on: architecture, arguments: values) else {
      return nil
    }
    let unknown = Set((0..<Invocation.argumentCount).filter { arguments[$0] == nil })
    let partial = PartialInvocation(invocation, unknown: unknown)
    let decision = subject.filter.decide(partial)
    let baselineDecision = baseline.filter.decide(partial)
    let rules = subject.rulesByName[syscall.name] ?? []
    return Explanation(
      architecture: architecture, syscall: syscall, arguments: arguments, decision: decision,
      stubVerdict: subject.stubs.first?.verdict(for: invocation),
      baselineDecision: baselineDecision,
      answeredAt: unknown.isEmpty || decision.isDecided
        ? subject.filter.simulate(invocation).answeredAt : nil,
      rules: rules,
      decidingRule: rules.first { rule in
        rule.alternatives.contains { conditions in
          conditions.allSatisfy { condition in
            arguments[condition.index].map(condition.isMet) ?? false
          }
        }
      },
      baselineRules: baseline.rulesByName[syscall.name] ?? [],
      otherwiseOpen: unresolvedBaseline.rules.filter {
        $0.rule.names.contains(syscall.name) && $0.rule.action.runs && !$0.isUnscoped
      },
      ground: ground(of: syscall, on: architecture, decision, baselineDecision))
  }

  private func ground(
    of syscall: Syscall, on architecture: Architecture, _ decision: Decision,
    _ baselineDecision: Decision
  ) -> Explanation.Ground {
    let mayRun = decision.mayRun
    if case .decided(let verdict) = baselineDecision, !verdict.runsCall, !mayRun {
      if let outside = outside(syscall, on: architecture) { return outside }
      return .outsideBaseline(verdict)
    }
    if let entry = reduction.entries.first(where: { $0.name == syscall.name }) {
      return mayRun ? .needed(entry.reason) : .missing(entry.reason)
    }
    if mayRun { return .byHand(runs: runs) }
    if let outside = outside(syscall, on: architecture) { return outside }
    if let refusal = reduction.refusals.first(where: { $0.name == syscall.name }),
      refusal.cause != .probe
    {
      return .refusal(refusal.cause)
    }
    return .neverSeen(runs: runs)
  }

  private func outside(
    _ syscall: Syscall, on architecture: Architecture
  ) -> Explanation.Ground? {
    reduction.outside.first {
      $0.observation.key.call == .known(syscall) && $0.observation.key.architecture == architecture
    }.map { .leftOut($0.cause, first: $0.observation.first) }
  }
}

extension Decision {
  fileprivate var isDecided: Bool { if case .decided = self { true } else { false } }

  /// Whether the call runs, with some values of the arguments that are not known at least.
  fileprivate var mayRun: Bool {
    switch self {
    case .decided(let verdict): verdict.runsCall
    case .undecided(_, let verdicts): verdicts?.contains(where: \.runsCall) ?? true
    }
  }
}
