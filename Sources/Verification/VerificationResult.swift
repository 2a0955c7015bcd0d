package import Findings
package import Syscalls

/// What the verification of one profile found.
package struct VerificationResult: Sendable {
  /// Errors first, then by place, kind and call.
  package private(set) var findings: [Finding]
  /// About the baseline itself, whatever the profile.
  package internal(set) var baselineFindings: [Finding] = []
  /// Observed calls of which the log does not tell enough to decide, in the order of their keys.
  /// Those that the baseline leaves open in the same way are nothing but told.
  package let undecided: [Undecided]
  package internal(set) var summary: Summary
  /// Whether the profile could not be read, so that nothing else was looked at.
  package let isUnreadable: Bool

  /// Whether nothing is wrong with the profile; warnings do not count.
  package var passes: Bool { !findings.contains { $0.severity == .error } }

  /// Whether nothing is wrong but that something could not be read or decided. The answer is then
  /// neither yes nor no.
  package var isUndecided: Bool {
    let errors = findings.filter { $0.severity == .error }
    return isUnreadable || !errors.isEmpty && errors.allSatisfy { $0.kind == .undecided }
  }

  init(
    findings: [Finding], undecided: [Undecided], summary: Summary, isUnreadable: Bool = false
  ) {
    self.findings = findings.sorted()
    self.undecided = undecided
    self.summary = summary
    self.isUnreadable = isUnreadable
  }

  /// About a profile that cannot be read.
  package init(unreadable findings: [Finding]) {
    self.init(findings: findings, undecided: [], summary: Summary(), isUnreadable: true)
  }

  /// The report with more findings, which take the place of those that say the same of a call.
  package func adding(_ more: [Finding]) -> VerificationResult {
    let kept = findings.filter { finding in
      finding.calls.isEmpty
        || !more.contains { $0.kind == finding.kind && $0.calls == finding.calls }
    }
    return with(findings: kept + more)
  }

  /// The report for who wants everything observed to have been replayed, and to run, and every
  /// condition to bind: what is otherwise a warning about that is an error.
  package var strict: VerificationResult {
    with(
      findings: findings.map { finding in
        switch finding.kind {
        case .outsideBaseline, .noEvidence, .conditionDoesNotBind: finding.asError
        default: finding
        }
      })
  }

  func with(findings: [Finding]) -> VerificationResult {
    var report = self
    report.findings = findings.sorted()
    return report
  }
}

extension VerificationResult {
  /// Figures about what was verified.
  package struct Summary: Hashable, Sendable {
    /// Calls that the filter lets run, with some arguments at least, by architecture. Numbers that
    /// whittle has no name for are not counted.
    package internal(set) var allowedCalls: [Architecture: Int] = [:]
    /// Length of the compiled filter, and of the baseline's; 0 where none was made.
    package internal(set) var instructions = 0
    package internal(set) var baselineInstructions = 0
    package internal(set) var replay = Replay()
    package internal(set) var comparison = Comparison()
    /// What the observations pay for the profile's filter, and for the baseline's; `nil` without any.
    package internal(set) var cost: Cost?
    package internal(set) var baselineCost: Cost?
    /// Known weaknesses that the profile's filter stops, and those that the baseline's stops; `nil` where
    /// that was not decided.
    package internal(set) var exposure: Exposure?
    package internal(set) var baselineExposure: Exposure?
    /// Calls that the running kernel answered as simulated; `nil` where it was not asked.
    package internal(set) var confirmedLive: Int?

    /// What became of the observations, which are counted by distinct arguments.
    package struct Replay: Hashable, Sendable {
      /// Used while recording, and let run.
      package internal(set) var passed = 0
      /// Used while recording, and refused by the profile.
      package internal(set) var failed = 0
      package internal(set) var undecided = 0
      /// Ran while recording, but the baseline refuses them.
      package internal(set) var outside = 0
      /// The names of those calls and of ``unnumbered`` ones, sorted; not escaped.
      package internal(set) var outsideCalls: [String] = []
      /// Refused, or not there, while recording.
      package internal(set) var unused = 0
      /// Ran while recording, but have no number, so that no filter can be asked.
      package internal(set) var unnumbered = 0
    }

    /// What the comparison with the baseline took; it is complete, or the report has a finding
    /// ``Findings/Finding/Kind/undecided``.
    package struct Comparison: Hashable, Sendable {
      /// Calls with a name, counted by architecture, of the architectures that the profile knows.
      package internal(set) var calls = 0
      /// Those of them of which a verdict, the profile's or the baseline's, depends on arguments.
      package internal(set) var dependentOnArguments = 0
      /// Of the diagrams.
      package internal(set) var nodes = 0
    }
  }
}

extension Finding {
  /// The finding as an error.
  fileprivate var asError: Finding {
    Finding(
      kind, .error, at: location, architecture: architecture, calls: calls, arguments: arguments,
      facts: facts, help: help, witnesses: witnesses)
  }
}
