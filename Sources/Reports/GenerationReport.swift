package import JSON

/// What `generate` made and what its proof found.
package struct GenerationReport: Report {
  private let reduction: ReductionReport
  private let verification: VerificationReport

  /// The two parts of it.
  package init(_ reduction: ReductionReport, verified verification: VerificationReport) {
    self.reduction = reduction
    self.verification = verification
  }

  package var text: String { reduction.summary }

  package var json: JSON.Value { reduction.json(verified: verification) }
}
