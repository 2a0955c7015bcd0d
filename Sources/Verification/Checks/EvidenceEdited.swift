internal import Findings
internal import JSON
internal import Text

extension Check {
  static let evidenceEdited: Check = .init(
    .evidenceEdited, .warning, isErrorWhenStrict: true, .medium,
    title:
      "The evidence is not what whittle writes: somebody changed it by hand, or another version wrote it.",
    help:
      "Write it anew from the logs; whittle observe FILE -o FILE does so where the change is right."
  ) { examination in
    guard examination.verifier != nil, let path = examination.circumstances.editedEvidence else {
      return []
    }
    return [
      Finding(
        .evidenceEdited, evidenceEdited.severity(examination.circumstances),
        facts:
          "The evidence (\(path.escapedForTerminal)) is not, byte for byte, what whittle writes of its "
          + "runs: it was changed by hand, or written by another version.",
        help: evidenceEdited.help)
    ]
  }
}
