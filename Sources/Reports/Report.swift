package import JSON

/// What a command found; every ``ReportForm`` can write it.
package protocol Report {
  /// For people: lines, the last one without its line end; may be empty.
  var text: String { get }
  /// For machines.
  var json: JSON.Value { get }
}

/// Several reports as one.
package struct ReportList: Report {
  private let reports: [any Report]

  /// In the order in which they are told.
  package init(_ reports: [any Report]) { self.reports = reports }

  package var text: String {
    reports.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  package var json: JSON.Value { .array(reports.map(\.json)) }
}
