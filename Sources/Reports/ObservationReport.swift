internal import Findings
package import Observations
internal import Syscalls
internal import Text

/// Observations as a table for the terminal.
package struct ObservationReport {
  private let observations: Observations

  /// Of all runs.
  package init(_ observations: Observations) {
    self.observations = observations
  }

  /// One row per architecture and call.
  package var table: String {
    var table = TextTable([
      ("architecture", .left), ("syscall", .left), ("calls", .right), ("runs", .right),
      ("outcomes", .left), ("first seen", .left),
    ])
    for (row, runs) in observations.totalsByCall {
      table.add([
        row.key.architecture.rawValue, row.key.call.description.escapedForTerminal, "\(row.count)",
        "\(runs)/\(observations.runs.count)", row.outcomes.summary,
        row.first.escapedForTerminal,
      ])
    }
    return table.lines.joined(separator: "\n")
  }

  /// What was read, in one line for each run and one for the whole.
  package var summary: String {
    var lines = observations.runs.map { run in
      "run \(run.id): \(run.name.escapedForTerminal) (\(run.formats.joined(separator: ", "))), "
        + "\(run.lines.counting("line")), \(run.events.counting("call"))"
        + (run.processes > 0 ? " of \(run.processes.counting("process", "processes"))" : "")
    }
    let byArchitecture = Dictionary(
      grouping: observations.totalsByCall, by: \.observation.key.architecture
    )
    .sorted { $0.key < $1.key }
    let calls = byArchitecture.map { "\($1.count) on \($0.rawValue)" }.joined(separator: ", ")
    lines.append(
      "\(observations.runs.count.counting("run")), \(observations.events.counting("call")), "
        + "distinct system calls: \(calls)"
    )
    return lines.joined(separator: "\n")
  }

  /// What the logs could not tell; empty where there is nothing.
  package var ledger: String {
    observations.ledger.entries.sorted { $0.key < $1.key }.map { kind, entry in
      let place = entry.places.first.map { ", first at \($0.escapedForTerminal)" } ?? ""
      return "\(kind.isLoss ? "loss" : "note"): \(kind.counting(entry.count))\(place) "
        + "[\(kind.rawValue)]"
    }.joined(separator: "\n")
  }
}

extension Outcomes {
  /// `12 returned, 3 ENOENT, 1 unknown`.
  var summary: String {
    var parts: [String] = []
    if returned > 0 { parts.append("\(returned) returned") }
    for (errno, count) in failures.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      parts.append("\(count) \(KernelConstants.shared.name(ofErrno: errno))")
    }
    if denied > 0 { parts.append("\(denied) denied") }
    if unknown > 0 { parts.append("\(unknown) unknown") }
    return parts.joined(separator: ", ")
  }
}
