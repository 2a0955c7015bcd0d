internal import Observations
internal import Profiles
internal import Text
package import Verification

/// Proves profiles of one container, as a stranger would who finds them; the baseline is compiled once.
struct ProfileProof {
  let baseline: FlatProfile
  let environment: Environment
  private var baselines = CompiledBaselines()

  init(within baseline: FlatProfile, in environment: Environment) {
    self.baseline = baseline
    self.environment = environment
  }

  /// Proves the profile that `bytes` hold.
  mutating func verify(
    _ bytes: [UInt8], _ path: String, against observations: Observations, isStrict: Bool
  ) throws(WorkflowError) -> VerificationResult {
    try ProfileVerification(
      baseline: try baselines.baseline(baseline, for: environment), environment: environment
    ).verify(bytes, path, observations, under: Circumstances(isStrict: isStrict))
  }
}

extension VerificationResult {
  /// Refuses to write a profile that is not proved.
  ///
  /// `name`: the profile's, as the user knows it; not escaped.
  package func requireProof(of name: String) throws(WorkflowError) {
    guard !isUndecided else {
      throw .cannot(
        "\(name.escapedForTerminal): error: the profile could not be verified; nothing was written")
    }
    guard passes else {
      throw .no(
        "\(name.escapedForTerminal): error: the profile did not pass its own verification; "
          + "nothing was written")
    }
  }
}
