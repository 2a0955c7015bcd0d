package import Findings
package import Observations
package import Syscalls

/// What a verification should know beside the profile and the observations.
package struct Circumstances: Sendable {
  /// What the profile's text shows.
  package var text: [Finding]
  /// What the logs could not tell, where it is more than is put up with.
  package var losses: [(kind: Ledger.Kind, entry: Ledger.Entry)]
  /// The path at which observations were looked for and not found; `nil` where none are missed.
  package var missingEvidence: String?
  /// Whether there are observations, and all of machines for which the profile is verified on its own.
  package var hasEvidenceOfOthers = false
  /// Machines other than the environment's, of which runs were given.
  package var otherMachines: [Observations.Machine] = []
  /// Whether everything observed must have been replayed, and run, and every condition must bind.
  package var isStrict: Bool
  /// What the repository demands beyond the baseline.
  package var limits = Limits()
  /// `nil` where nobody asked.
  package var evidenceAge: EvidenceAge?
  /// The path of evidence that is not what whittle writes; `nil` where it is.
  package var editedEvidence: String?
  /// The machine for which the repository says that the profile is; `nil` where it says none.
  package var demandedArchitecture: Architecture?
  /// Whether the engine of the baseline drops the path of a profile's listener.
  package var engineDropsListener = false
  /// Which findings are worse, or less bad, than their checks say.
  package var overrides = SeverityOverrides.none

  /// What is known beside the profile.
  package init(
    text: [Finding] = [], losses: [(kind: Ledger.Kind, entry: Ledger.Entry)] = [],
    missingEvidence: String? = nil, isStrict: Bool = false
  ) {
    self.text = text
    self.losses = losses
    self.missingEvidence = missingEvidence
    self.isStrict = isStrict
  }
}
