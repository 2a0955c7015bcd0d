internal import JSON
package import Minimization
package import Observations
package import Profiles
internal import Text
package import Verification

/// `generate`: a tightened profile out of observations, and its proof.
package struct Generation {
  /// What the profile is made from: the runs of its own machine.
  package let observations: Observations
  /// What the container runs on and holds.
  package let environment: Environment
  /// The resolved baseline that the profile stays within.
  package let baseline: FlatProfile
  /// The profile, with a reason for each call.
  package let reduction: Reduction
  /// The same without what is allowed ahead; `nil` where nothing is.
  package let withoutHeadroom: Reduction?
  private var baselines = CompiledBaselines()

  /// Reduces `baseline` to what was observed; an incomplete log is refused.
  package init(
    of observations: Observations, within baseline: BaselineReference,
    in request: EnvironmentRequest, accepting losses: LossPolicy, headroom: Headroom.Level?,
    note: Note
  ) throws(WorkflowError) {
    if let complaint = losses.complaint(about: observations) {
      throw .no(
        "\(complaint)\nNo profile is made from an incomplete log; "
          + losses.advice(about: observations))
    }
    guard !observations.runs.isEmpty else {
      throw .cannot(
        "error: no run was read, only losses: nothing was observed that a profile could allow")
    }
    if request.architecture == nil { try observations.requireOneMachine() }
    environment = try request.environment(for: observations)
    self.observations = try observations.recorded(on: environment.architecture, note: note)
    for architecture in self.observations.architectures { try architecture.requireNumbers() }
    self.baseline = try baseline.resolved(for: environment, note: note)
    guard !self.baseline.defaultAction.mayRun else {
      throw .cannot(
        "\(baseline.name.escapedForTerminal): error: /defaultAction: "
          + "\(self.baseline.defaultAction) lets calls run that no rule names, so that there is "
          + "nothing to tighten; take a baseline that refuses them, such as docker")
    }
    let level = try Self.level(headroom, for: self.observations, note: note)
    let exact = Minimizer(baseline: self.baseline, environment: environment)
      .reduce(self.observations)
    reduction =
      level == .none
      ? exact
      : Minimizer(
        baseline: self.baseline, environment: environment,
        headroom: Headroom(level, of: self.observations)
      ).reduce(self.observations)
    withoutHeadroom = reduction == exact ? nil : exact
  }

  /// The level that the user says; where nobody says, what the evidence allows.
  private static func level(
    _ asked: Headroom.Level?, for observations: Observations, note: Note
  ) throws(WorkflowError) -> Headroom.Level {
    guard observations.reach.isEmpty else { return asked ?? .reachable }
    guard asked == nil || asked == Headroom.Level.none else {
      throw .usage(
        "--headroom needs to know what the programs can call: observe the logs with --root first")
    }
    if asked == nil {
      note(
        "note: only what was seen is allowed; whittle observe TRACE... --root DIR -o FILE, and FILE here, "
          + "allow ahead what the programs can call")
    }
    return .none
  }

  /// Proves the profile that `bytes` hold, as a stranger would who finds them.
  package mutating func verification(
    of bytes: [UInt8], _ path: String, isStrict: Bool
  ) throws(WorkflowError) -> VerificationResult {
    try ProfileVerification(
      baseline: try baselines.baseline(baseline, for: environment), environment: environment,
      isStrict: isStrict
    ).verify(bytes, path, observations)
  }
}
