internal import Findings
internal import JSON
internal import Text

extension Check {
  static let noEvidence: Check = .init(
    .noEvidence, .warning, isErrorWhenStrict: true, .low,
    title: "There are no observations: nothing was replayed.",
    help: "Name what was recorded with --trace."
  ) { examination in
    let circumstances = examination.circumstances
    // Of a profile that cannot be read nothing would be replayed anyway.
    guard examination.verifier != nil, let path = circumstances.missingEvidence else { return [] }
    return [
      Finding(
        .noEvidence, noEvidence.severity(circumstances),
        facts: circumstances.hasEvidenceOfOthers
          ? "The evidence (\(path.escapedForTerminal)) holds no run of this machine: nothing was replayed."
          : "No evidence beside it (\(path.escapedForTerminal)): nothing was replayed.",
        help: noEvidence.help)
    ]
  }
}
