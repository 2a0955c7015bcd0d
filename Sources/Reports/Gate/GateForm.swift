/// How what a gate found is written.
package struct GateForm: Sendable {
  /// As `--format` takes it.
  package let name: String
  private let render: @Sendable (GateReport) -> [UInt8]

  init(_ name: String, render: @escaping @Sendable (GateReport) -> [UInt8]) {
    self.name = name
    self.render = render
  }

  /// Lines for people.
  package static let text = GateForm("text") { ReportForm.text.bytes(of: $0) }
  /// JSON, a page of which stands in the documentation.
  package static let json = GateForm("json") { ReportForm.json.bytes(of: $0) }

  /// Every form, in the order of the help.
  package static let all = [text, json, sarif, junit, github, markdown]

  /// The form with this name.
  package static func named(_ name: String) -> Self? { all.first { $0.name == name } }

  /// A report in this form: a whole file.
  package func bytes(of report: GateReport) -> [UInt8] { render(report) }
}

extension GateForm: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}
