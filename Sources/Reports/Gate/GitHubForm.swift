internal import Findings
internal import Text

extension GateForm {
  /// Commands to GitHub's runner, which shows each as an annotation of a file.
  package static let github = GateForm("github") { report in
    GitHubAnnotations(of: report).lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
  }
}

/// A report as workflow commands (docs.github.com, "Workflow commands for GitHub Actions").
private struct GitHubAnnotations {
  private let report: GateReport

  /// What GitHub shows of one step, of errors, warnings and notices each (actions/toolkit,
  /// `docs/problem-matchers.md`).
  private static let limit = 10

  init(of report: GateReport) { self.report = report }

  var lines: [String] {
    let entries = report.entriesBySeverity
    var shown: [String] = []
    var hidden = 0
    for severity in Finding.Severity.allCases {
      let own = entries.filter { $0.finding.severity == severity }
      shown += own.prefix(Self.limit).map(annotation)
      hidden += max(0, own.count - Self.limit)
    }
    if hidden > 0 {
      shown.append(
        "\(hidden.counting("more finding")) \(hidden == 1 ? "is" : "are") left out: GitHub shows "
          + "\(Self.limit) errors, \(Self.limit) warnings and \(Self.limit) notices of a step. --format text has all."
      )
    }
    let closing = report.closing
    return shown + (closing.isEmpty ? [] : [closing])
  }

  private func annotation(_ entry: GateReport.Entry) -> String {
    let location = entry.location
    let line = location?.line ?? 1
    var properties = [
      "file=" + report.paths.relative(entry.subject.path).escapedAsProperty, "line=\(line)",
      "endLine=\(line)",
    ]
    if let column = location?.column {
      properties += ["col=\(column)", "endColumn=\(column + 1)"]
    }
    properties.append("title=" + "whittle: \(entry.finding.kind.rawValue)".escapedAsProperty)
    let text =
      [entry.otherLocation.map { "\($0.escapedForTerminal): \(entry.message)" } ?? entry.message]
      + entry.finding.witnesses.prefix(1).map { "For example \($0)" }
    let command =
      switch entry.finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    return "::\(command) \(properties.joined(separator: ","))::"
      + text.joined(separator: "\n").escapedAsData
  }
}

extension String {
  /// As the runner reads what follows the second `::` (actions/toolkit, `command.ts`).
  fileprivate var escapedAsData: String {
    replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  /// As the runner reads the value of a property.
  fileprivate var escapedAsProperty: String {
    escapedAsData.replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
