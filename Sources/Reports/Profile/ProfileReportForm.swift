internal import JSON

/// How what there is to tell of profiles is written.
package struct ProfileReportForm: Sendable {
  /// As `--format` takes it.
  package let name: String
  /// `nil` for a form of which each profile is a file.
  private let render: (@Sendable ([ProfileReport]) -> [UInt8])?

  private init(_ name: String, render: (@Sendable ([ProfileReport]) -> [UInt8])? = nil) {
    self.name = name
    self.render = render
  }

  /// A page for each profile.
  package static let html = ProfileReportForm("html")
  /// For wikis and the pages of jobs.
  package static let markdown = ProfileReportForm("markdown") { reports in
    let lines = reports.map { ProfileMarkdown(of: $0).lines.joined(separator: "\n") }
    return Array((lines.joined(separator: "\n\n") + "\n").utf8)
  }
  /// JSON, a page of which stands in the documentation.
  package static let json = ProfileReportForm("json") { reports in
    JSON.Value.array(reports.map(\.json)).fileBytes
  }

  /// Every form, in the order of the help.
  package static let all = [html, markdown, json]

  /// The form with this name.
  package static func named(_ name: String) -> Self? { all.first { $0.name == name } }

  /// The reports in one file; `nil` where the form has a page for each, and there is more than one.
  package func bytes(of reports: [ProfileReport]) -> [UInt8]? {
    if let render { return render(reports) }
    return reports.count == 1 ? ProfilePage(of: reports[0]).bytes : nil
  }
}

extension ProfileReportForm: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}
