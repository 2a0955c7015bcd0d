internal import Profiles

/// The embedded baselines as a table for the terminal.
package enum BaselineReport {
  package static var list: String {
    var table = TextTable([("name", .left), ("Docker Engine", .left)])
    for baseline in Baseline.all { table.add([baseline.name, baseline.releases]) }
    return table.lines.joined(separator: "\n")
  }
}
