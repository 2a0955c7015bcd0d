package import JSON

/// What `generate` made and what its proof found.
package struct GenerationReport: Report {
  private let reduction: ReductionReport
  private let verification: VerificationReport
  private let completeness: CompletenessReport?
  private let translation: TranslationReport?

  /// - Parameters:
  ///   - reduction: what was made.
  ///   - verification: what its proof found.
  ///   - completeness: how much the runs have shown; `nil` where there are none.
  ///   - translation: what became of runs that another machine made; `nil` where none did.
  package init(
    _ reduction: ReductionReport, verified verification: VerificationReport,
    shown completeness: CompletenessReport? = nil, translated translation: TranslationReport? = nil
  ) {
    self.reduction = reduction
    self.verification = verification
    self.completeness = completeness
    self.translation = translation
  }

  package var text: String { reduction.summary }

  package var json: JSON.Value {
    reduction.json(verified: verification, shown: completeness, translated: translation)
  }
}
