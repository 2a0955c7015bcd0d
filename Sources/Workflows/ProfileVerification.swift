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
  private let isStrict: Bool
  private let overrides: SeverityOverrides

  /// - Parameters:
  ///   - isStrict: whether everything observed must be replayed, and run.
  ///   - overrides: which findings are worse, or less bad, than usual.
  package init(
    baseline: EnforcedProfile, environment: Environment, isStrict: Bool,
    overriding overrides: SeverityOverrides = .none
  ) {
    self.baseline = baseline
    self.environment = environment
    self.isStrict = isStrict
    self.overrides = overrides
  }

  /// Verifies the profile that `bytes` hold.
  /// - Parameters:
  ///   - others: runs of other machines, which are not replayed.
  ///   - losses: what the evidence lacks, where it is more than the user puts up with.
  ///   - live: whether to ask the running kernel as well.
  package func verify(
    _ bytes: [UInt8], _ path: String, _ observations: Observations,
    of others: [Observations.Machine] = [],
    losses: [(kind: Ledger.Kind, entry: Ledger.Entry)] = [], live: Bool = false
  ) throws(WorkflowError) -> VerificationResult {
    var circumstances = Circumstances(losses: losses, isStrict: isStrict)
    circumstances.otherMachines = others
    circumstances.overrides = overrides
    if observations.runs.isEmpty, others.isEmpty {
      circumstances.missingEvidence = ObservationFile(besideProfile: path).path
    }
    let profile: FlatProfile
    do {
      profile = try Profile(
        decoding: bytes, file: path, native: environment.architecture,
        warnings: &circumstances.text
      ).resolved(for: environment)
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
