internal import Findings
internal import Text
internal import Verification

extension GateForm {
  /// A summary for a job's page or the comment of a pull request.
  package static let markdown = GateForm("markdown") { report in
    Array((MarkdownSummary(of: report).lines.joined(separator: "\n") + "\n").utf8)
  }
}

/// A report as GitHub's and GitLab's Markdown.
private struct MarkdownSummary {
  private let report: GateReport

  /// Findings that are told; a comment holds 65536 characters.
  private static let limit = 50

  init(of report: GateReport) { self.report = report }

  var lines: [String] {
    let failed = report.failed.count
    let outcome =
      "\(report.subjects.count.counting(report.gate.noun)): "
      + (failed == 0 ? "all pass" : "\(report.subjects.count - failed) pass, \(failed) not")
    return ["## whittle \(report.gate.name)", "", "**\(outcome)**", ""] + table + changes + findings
  }

  /// What changed since a revision.
  private var changes: [String] {
    let lines =
      report.subjects.flatMap { $0.evolution?.markdown(of: $0.name) ?? [] }
      + report.removed.flatMap { $0.report.markdown(of: $0.path) }
    return lines.isEmpty ? [] : ["", "### What changes", ""] + lines
  }

  private var table: [String] {
    (report.subjects.contains { $0.verification == nil }
      ? ["| \(report.gate.noun) | result |", "|---|---|"]
      : [
        "| profile | result | calls open | weaknesses stopped |",
        "|---|---|---|---|",
      ])
      + report.subjects.map { subject in
        let errors = subject.findings.count { $0.severity == .error }
        let warnings = subject.findings.count { $0.severity == .warning }
        let notes = subject.findings.count { $0.severity == .note }
        let outcome =
          [
            subject.passes
              ? "pass" : subject.isUndecided ? "undecided" : "**\(errors.counting("error"))**",
            warnings == 0 ? "" : warnings.counting("warning"),
            notes == 0 ? "" : notes.counting("note"),
          ].filter { !$0.isEmpty }.joined(separator: ", ")
        guard let result = subject.verification else {
          return "| \(subject.name.asMarkdownCell) | \(outcome) |"
        }
        let calls = result.summary.allowedCalls.sorted { $0.key < $1.key }
          .map { "\($0.value) on \($0.key)" }.joined(separator: ", ")
        let weaknesses =
          if let own = result.summary.exposure, let baseline = result.summary.baselineExposure {
            "\(own.stopped.count) of \(own.known) (baseline \(baseline.stopped.count))"
          } else {
            ""
          }
        return "| \(subject.name.asMarkdownCell) | \(outcome) | \(calls) | \(weaknesses) |"
      }
  }

  private var findings: [String] {
    let entries = report.entriesBySeverity
    guard !entries.isEmpty else { return [] }
    var lines = ["", "### Findings", ""]
    lines += entries.prefix(Self.limit).map { entry in
      let finding = entry.finding
      let place =
        finding.location.map { location in
          "\(report.paths.relative(location.file)):\(location.line)"
            + (location.column.map { ":\($0)" } ?? "")
        } ?? entry.subject.name
      return
        "- **\(finding.severity.rawValue)** `\(finding.kind.rawValue)` \(place.asMarkdownCode): "
        + entry.message.escapedForMarkdown
    }
    if entries.count > Self.limit {
      lines += [
        "",
        "\((entries.count - Self.limit).counting("more finding")) left out; `--format text` has all.",
      ]
    }
    return lines
  }
}
