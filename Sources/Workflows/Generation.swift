internal import JSON
package import Minimization
package import Observations
package import Profiles
package import Syscalls
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
  /// The same without lists of ordinary argument values; `nil` where no call is held to one.
  package let withoutLists: Reduction?
  private var baselines = CompiledBaselines()

  /// Reduces `baseline` to what was observed; an incomplete log is refused.
  package init(
    of observations: Observations, within baseline: BaselineReference,
    in request: EnvironmentRequest, accepting losses: LossPolicy, headroom: Headroom.Level?,
    arguments: ArgumentList.Level, mode: EnforcementMode = .enforce,
    logsRefusals: Bool = false, note: Note
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
    try self.baseline.requireRefusal(of: baseline)
    let level = try Self.level(headroom, for: self.observations, note: note)
    let (observations, environment, resolved) = (self.observations, self.environment, self.baseline)
    func reduce(_ level: Headroom.Level, _ arguments: ArgumentList.Level) -> Reduction {
      Minimizer(
        baseline: resolved, environment: environment,
        headroom: level == .none ? nil : Headroom(level, of: observations), arguments: arguments,
        mode: mode,
        logsRefusals: logsRefusals
      ).reduce(observations)
    }
    reduction = reduce(level, arguments)
    let exact = level == .none ? reduction : reduce(.none, arguments)
    withoutHeadroom = reduction == exact ? nil : exact
    withoutLists =
      reduction.held.contains { $0.obstacle == nil } ? reduce(level, .none) : nil
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
