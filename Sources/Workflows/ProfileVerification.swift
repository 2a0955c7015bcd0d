internal import Findings
internal import JSON
package import Observations
package import Profiles
internal import Syscalls
internal import Text
package import Verification

/// What profiles are verified against.
package struct ProfileVerification {
  private let baseline: EnforcedProfile
  private let environment: Environment
  private let reader: ProfileReader

  /// A baseline with its filter, who reads the profiles, and where they are used.
  package init(
    baseline: EnforcedProfile, reader: ProfileReader = .docker, environment: Environment
  ) {
    self.baseline = baseline
    self.reader = reader
    self.environment = environment
  }

  /// Verifies the profile that `bytes` hold.
  /// - Parameters:
  ///   - evidence: where observations were looked for; `nil` for beside the profile.
  ///   - circumstances: what else is known and demanded.
  ///   - live: whether to ask the running kernel as well.
  package func verify(
    _ bytes: [UInt8], _ path: String, _ observations: Observations,
    evidence: ObservationFile? = nil, under circumstances: Circumstances, live: Bool = false
  ) throws(WorkflowError) -> VerificationResult {
    var circumstances = circumstances
    if observations.runs.isEmpty, circumstances.otherMachines.isEmpty {
      circumstances.missingEvidence = (evidence ?? ObservationFile(besideProfile: path)).path
    }
    let profile: FlatProfile
    let decoded = ProfileHolder.decode(
      bytes, path, for: environment.architecture, as: reader, warnings: &circumstances.text)
    do {
      profile = try decoded.get().resolved(for: environment)
    } catch .malformed(let findings) {
      circumstances.text = findings
      return VerificationResult(unreadable: circumstances)
    } catch {
      throw .cannot("\(error)")
    }
    let verifier = Verifier(
      profile: profile, environment: environment, observations: observations,
      circumstances: circumstances)
    return live ? try confirmed(verifier, path) : verifier.verify(within: baseline)
  }

  private func confirmed(
    _ verifier: Verifier, _ path: String
  ) throws(WorkflowError) -> VerificationResult {
    guard environment.architecture == .native else {
      throw .cannot(
        "\(path.escapedForTerminal): error: is verified for \(environment.architecture), and only a "
          + "machine of that kind can confirm it; leave out --live")
    }
    do {
      return try verifier.verifyLive(within: baseline)
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: \(error)")
    }
  }
}
