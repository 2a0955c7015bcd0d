package import Syscalls
package import Verification

/// One profile that is to be verified for one machine, and what it is held against.
package struct GateTarget: Sendable {
  /// Of the profile, as the user would give it; not escaped.
  package let path: String
  /// The machine; `nil` where the profile is verified for one alone.
  package let architecture: Architecture?
  /// What the profile must stay within.
  package let baseline: BaselineReference
  /// What runs beside the profile tell of it.
  let evidence: ObservationFile
  let request: EnvironmentRequest
  let limits: Limits
  let overrides: SeverityOverrides
  /// For which machine the repository says that the profile is.
  let demandedArchitecture: Architecture?
  /// The other machines for which the profile is verified as well, so that nobody misses their runs here.
  let otherArchitectures: Set<Architecture>
  /// Why the profile cannot be verified, safe to print; `nil` where that is to be seen.
  let obstacle: String?
  /// `nil` where nobody asked.
  var evidenceAge: EvidenceAge?
}

/// What the user demands of all profiles on the command line; it goes before what a repository says.
package struct GateDemands: Sendable {
  /// The baseline's name or file; `nil` where the user names none.
  package let baseline: String?
  /// Of the machine and the container.
  package let request: EnvironmentRequest
  /// Which findings fail.
  package let overrides: SeverityOverrides
  /// Whether everything of which there is doubt fails.
  package let isStrict: Bool

  /// What the command line says.
  package init(
    baseline: String?, request: EnvironmentRequest, overrides: SeverityOverrides, isStrict: Bool
  ) {
    self.baseline = baseline
    self.request = request
    self.overrides = overrides
    self.isStrict = isStrict
  }
}
