internal import Filters
package import Observations
package import Profiles
package import Seccomp

/// Holds a profile against its baseline, and against what was observed.
///
/// The verification is about compiled filters: the profile's bytes, as they were read, compiled for
/// the environment's architecture. No-new-privileges changes when a runtime loads a filter and so
/// which calls it must let pass, but not the filter: one comparison holds for both.
package struct Verifier: Sendable {
  let profile: FlatProfile
  let environment: Environment
  let observations: Observations
  let circumstances: Circumstances
  /// Bound on the diagrams of one comparison.
  let nodeLimit: Int

  /// - Parameters:
  ///   - profile: as resolved for the environment.
  ///   - observations: none leaves out what is about them.
  ///   - nodeLimit: on the diagrams of one comparison; what needs more is undecided.
  package init(
    profile: FlatProfile, environment: Environment, observations: Observations = .init(),
    circumstances: Circumstances = .init(), nodeLimit: Int = Diagrams.defaultLimit
  ) {
    self.profile = profile
    self.environment = environment
    self.observations = observations
    self.circumstances = circumstances
    self.nodeLimit = nodeLimit
  }

  /// Compiles the profile and verifies it; one that libseccomp refuses is a finding.
  package func verify(within baseline: EnforcedProfile) -> VerificationResult {
    do {
      return verify(try EnforcedProfile(compiling: profile, for: environment), within: baseline)
    } catch {
      return VerificationResult(Examination(self, without: error), within: baseline)
    }
  }

  /// The same, and asks the running kernel, which must be of the environment's architecture.
  package func verifyLive(
    within baseline: EnforcedProfile
  ) throws(LiveFilterError) -> VerificationResult {
    let subject: EnforcedProfile
    do {
      subject = try EnforcedProfile(compiling: profile, for: environment)
    } catch {
      return VerificationResult(Examination(self, without: error), within: baseline)
    }
    return verify(subject, within: baseline, live: try LiveCheck(of: subject))
  }

  /// The same for a profile that is compiled already. Pure.
  package func verify(
    _ subject: EnforcedProfile, within baseline: EnforcedProfile, live: LiveCheck? = nil
  ) -> VerificationResult {
    let filter = FilterExamination(self, subject, within: baseline, live: live)
    return VerificationResult(Examination(filter), within: baseline)
  }
}
