internal import Findings
internal import JSON
internal import Observations
internal import Profiles
internal import Syscalls
internal import Verification

/// What profiles are verified against.
struct ProfileVerification {
  private let baseline: EnforcedProfile
  private let environment: Environment
  private let isStrict: Bool

  /// - Parameter isStrict: whether everything observed must be replayed, and run.
  init(baseline: EnforcedProfile, environment: Environment, isStrict: Bool) {
    self.baseline = baseline
    self.environment = environment
    self.isStrict = isStrict
  }

  /// Verifies the profile that `bytes` hold.
  /// - Parameter live: whether to ask the running kernel as well.
  func verify(
    _ bytes: [UInt8], _ path: String, _ observations: Observations, live: Bool = false
  ) throws(Failure) -> VerificationResult {
    var warnings: [Finding] = []
    let profile: FlatProfile
    do {
      profile = try Profile(decoding: bytes, file: path, warnings: &warnings)
        .resolved(for: environment)
    } catch .malformed(let findings) {
      return VerificationResult(unreadable: findings)
    } catch {
      throw .cannot("\(error)")
    }
    var report = Verifier(
      profile: profile, environment: environment, observations: observations
    ).verify(within: baseline).adding(warnings)
    if observations.runs.isEmpty {
      report = report.adding([.noEvidence(beside: path)])
    }
    if live { report = try confirmed(report, profile, path) }
    return isStrict ? report.strict : report
  }

  private func confirmed(
    _ report: VerificationResult, _ profile: FlatProfile, _ path: String
  ) throws(Failure) -> VerificationResult {
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

extension Finding {
  fileprivate static func noEvidence(beside path: String) -> Self {
    Self(
      .noEvidence, .warning,
      facts:
        "No evidence beside it (\(ObservationFile(besideProfile: path).path.escapedForTerminal)): "
        + "nothing was replayed. Name what was recorded with --trace.")
  }
}
