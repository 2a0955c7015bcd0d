package import Findings
package import JSON
package import Syscalls
internal import Text
package import Verification

/// What a gate found of many profiles, for every form in ``GateForm/all``.
package struct GateReport: Report {
  /// One file: a profile, as it was verified for one machine, or a deployment.
  package struct Subject: Report {
    /// Of the file, as the user gave it; not escaped.
    package let path: String
    /// The machine; `nil` where a profile is verified for one alone, and for a deployment.
    package let architecture: Architecture?
    /// What was found.
    package let findings: [Finding]
    /// Whether the file could not be read, so that nothing else was looked at.
    package let isUnreadable: Bool
    /// Whether nothing is wrong but that something could not be read or decided.
    package let isUndecided: Bool
    /// What else the verification found; `nil` for a deployment.
    let verification: VerificationResult?
    /// What changed since a revision; `nil` where nobody asked.
    package let evolution: EvolutionReport?
    private let report: any GateSubjectReport

    /// A profile and what was found of it.
    package init(
      path: String, architecture: Architecture? = nil, result: VerificationResult,
      evolution: EvolutionReport? = nil
    ) {
      self.path = path
      self.architecture = architecture
      findings = result.findings
      isUnreadable = result.isUnreadable
      isUndecided = result.isUndecided
      verification = result
      self.evolution = evolution
      report = VerificationReport(result, of: path, on: architecture, with: evolution)
    }

    /// A deployment and what was found of it.
    package init(_ deployment: DeploymentReport) {
      path = deployment.path
      architecture = nil
      findings = deployment.findings
      isUnreadable = deployment.isUnreadable
      isUndecided = deployment.isUnreadable
      verification = nil
      evolution = nil
      report = deployment
    }

    /// Whether nothing is wrong; warnings and notes do not count.
    package var passes: Bool { !findings.contains { $0.severity == .error } }

    /// What the exit status says of it.
    package var status: Int32 { passes ? 0 : isUndecided ? 2 : 1 }

    /// One line for each finding, and notes.
    package var lines: [GateLine] { report.lines }

    /// One line for each finding about the baseline, which the user calls `name`.
    package func baselineNotes(of name: String) -> [String] { report.baselineNotes(of: name) }

    package var text: String { report.text }

    package var json: JSON.Value { report.json }

    /// The path, and the machine where there are several; not escaped.
    package var name: String { path + (architecture.map { " (\($0))" } ?? "") }
  }

  /// A finding with the profile that it is about.
  struct Entry {
    let subject: Subject
    let finding: Finding
    let rule: Finding.Rule
  }

  /// In the order in which they were named.
  package let subjects: [Subject]
  /// Profiles that are gone since a revision.
  let removed: [(path: String, report: EvolutionReport)]
  /// What was looked for.
  let gate: Gate
  /// How files are named in the repository.
  let paths: RepositoryPaths

  /// What was found of files, in the order in which they were named.
  ///
  /// - Parameters:
  ///   - subjects: one for each profile and machine, or for each deployment.
  ///   - gate: what was looked for.
  ///   - removed: profiles that are gone, with what is said of them.
  ///   - paths: how files are named in the repository.
  package init(
    _ subjects: [Subject], of gate: Gate = .verify,
    removed: [(path: String, report: EvolutionReport)] = [],
    in paths: RepositoryPaths
  ) {
    self.subjects = subjects
    self.gate = gate
    self.removed = removed
    self.paths = paths
  }

  /// Every finding, in the order of the profiles.
  var entries: [Entry] {
    subjects.flatMap { subject in
      subject.findings.compactMap { finding in
        gate.rules.first { $0.kind == finding.kind }.map {
          Entry(subject: subject, finding: finding, rule: $0)
        }
      }
    }
  }

  /// The same, errors first and of them those by which the most is at stake.
  var entriesBySeverity: [Entry] {
    entries.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      if first.finding.severity != second.finding.severity {
        return first.finding.severity < second.finding.severity
      }
      if first.rule.risk != second.rule.risk { return first.rule.risk > second.rule.risk }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// The names of the profiles that did not pass; not escaped.
  package var failed: [String] { subjects.filter { !$0.passes }.map(\.name) }

  /// One line about all, where there are several.
  package var closing: String {
    subjects.count > 1 ? gate.closing(of: subjects.count, failed: failed) : ""
  }

  package var text: String {
    let parts = subjects.flatMap { subject in
      subject.lines.map(\.text) + [subject.text]
    }
    return (parts + [removals, closing]).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A line for each profile that is gone.
  package var removals: String {
    removed.map { "\($0.path.escapedForTerminal): \($0.report.lines[0])" }.joined(separator: "\n")
  }

  package var json: JSON.Value {
    let gone = removed.map { path, report in
      JSON.Value.object([
        .init("profile", .string(path)), .init("passes", true), .init("changes", report.json),
        .init("findings", []),
      ])
    }
    return .array(subjects.map(\.json) + gone)
  }
}

extension GateReport.Entry {
  /// What is so and what to do, safe to print.
  var message: String { finding.facts + (finding.help.map { " \($0)" } ?? "") }

  /// Where the finding stands in the profile; `nil` where it is about the whole, or stands in a log.
  var location: SourceLocation? {
    finding.location.flatMap { $0.file == subject.path ? $0 : nil }
  }

  /// The log, or another file, that shows it.
  var otherLocation: SourceLocation? {
    finding.location.flatMap { $0.file == subject.path ? nil : $0 }
  }
}
