internal import Files
internal import Findings
package import Observations
internal import Profiles
internal import Text
package import Verification

/// `verify`: one profile after the other, against the same baseline and traces.
package struct VerificationRound {
  private let request: EnvironmentRequest
  private let baseline: BaselineReference
  private let losses: LossPolicy
  /// Whether to ask the running kernel as well.
  private let isLive: Bool
  /// `nil` where each profile's own evidence is taken.
  private let traced: Observations?
  private var baselines = CompiledBaselines()

  /// - Parameter traced: what was observed; `nil` to take the evidence beside each profile.
  package init(
    in request: EnvironmentRequest, within baseline: BaselineReference,
    accepting losses: LossPolicy, traced: Observations?, isLive: Bool
  ) {
    self.request = request
    self.baseline = baseline
    self.losses = losses
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
    let observations: Observations =
      if let traced { traced } else if evidence.exists { try evidence.read() } else { .init() }
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    let environment = try request.environment(for: observations)
    return try ProfileVerification(
      baseline: try baselines.baseline(
        try baseline.resolved(for: environment, note: note), for: environment),
      environment: environment, isStrict: losses.isStrict
    ).verify(
      bytes, path, observations, losses: losses.unaccepted(in: observations), live: isLive)
  }
}
