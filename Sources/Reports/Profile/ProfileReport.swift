package import Completeness
package import Observations
package import Profiles
package import Syscalls
internal import Text
package import Verification

/// All that there is to tell of one profile, for who did not make it.
package struct ProfileReport: Sendable {
  /// Whether what runs showed could be read.
  package enum Evidence: Hashable, Sendable {
    case read(String)
    case missing(String)
  }

  /// Of the profile, as the user gave it; not escaped.
  package let path: String
  /// SHA-256 of the profile's bytes, in hexadecimal digits.
  let digest: String
  /// `nil` where the profile is looked at for one machine alone.
  let machine: Architecture?
  /// The baseline's name, as the user gave it; not escaped.
  let baseline: String
  let environment: Environment
  let libseccomp: String
  let overview: ProfileOverview
  let verification: VerificationResult
  let evidence: Evidence
  let observations: Observations
  let completeness: Completeness

  /// - Parameters:
  ///   - digest: SHA-256 of the profile's bytes, in hexadecimal digits.
  ///   - machine: of which it is told, where that is one of several.
  ///   - baseline: as the user gave it.
  ///   - libseccomp: the version of the library that compiled the filters.
  ///   - observations: what was replayed; empty without evidence.
  package init(
    path: String, digest: String, machine: Architecture?, baseline: String,
    environment: Environment, libseccomp: String, overview: ProfileOverview,
    verification: VerificationResult, evidence: Evidence, observations: Observations,
    completeness: Completeness
  ) {
    self.path = path
    self.digest = digest
    self.machine = machine
    self.baseline = baseline
    self.environment = environment
    self.libseccomp = libseccomp
    self.overview = overview
    self.verification = verification
    self.evidence = evidence
    self.observations = observations
    self.completeness = completeness
  }

  /// `nginx`, `nginx (aarch64)`; not escaped.
  var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return (file.withoutSuffix(".json") ?? file) + (machine.map { " (\($0))" } ?? "")
  }
}
