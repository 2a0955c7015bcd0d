package import Findings

/// What profiles are checked for: one kind of finding, what it means, and what to do about it.
package struct Check: Sendable {
  /// What it finds.
  package let kind: Finding.Kind
  /// What such a finding says, in half a sentence.
  package let title: String
  /// What to do about it.
  package let help: String
  /// Of its findings, but for those that the title gives another one.
  package let severity: Finding.Severity
  /// Whether its warnings are errors for the strict, who want everything observed to have been
  /// replayed, and to run, and every condition to bind.
  package let isErrorWhenStrict: Bool
  /// How much is at stake.
  package let risk: Finding.Risk
  let findings: @Sendable (Examination) -> [Finding]

  init(
    _ kind: Finding.Kind, _ severity: Finding.Severity, isErrorWhenStrict: Bool = false,
    _ risk: Finding.Risk,
    title: String, help: String, findings: @escaping @Sendable (Examination) -> [Finding]
  ) {
    self.kind = kind
    self.title = title
    self.help = help
    self.severity = severity
    self.isErrorWhenStrict = isErrorWhenStrict
    self.risk = risk
    self.findings = findings
  }

  /// What a gate says of it.
  package var rule: Finding.Rule {
    Finding.Rule(
      kind, severity, risk, title: title, help: help,
      tags: ["seccomp", "containers"] + Finding.otherNames)
  }

  /// The severity of its findings for those who are strict or not.
  func severity(_ circumstances: Circumstances) -> Finding.Severity {
    isErrorWhenStrict && circumstances.isStrict ? .error : severity
  }
}

extension Check {
  /// Every check, one for each kind of finding.
  package static let all: [Check] = [
    .needsMore, .outsideBaseline, .looserThanBaseline, .conditionDoesNotBind, .errnoChanged,
    .unused, .unknownSyscall, .invalid, .misleading, .miscompiled, .undecided, .noEvidence,
    .otherMachine, .lossyTrace, .evidenceEdited, .evidenceTooOld, .tooMuchNovelty, .tooManyCalls,
    .tooFewStopped,
    .environmentDiffers,
  ]
}
