package import Filters
package import Minimization
package import Observations
package import Profiles
package import Syscalls

/// What a profile lets run beside its baseline, why, and which known weaknesses that leaves open.
package struct ProfileOverview: Sendable {
  /// With which arguments a filter lets a call run.
  package enum Access: Comparable, Hashable, Sendable {
    case none, some, all
  }

  /// Where a call that the profile lets run comes from.
  package enum Origin: Hashable, Sendable {
    case reason(Reason.Class)
    /// Of a canary: it runs and is logged, as nothing gives a reason for it.
    case logged
    /// The evidence gives no reason.
    case byHand
    /// There is no evidence, and no comment that tells.
    case unknown
  }

  /// A call that the profile or its baseline may let run.
  package struct Call: Sendable {
    /// What is called.
    package let syscall: Syscall
    /// On which ABI.
    package let architecture: Architecture
    /// What the profile lets run of it.
    package let access: Access
    /// What the baseline lets run of it.
    package let baselineAccess: Access
    /// Whether the baseline lets it run with arguments with which the profile does not.
    package let isNarrowed: Bool
    /// What the filter answers where the call does not run; `nil` where it always does.
    package let refusal: Verdict?
    /// The profile's rules for it, in order.
    package let rules: [Rule]
    /// What evidence and baseline say of it.
    package let cause: Explanation.Cause
    /// Where it comes from, of one that may run; `nil` for others.
    package let origin: Origin?
    /// The class that the profile's own comment tells; `nil` where it tells none.
    package let statedClass: Reason.Class?
  }

  /// The ABIs that the profile's filter knows, the machine's own first.
  package let architectures: [Architecture]
  /// Those that the baseline's filter knows, and the profile's does not.
  package let droppedArchitectures: [Architecture]
  /// By architecture, then by name.
  package let calls: [Call]
  /// In the order of `Weakness.all`.
  package let weaknesses: [WeaknessAnswer]
  /// The identifiers of those that the baseline stops.
  package let stoppedByBaseline: Set<String>

  /// - Parameters:
  ///   - unresolved: the baseline before its scopes were decided for the environment.
  ///   - observations: of the machine.
  package init(
    of subject: EnforcedProfile, within baseline: EnforcedProfile, unresolved: Profile,
    in environment: Environment, observations: Observations
  ) throws(TooComplex) {
    let facts = try baseline.memory.facts(
      of: baseline, in: environment, nodeLimit: Diagrams.defaultLimit)
    var diagrams = facts.diagrams
    let filter = try diagrams.diagram(of: subject.filter)
    let explainer = Explainer(
      subject, within: baseline, unresolved: unresolved, environment: environment,
      observations: observations)
    let architectures = subject.profile.filteredArchitectures(native: environment.architecture)
    self.architectures = architectures
    droppedArchitectures = baseline.profile.filteredArchitectures(
      native: environment.architecture
    ).filter { !architectures.contains($0) }
    var calls: [Call] = []
    for architecture in architectures {
      for syscall in Syscall.all {
        guard let invocation = Invocation(syscall, on: architecture) else { continue }
        func answers(_ diagram: Diagram<Verdict>) -> Diagram<Verdict> {
          diagrams.arguments(
            of: diagram, token: invocation.architectureToken, number: invocation.number)
        }
        let (own, other) = (answers(filter), answers(facts.filter))
        let (access, baselineAccess) = (diagrams.access(own), diagrams.access(other))
        guard access > .none || baselineAccess > .none,
          let cause = explainer.cause(of: syscall, on: architecture)
        else { continue }
        let running = try diagrams.map(own) { !$0.refuses }
        let runningThere = try diagrams.map(other) { !$0.refuses }
        let rules = subject.rulesByName[syscall.name] ?? []
        let stated = rules.lazy.filter { $0.action.runs }
          .compactMap { $0.comment.flatMap { Reason.Class(comment: $0) } }.first
        calls.append(
          Call(
            syscall: syscall, architecture: architecture, access: access,
            baselineAccess: baselineAccess,
            isNarrowed: try diagrams.subtracting(running, from: runningThere) != .none,
            refusal: diagrams.values(of: own).filter(\.refuses)
              .min { $0.returnValue < $1.returnValue },
            rules: rules, cause: cause,
            origin: access == .none
              ? nil
              : Self.origin(
                cause, stated, rules, hasEvidence: !observations.runs.isEmpty),
            statedClass: stated))
      }
    }
    self.calls = calls
    weaknesses = try WeaknessAnswer.all(
      filter, on: architectures, in: environment, diagrams)
    stoppedByBaseline = Set(facts.exposure.stopped)
  }

  /// The profile's word counts among reasons that the evidence bears out: which of them came first depended on
  /// what `generate` was asked for.
  private static func origin(
    _ cause: Explanation.Cause, _ stated: Reason.Class?, _ rules: [Rule], hasEvidence: Bool
  ) -> Origin {
    let running = rules.filter { $0.action.mayRun }
    if !running.isEmpty, running.allSatisfy({ $0.action == .log }) { return .logged }
    guard hasEvidence else { return stated.map(Origin.reason) ?? .unknown }
    switch cause {
    case .needed(let reason), .neededOtherwise(let reason): return .reason(stated ?? reason.class)
    default: return .byHand
    }
  }
}

extension Diagrams {
  fileprivate func access(_ answers: Diagram<Verdict>) -> ProfileOverview.Access {
    let refuses = Set(values(of: answers).map(\.refuses))
    return refuses == [false] ? .all : refuses == [true] ? .none : .some
  }
}
