package import JSON
internal import Profiles

/// The embedded baselines as a table for the terminal.
package struct BaselineReport: Report {
  /// Of all that are embedded.
  package init() {}

  package var text: String {
    var table = TextTable([("name", .left), ("releases", .left)])
    for baseline in Baseline.all { table.add([baseline.name, baseline.releases]) }
    return table.lines.joined(separator: "\n")
  }

  package var json: JSON.Value {
    .array(
      Baseline.all.map { baseline in
        .object(
          [
            .init("name", .string(baseline.name)), .init("releases", .string(baseline.releases)),
          ], .inline)
      })
  }
}
