internal import Findings
internal import JSON
internal import Observations
internal import Syscalls

extension GateForm {
  /// SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks for beyond the standard.
  package static let sarif = GateForm("sarif") { SARIFLog(of: $0).value.fileBytes }
}

/// A report as a SARIF log of one run.
private struct SARIFLog {
  private let report: GateReport
  private let entries: [GateReport.Entry]

  init(of report: GateReport) {
    self.report = report
    entries = report.entries
  }

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  var value: JSON.Value {
    .object([
      .init("$schema", .string(Self.schema)),
      .init("version", "2.1.0"),
      .init("runs", [run]),
    ])
  }

  private var run: JSON.Value {
    let isComplete = !report.subjects.contains { $0.isUndecided }
    return .object([
      .init(
        "tool",
        .object([
          .init(
            "driver",
            .object([
              .init("name", "whittle"),
              .init("version", .string(Release.version)),
              .init("semanticVersion", .string(Release.version)),
              .init(
                "rules",
                .array(report.gate.rules.map { $0.sarif(precision: report.gate.precision) })),
            ]))
        ])),
      // What follows the last slash would be the run's id; all before it is the category, by which GitHub
      // keeps the results of several tools and commands apart.
      .init(
        "automationDetails",
        .object([.init("id", .string("whittle/\(report.gate.name)/"))], .inline)),
      // Columns are counted in Unicode scalars.
      .init("columnKind", "unicodeCodePoints"),
      .init("invocations", [.object([.init("executionSuccessful", .bool(isComplete))], .inline)]),
      .init("results", .array(results)),
    ])
  }

  private var results: [JSON.Value] {
    var counts: [String: Int] = [:]
    return entries.map { entry in
      let print = fingerprint(of: entry)
      counts[print, default: 0] += 1
      return result(entry, fingerprint: "\(print):\(counts[print, default: 1])")
    }
  }

  private func result(_ entry: GateReport.Entry, fingerprint: String) -> JSON.Value {
    let finding = entry.finding
    let text = ([entry.message] + finding.witnesses.prefix(3).map { "For example \($0)" })
      .joined(separator: "\n")
    var members: [JSON.Value.Member] = [
      .init("ruleId", .string(finding.kind.rawValue)),
      .init(
        "ruleIndex", .integer(report.gate.rules.firstIndex { $0.kind == finding.kind } ?? 0)),
      .init("level", .string(finding.severity.rawValue)),
      .init("message", .object([.init("text", .string(text))], .inline)),
      .init("locations", [location(of: entry)]),
    ]
    if let other = entry.otherLocation {
      members.append(
        .init("relatedLocations", [physical(other, message: "where it was recorded")]))
    }
    members.append(
      .init(
        "partialFingerprints",
        .object([.init("primaryLocationLineHash", .string(fingerprint))], .inline)))
    var properties: [JSON.Value.Member] = [
      .init("calls", .array(finding.calls.map { .string($0) }, .filled))
    ]
    if let architecture = finding.architecture {
      properties.append(.init("architecture", .string(architecture.rawValue)))
    }
    if let service = finding.service {
      properties.append(.init("service", .string(service)))
    }
    if let rule = finding.textRule { properties.append(.init("textRule", .string(rule.rawValue))) }
    members.append(.init("properties", .object(properties)))
    return .object(members)
  }

  /// The same for one fault wherever its line moves to: of what is found, and not of where.
  private func fingerprint(of entry: GateReport.Entry) -> String {
    var digest = ContentDigest("finding")
    digest.add(report.paths.relative(entry.subject.path))
    digest.add(entry.subject.architecture?.rawValue ?? "")
    digest.add(entry.finding.kind.rawValue)
    digest.add(entry.finding.textRule?.rawValue ?? "")
    digest.add(entry.finding.architecture?.rawValue ?? "")
    if let service = entry.finding.service { digest.add(service) }
    digest.add(entry.finding.calls.count)
    for call in entry.finding.calls { digest.add(call) }
    for index in entry.finding.arguments { digest.add(index) }
    return digest.finish()
  }

  /// The place in the profile: a log that shows a call is seldom in the repository, and of a file that is
  /// not there GitHub shows nothing.
  private func location(of entry: GateReport.Entry) -> JSON.Value {
    physical(entry.location ?? SourceLocation(file: entry.subject.path, line: 1))
  }

  private func physical(_ location: SourceLocation, message: String? = nil) -> JSON.Value {
    let column = location.column ?? 1
    var members: [JSON.Value.Member] = [
      .init(
        "physicalLocation",
        .object([
          .init(
            "artifactLocation",
            .object([.init("uri", .string(report.paths.uri(location.file)))], .inline)),
          .init(
            "region",
            .object(
              [
                .init("startLine", .integer(location.line)),
                .init("startColumn", .integer(column)),
                .init("endLine", .integer(location.line)),
                // Of the character after the last one.
                .init("endColumn", .integer(column + 1)),
              ], .inline)),
        ]))
    ]
    if let path = location.path {
      members.append(
        .init(
          "logicalLocations",
          [.object([.init("fullyQualifiedName", .string(path.description))], .inline)]))
    }
    if let message {
      members.append(.init("message", .object([.init("text", .string(message))], .inline)))
    }
    return .object(members)
  }
}

extension Finding.Rule {
  fileprivate func sarif(precision: String) -> JSON.Value {
    // `security` makes an alert of security of it.
    let tags = ["security"] + self.tags
    return .object([
      .init("id", .string(kind.rawValue)),
      .init("name", .string(kind.rawValue)),
      .init("shortDescription", .object([.init("text", .string(title))])),
      .init("fullDescription", .object([.init("text", .string("\(title) \(help)"))])),
      .init(
        "help",
        .object([
          .init("text", .string("\(title)\n\(help)")),
          .init(
            "markdown",
            .string("\(title.escapedForMarkdown)\n\n**What to do:** \(help.escapedForMarkdown)")),
        ])),
      .init(
        "defaultConfiguration", .object([.init("level", .string(severity.rawValue))], .inline)),
      .init(
        "properties",
        .object([
          .init("tags", .array(tags.map { .string($0) }, .filled)),
          .init("precision", .string(precision)),
          .init("security-severity", .string("\(risk.score)")),
        ])),
    ])
  }
}
