internal import JSON
internal import Observations
internal import Profiles
internal import Syscalls
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
  /// - Parameter live: whether to ask the running kernel as well.
  func verify(
    _ bytes: [UInt8], _ path: String, _ observations: Observations, live: Bool = false,
    _ messages: Messages
  ) throws(Failure) -> Verification.Report {
    let profile = try ProfileFile.decode(bytes, path, messages).resolved(for: environment)
    let report = Verifier(
      profile: profile, environment: environment, observations: observations, withInit: withInit
    ).verify(within: baseline)
    return live ? try confirmed(report, profile, path) : report
  }

  private func confirmed(
    _ report: Verification.Report, _ profile: FlatProfile, _ path: String
  ) throws(Failure) -> Verification.Report {
    guard environment.architecture == .native else {
      throw .cannot(
        "\(path.escapedForTerminal): error: is verified for \(environment.architecture), and only a "
          + "machine of that kind can confirm it; leave out --live")
    }
    // A profile that has no filter is a finding already.
    guard let subject = try? EnforcedProfile(compiling: profile, for: environment) else {
      return report
    }
    do {
      return report.with(try LiveCheck(of: subject))
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: \(error)")
    }
  }
}
