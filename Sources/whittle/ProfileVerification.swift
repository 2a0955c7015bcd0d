internal import JSON
internal import Observations
internal import Profiles
internal import Verification

/// A baseline, compiled once, against which profiles are verified.
struct ProfileVerification {
  private let baseline: EnforcedProfile
  private let environment: Environment
  private let withInit: Bool

  init(baseline: FlatProfile, environment: Environment, withInit: Bool) throws(Failure) {
    do {
      self.baseline = try EnforcedProfile(compiling: baseline, for: environment)
    } catch {
      throw .cannot("baseline: error: \(error)")
    }
    self.environment = environment
    self.withInit = withInit
  }

  /// Verifies the profile that `bytes` hold.
  func verify(
    _ bytes: [UInt8], _ path: String, _ observations: Observations, _ messages: Messages
  ) throws(Failure) -> Verification.Report {
    let profile = try ProfileFile.decode(bytes, path, messages).resolved(for: environment)
    return Verifier(
      profile: profile, environment: environment, observations: observations, withInit: withInit
    ).verify(within: baseline)
  }
}
