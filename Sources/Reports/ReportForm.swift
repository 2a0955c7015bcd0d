internal import JSON

/// How a report is written.
package struct ReportForm: Sendable {
  /// As `--format` takes it.
  package let name: String
  private let render: @Sendable (any Report) -> [UInt8]

  private init(_ name: String, render: @escaping @Sendable (any Report) -> [UInt8]) {
    self.name = name
    self.render = render
  }

  /// Lines for people.
  package static let text = ReportForm("text") { report in
    report.text.isEmpty ? [] : Array((report.text + "\n").utf8)
  }

  /// JSON for machines; each report has a page in the documentation.
  package static let json = ReportForm("json") { $0.json.fileBytes }

  /// Every form, in the order of the help.
  package static let all = [text, json]

  /// The form with this name.
  package static func named(_ name: String) -> Self? { all.first { $0.name == name } }

  /// A report in this form: a whole file.
  package func bytes(of report: any Report) -> [UInt8] { render(report) }
}

extension ReportForm: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}
