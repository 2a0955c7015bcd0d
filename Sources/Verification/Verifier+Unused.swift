internal import Findings
internal import Filters
internal import JSON
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls

extension Verifier {
  /// Names that the profile allows, and for which neither the observations nor anything else gives a
  /// reason; one finding for all. Of names, none without observations.
  func unusedFindings(
    _ totals: [Observations.Total], _ floor: RuntimeFloor, _ subject: EnforcedProfile,
    within baseline: EnforcedProfile
  ) -> [Finding] {
    guard !profile.defaultAction.mayRun else {
      return [
        .init(
          .unused, .warning,
          facts: "The default action \(profile.defaultAction) lets calls run that no rule names: "
            + "the profile tightens nothing. Make it SCMP_ACT_ERRNO, and name the calls to allow.")
      ]
    }
    guard !observations.runs.isEmpty else { return [] }
    let reduction = Minimizer(
      baseline: baseline.profile, environment: environment, floor: floor
    ).reduce(totals)
    let seen = observations.calls.map(\.description)
    let explained = Set(reduction.entries.map(\.name)).union(seen)
    let allowed = subject.rulesByName.filter { $0.value.contains { $0.action.runs } }.keys
    // Names that libseccomp drops allow nothing.
    let unused = allowed.filter { !explained.contains($0) && !subject.unknownNames.contains($0) }
      .sorted()
    guard !unused.isEmpty else { return [] }
    return [
      .init(
        .unused, .warning, at: unused.count == 1 ? subject.location(of: unused[0]) : nil,
        calls: unused,
        facts: "Allowed, but not seen in \(observations.runs.count.counting("run")), nor needed "
          + "otherwise: \(unused.listed). Take \(unused.count == 1 ? "it" : "them") out, or record the "
          + "runs that show \(unused.count == 1 ? "it" : "them").")
    ]
  }
}
