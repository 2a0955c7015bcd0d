internal import Logs
internal import Observations

/// The column of `= `, which perf fills up to with blanks (`trace.args_alignment` of perf-config(1), 70
/// unless it is set): a line that has it elsewhere is made of the beginning of one and the end of another.
struct PerfTraceColumn {
  private struct Lines {
    var count = 0
    /// Of the first one.
    var first = 0

    mutating func add(_ line: Int) {
      if count == 0 { first = line }
      count += 1
    }
  }

  /// Lines with blanks to fill, by the column.
  private var padded = [Lines](repeating: Lines(), count: greatest)
  /// Lines without, which are long.
  private var others = [Lines](repeating: Lines(), count: greatest)

  /// More columns are not kept: `= ` stands far to the right only where there was nothing to fill.
  private static let greatest = 256

  mutating func note(_ column: (position: Int, isPadded: Bool), line: Int) {
    guard padded.indices.contains(column.position) else { return }
    if column.isPadded {
      padded[column.position].add(line)
    } else {
      others[column.position].add(line)
    }
  }

  /// Tells lines that deviate, where the others leave no doubt: somebody may have shortened the blanks
  /// of a few.
  func finish(into recorder: inout ObservationBuilder) {
    let all = padded.reduce(0) { $0 + $1.count }
    guard let column = padded.indices.max(by: { padded[$0].count < padded[$1].count }),
      all >= 16, padded[column].count * 8 >= all * 7
    else { return }
    for position in padded.indices where position != column {
      recorder.note(
        .malformedLine, count: padded[position].count, line: padded[position].first)
    }
    for position in 0..<column {
      recorder.note(
        .malformedLine, count: others[position].count, line: others[position].first)
    }
  }
}
