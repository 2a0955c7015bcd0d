internal import Logs
internal import Observations

/// The column of `= `, which perf fills up to with blanks (`trace.args_alignment` of perf-config(1), 70
/// unless it is set): a line that has it elsewhere is made of the beginning of one and the end of another.
struct PerfTraceColumn {
  private struct Lines {
    var count = 0
    let first: Int
  }

  /// Lines with blanks to fill, by the column.
  private var padded: [Int: Lines] = [:]
  /// Lines without, which are long.
  private var others: [Int: Lines] = [:]

  /// More columns are not kept: `= ` stands far to the right only where there was nothing to fill.
  private static let greatest = 256

  mutating func note(_ column: (position: Int, isPadded: Bool), line: Int) {
    guard column.position < Self.greatest else { return }
    if column.isPadded {
      padded[column.position, default: Lines(first: line)].count += 1
    } else {
      others[column.position, default: Lines(first: line)].count += 1
    }
  }

  /// Tells lines that deviate, where the others leave no doubt: somebody may have shortened the blanks
  /// of a few.
  func finish(into recorder: inout ObservationBuilder) {
    let all = padded.values.reduce(0) { $0 + $1.count }
    guard
      let (column, lines) = padded.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
      all >= 16, lines.count * 8 >= all * 7
    else { return }
    for (position, lines) in padded where position != column {
      recorder.note(.malformedLine, count: lines.count, line: lines.first)
    }
    for (position, lines) in others where position < column {
      recorder.note(.malformedLine, count: lines.count, line: lines.first)
    }
  }
}
