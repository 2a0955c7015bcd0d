internal import Findings
package import JSON
package import Syscalls
internal import Text
package import Verification

/// What a gate found of many profiles, for every form in ``GateForm/all``.
package struct GateReport: Report {
  /// One profile, as it was verified for one machine.
  package struct Subject: Sendable {
    /// Of the profile, as the user gave it; not escaped.
    package let path: String
    /// The machine; `nil` where the profile is verified for one alone.
    package let architecture: Architecture?
    /// What was found.
    package let result: VerificationResult
    /// What changed since a revision; `nil` where nobody asked.
    package let evolution: EvolutionReport?

    /// A profile and what was found of it.
    package init(
      path: String, architecture: Architecture? = nil, result: VerificationResult,
      evolution: EvolutionReport? = nil
    ) {
      self.path = path
      self.architecture = architecture
      self.result = result
      self.evolution = evolution
    }

    /// The same for people and for machines.
    package var report: VerificationReport {
      VerificationReport(result, of: path, on: architecture, with: evolution)
    }

    /// The path, and the machine where there are several; not escaped.
    package var name: String { path + (architecture.map { " (\($0))" } ?? "") }
  }

  /// A finding with the profile that it is about.
  struct Entry {
    let subject: Subject
    let finding: Finding
    let check: Check
  }

  /// In the order in which they were named.
  package let subjects: [Subject]
  /// Profiles that are gone since a revision.
  let removed: [(path: String, report: EvolutionReport)]
  /// How files are named in the repository.
  let paths: RepositoryPaths

  /// What was found of profiles, in the order in which they were named.
  ///
  /// - Parameters:
  ///   - subjects: one for each profile and machine.
  ///   - removed: profiles that are gone, with what is said of them.
  ///   - paths: how files are named in the repository.
  package init(
    _ subjects: [Subject], removed: [(path: String, report: EvolutionReport)] = [],
    in paths: RepositoryPaths
  ) {
    self.subjects = subjects
    self.removed = removed
    self.paths = paths
  }

  /// Every finding, in the order of the profiles.
  var entries: [Entry] {
    subjects.flatMap { subject in
      subject.result.findings.compactMap { finding in
        Check.all.first { $0.kind == finding.kind }.map {
          Entry(subject: subject, finding: finding, check: $0)
        }
      }
    }
  }

  /// The same, errors first and of them those by which the most is at stake.
  var entriesBySeverity: [Entry] {
    entries.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      if first.finding.severity != second.finding.severity {
        return first.finding.severity == .error
      }
      if first.check.risk != second.check.risk { return first.check.risk > second.check.risk }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// The names of the profiles that did not pass; not escaped.
  package var failed: [String] { subjects.filter { !$0.result.passes }.map(\.name) }

  /// One line about all, where there are several.
  package var closing: String {
    subjects.count > 1 ? VerificationReport.closing(of: subjects.count, failed: failed) : ""
  }

  package var text: String {
    let parts = subjects.flatMap { subject in
      subject.report.lines.map(\.text) + [subject.report.text]
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
    return .array(subjects.map(\.report.json) + gone)
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
