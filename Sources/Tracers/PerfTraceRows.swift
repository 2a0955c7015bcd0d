internal import Logs
internal import Observations
internal import Syscalls

/// Holds the rows of the tables of `perf trace -s` against their heads: a table has no end of its own, so that
/// rows may be missing between whole lines.
///
///      a) = 0 <x> (31099), 16 events, 5.3%
///
///        syscall            calls  errors  total       min       avg       max       stddev
///
/// perf prints the head only above rows. An event is a call's entry or its end, and a row counts the ends. What
/// has no end are the last call of a thread, and `rt_sigreturn`, one for each signal that a handler took. So
/// more than one call without a row is certain only where no program set a handler. What has no entry is the call
/// in which a thread began or was found: more rows than that are another thread's, whose head is missing.
struct PerfTraceRows {
  private struct Table {
    let line: Int
    /// Of the thread; `nil` where it is not told.
    var events: Int?
    var hasHead = false
    var rows = 0
    /// In all rows.
    var calls = 0
    /// Whether the thread ran a program of its own, so that it had no handlers before.
    var runsProgram = false
    /// Whether a line of it is counted as damaged already.
    var isDamaged = false

    var lacksRows: Bool { !isDamaged && hasHead && rows == 0 }

    /// Whether more than one call in the rows did not begin.
    var hasForeignCalls: Bool { !isDamaged && events.map { 2 * calls - $0 > 1 } ?? false }

    /// Whether more than one call that began has no row.
    var lacksCalls: Bool { !isDamaged && events.map { $0 - 2 * calls > 1 } ?? false }
  }

  private var table: Table?
  /// Lines of threads that lack rows unless a handler took signals.
  private var doubtful: [Int] = []
  private var setsHandlers = false

  /// More than these are not told one by one.
  private static let limit = 1 << 12

  mutating func beginThread(events: Int?, into recorder: inout ObservationBuilder) {
    endTable(into: &recorder)
    table = Table(line: recorder.line, events: events)
  }

  mutating func beginTable(into recorder: inout ObservationBuilder) {
    if table?.hasHead ?? false { endTable(into: &recorder) }
    if table == nil { table = Table(line: recorder.line) }
    table?.hasHead = true
  }

  mutating func note(_ row: PerfTraceSummary, into recorder: inout ObservationBuilder) {
    if table?.hasHead != true {
      // Of the first thread in a log that lacks its beginning.
      if table?.isDamaged != true { recorder.note(.missingLine) }
      if table == nil { table = Table(line: recorder.line) }
      table?.hasHead = true
      table?.isDamaged = true
    }
    table?.rows += 1
    table?.calls += row.calls
    switch row.call.syscall?.name {
    case "execve", "execveat": table?.runsProgram = true
    case "rt_sigaction", "sigaction", "signal": setsHandlers = true
    default: break
    }
  }

  mutating func noteDamage() { table?.isDamaged = true }

  private mutating func endTable(into recorder: inout ObservationBuilder) {
    guard let table else { return }
    self.table = nil
    if table.lacksRows || table.hasForeignCalls {
      recorder.note(.missingLine, line: table.line)
    } else if table.runsProgram, table.lacksCalls, doubtful.count < Self.limit {
      doubtful.append(table.line)
    }
  }

  /// The file ends.
  mutating func finish(into recorder: inout ObservationBuilder) {
    endTable(into: &recorder)
    if !setsHandlers { for line in doubtful { recorder.note(.missingLine, line: line) } }
    self = Self()
  }
}
