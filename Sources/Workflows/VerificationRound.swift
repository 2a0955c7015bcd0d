internal import Files
internal import Findings
package import Observations
internal import Profiles
internal import Syscalls
internal import Text
package import Verification

/// `verify`: one profile after the other, against the same baseline and traces.
package struct VerificationRound {
  private let request: EnvironmentRequest
  private let baseline: BaselineReference
  private let losses: LossPolicy
  private let overrides: SeverityOverrides
  /// Whether to ask the running kernel as well.
  private let isLive: Bool
  /// `nil` where each profile's own evidence is taken.
  private let traced: Observations?
  private var baselines = CompiledBaselines()

  /// `traced`: what was observed; `nil` to take the evidence beside each profile.
  package init(
    in request: EnvironmentRequest, within baseline: BaselineReference,
    accepting losses: LossPolicy, overriding overrides: SeverityOverrides = .none,
    traced: Observations?, isLive: Bool
  ) {
    self.request = request
    self.baseline = baseline
    self.losses = losses
    self.overrides = overrides
    self.traced = traced
    self.isLive = isLive
  }

  /// Verifies the profile at `path`. One that cannot be read is a result, too, so that the others are
  /// verified; only a wrong command line is thrown.
  package mutating func verify(_ path: String, note: Note) throws(WorkflowError)
    -> VerificationResult
  {
    do {
      return try result(of: path, note: note)
    } catch {
      guard error.kind != .usage else { throw error }
      let place = "\(path.escapedForTerminal): error: "
      let facts =
        error.message.hasPrefix(place)
        ? String(error.message.dropFirst(place.count)) : error.message
      return VerificationResult(
        unreadable: Circumstances(text: [Finding(.invalid, .error, facts: facts)]))
    }
  }

  private mutating func result(
    of path: String, note: Note
  ) throws(WorkflowError) -> VerificationResult {
    let evidence = ObservationFile(besideProfile: path)
    let given: Observations =
      if let traced { traced } else if evidence.exists { try evidence.read() } else { .init() }
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    var request = request
    if request.architecture == nil { request.architecture = machine(of: bytes, given) }
    let environment = try request.environment(for: given)
    let (observations, others) = given.divided(for: environment.architecture)
    return try ProfileVerification(
      baseline: try baselines.baseline(
        try baseline.resolved(for: environment, note: note), for: environment),
      environment: environment, isStrict: losses.isStrict, overriding: overrides
    ).verify(
      bytes, path, observations, of: others, losses: losses.unaccepted(in: observations),
      live: isLive)
  }

  /// The machine that a profile is for, where its text names one; of several, one that was observed.
  private func machine(of profile: [UInt8], _ observations: Observations) -> Architecture? {
    var warnings: [Finding] = []
    guard
      case .list(let listed)? =
        (try? Profile(decoding: profile, file: "", warnings: &warnings))?.architectures
    else { return nil }
    let hosts = Set(listed.map(\.host))
    if let observed = observations.primaryArchitecture, hosts.contains(observed) { return observed }
    return observations.machines.map(\.architecture).first(where: hosts.contains)
      ?? (hosts.count == 1 ? hosts.first : nil)
  }
}
