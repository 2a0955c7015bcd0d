package import Findings
package import Observations

/// What a verification should know beside the profile and the observations.
package struct Circumstances: Sendable {
  /// What the profile's text shows.
  package var text: [Finding]
  /// What the logs could not tell, where it is more than is put up with.
  package var losses: [(kind: Ledger.Kind, entry: Ledger.Entry)]
  /// The path at which observations were looked for and not found; `nil` where none are missed.
  package var missingEvidence: String?
  /// Machines other than the environment's, of which runs were given.
  package var otherMachines: [Observations.Machine] = []
  /// Whether everything observed must have been replayed, and run, and every condition must bind.
  package var isStrict: Bool
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
