package import JSON

/// What `generate` made and what its proof found.
package struct GenerationReport: Report {
  private let reduction: ReductionReport
  private let verification: VerificationReport
  private let completeness: CompletenessReport?

  /// - Parameters:
  ///   - reduction: what was made.
  ///   - verification: what its proof found.
  ///   - completeness: how much the runs have shown; `nil` where there are none.
  package init(
    _ reduction: ReductionReport, verified verification: VerificationReport,
    shown completeness: CompletenessReport? = nil
  ) {
    self.completeness = completeness
    self.reduction = reduction
    self.verification = verification
  }

  package var text: String { reduction.summary }

  package var json: JSON.Value { reduction.json(verified: verification, shown: completeness) }
}
