internal import Findings
internal import JSON
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

extension Check {
  static let unused: Check = .init(
    .unused, .warning, .low,
    title: "The profile allows a call that no run shows, and that nothing else needs.",
    help: "Take the call out, or record the runs that show it."
  ) { examination in
    examination.filter.map(\.unusedFindings) ?? []
  }
}

extension FilterExamination {
  /// Names that the profile allows, and for which neither the observations nor anything else gives a
  /// reason; one finding for all. Of names, none without observations.
  fileprivate var unusedFindings: [Finding] {
    let fallback = subject.profile.defaultAction
    guard !fallback.mayRun else {
      return [
        Finding(
          .unused, Check.unused.severity, at: subject.profile.places.defaultAction,
          facts: "The default action \(fallback) lets calls run that no rule names: "
            + "the profile tightens nothing.",
          help: "Make it SCMP_ACT_ERRNO, and name the calls to allow.")
      ]
    }
    let runs = verifier.observations.runs.count
    guard runs > 0 else { return [] }
    let reduction = Minimizer(
      baseline: baseline.profile, environment: verifier.environment, floor: floor,
      headroom: Headroom(.reachableAndProcess, of: verifier.observations), drift: .kernel
    ).reduce(totals)
    let seen = totals.map(\.observation.key.call.description)
    let explained = Set(reduction.entries.map(\.name)).union(seen)
    // What is logged is no surplus: a canary asks whether it is needed.
    let allowed = subject.rulesByName.filter {
      $0.value.contains { $0.action.runs && $0.action != .log }
    }.keys
    // Names that libseccomp drops allow nothing.
    let unused = allowed.filter { !explained.contains($0) && !subject.unknownNames.contains($0) }
      .sorted()
    guard !unused.isEmpty else { return [] }
    let pronoun = unused.count == 1 ? "it" : "them"
    return [
      Finding(
        .unused, Check.unused.severity,
        at: subject.location(ofFirst: unused), calls: unused,
        facts: "Allowed, but not seen in \(runs.counting("run")), nor needed "
          + "otherwise: \(unused.listed).",
        help: "Take \(pronoun) out, or record the runs that show \(pronoun).")
    ]
  }
}
