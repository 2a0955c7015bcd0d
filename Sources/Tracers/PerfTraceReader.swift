package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// `perf trace`, and its summary `perf trace -s`.
  package static let perfTrace = TraceFormat(
    name: "perf-trace",
    summary: "perf trace, its calls one to a line or the tables of perf trace -s",
    continuesAcrossFiles: false,
    linesRecognized: { sample in
      sample.countLines {
        PerfTraceEvent($0, on: .native)?.isWhole ?? false || PerfTraceSummary.head($0).isHead
      }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _, _ in PerfTraceReader() })
}

struct PerfTraceReader: WholeLineReader {
  private var calls = OpenCalls()
  private var selected = SelectedProcesses()
  private var column = PerfTraceColumn()
  private var signs = ProcessSigns()
  /// When the latest call of each process began, as it is printed.
  private var times: [UInt32: UInt64] = [:]
  private var sawEvents = false
  private var hasErrors = true
  /// Whether a table has begun, which an empty line ends.
  private var isInTable = false
  /// Whether the rows that follow are of a thread that was selected.
  private var isSelected = true
  private var rows = PerfTraceRows()

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    if line.trimmedEnd == 0 {
      isInTable = false
      // The blanks before a time.
      if !line.isEmpty, !isEnded { recorder.note(.truncatedTail) }
    } else if let start = PerfTraceEvent.afterTime(in: line) {
      readTimed(line, from: start, isEnded: isEnded, into: &recorder)
    } else if let count = Self.lostEvents(line) {
      signs.noteDamage(count: count)
      recorder.note(.lostEvents, count: count)
    } else if !readSummary(line, isEnded: isEnded, into: &recorder) {
      let isDamage = isInTable || Self.resemblesEvent(line) || PerfTraceSummary.resemblesRow(line)
      if isDamage || !isEnded {
        rows.noteDamage()
        signs.noteDamage()
        recorder.noteDamage(isEnded: isEnded)
      } else {
        recorder.note(.foreignText)
      }
    }
  }

  /// Reads a line that begins with a time.
  private mutating func readTimed(
    _ line: Span<UInt8>, from start: Int, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    if let event = PerfTraceEvent(line, from: start, on: recorder.assumedArchitecture) {
      sawEvents = true
      if event.isWhole, let column = event.column { self.column.note(column, line: recorder.line) }
      read(event, line, isEnded: isEnded, into: &recorder)
    } else if isEnded, Self.isOtherEvent(line, from: start) {
      recorder.note(.foreignText)
    } else if let count = Self.lostEvents(line) {
      signs.noteDamage(count: count)
      recorder.note(.lostEvents, count: count)
    } else {
      signs.noteDamage()
      recorder.noteDamage(isEnded: isEnded)
    }
  }

  private mutating func read(
    _ event: PerfTraceEvent, _ line: Span<UInt8>, isEnded: Bool,
    into recorder: inout ObservationBuilder
  ) {
    let isCertain = event.isWhole && (isEnded || event.hasOwnEnd)
    if !isCertain {
      signs.noteDamage()
      recorder.noteDamage(isEnded: isEnded)
    }
    let command = ProgramText(range: event.command, form: .plain)
    guard selected.contain(event.process, ProgramNames(command: command), in: line, recorder) else {
      if case .exit = event.step {} else { recorder.note(.otherProcess) }
      return
    }
    let process = event.process ?? 0
    let begins = (latest: times[process], now: PerfTraceEvent.time(in: line))
    if times.count == Self.timesKept { times = [:] }
    times[process] = begins.now ?? .max
    let isSecondReturn =
      if case .exit(_, isChild: true) = event.step {
        event.call.createsProcess && calls.call(of: process) != event.call
      } else { false }
    if process != 0 { signs.appeared(process, asChild: isSecondReturn, &recorder) }
    switch event.step {
    case .whole(let outcome, let isZero):
      calls.abandon(process, into: &recorder)
      let slot = recorder.enterNamed(event.call, count: 1)
      recorder.conclude(slot, isCertain ? outcome : .unknown)
      if isCertain { signs.ended(event.call, by: process, outcome, isZero: isZero, &recorder) }
    case .entry:
      begin(event.call, process, into: &recorder)
    case .cut(let isEntry):
      // The call whose name stands there was made.
      if isEntry, !isEnded { begin(event.call, process, into: &recorder) }
    case .exit(let outcome, let isChild):
      // perf prints the time of the entry: that of the call before where it saw none of this one.
      let isUnseen =
        begins.now == begins.latest && !isSecondReturn && calls.call(of: process) == nil
      conclude(
        event.call, process, isCertain ? outcome : .unknown, isChild: isChild, isUnseen: isUnseen,
        into: &recorder)
      if isCertain, !isSecondReturn {
        signs.ended(event.call, by: process, outcome, isZero: isChild, &recorder)
      }
    }
  }

  /// More than threads are traced at once.
  private static let timesKept = 1 << 18

  private mutating func begin(
    _ call: SyscallReference, _ process: UInt32, into recorder: inout ObservationBuilder
  ) {
    let slot = recorder.enterNamed(call, count: 1)
    calls.begin(call, slot, of: process, into: &recorder)
  }

  /// - Parameter isUnseen: whether perf itself has not seen the call begin.
  private mutating func conclude(
    _ call: SyscallReference, _ process: UInt32, _ outcome: Outcome, isChild: Bool, isUnseen: Bool,
    into recorder: inout ObservationBuilder
  ) {
    let isExecution = call.syscall.map(ProcessCalls.replacing.contains) ?? false
    if isExecution, !calls.hasStart(of: call) {
      // perf traces its command from the execve on, whose entry was before its start.
      signs.beginWithProgram(&recorder)
      let slot = recorder.enterNamed(call, count: 1)
      recorder.conclude(slot, outcome)
    } else if isUnseen, !isExecution {
      // Of a thread that was in the call when perf attached to it, or by an event that came too late.
      let slot = recorder.enterNamed(call, count: 1)
      recorder.conclude(slot, outcome)
      recorder.note(.unseenEntry)
    } else {
      calls.end(call, of: process, outcome, isChild: isChild, into: &recorder)
    }
  }

  /// Reads the tables, unless calls stand one by one before them (`perf trace -S`).
  private mutating func readSummary(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) -> Bool {
    let head = PerfTraceSummary.head(line)
    if head.isHead {
      hasErrors = head.hasErrors
      isInTable = true
      rows.beginTable(into: &recorder)
      if !isEnded {
        rows.noteDamage()
        recorder.note(.truncatedTail)
      }
      return true
    }
    if let row = PerfTraceSummary(
      line, hasErrors: hasErrors, on: recorder.assumedArchitecture)
    {
      rows.note(row, into: &recorder)
      if !sawEvents { add(row, into: &recorder) }
      return true
    }
    guard PerfTraceSummary.isOrnament(line) || readThread(line, into: &recorder) else {
      return false
    }
    // Rows would follow.
    if !isEnded {
      rows.noteDamage()
      recorder.note(.truncatedTail)
    }
    return true
  }

  private mutating func add(_ row: PerfTraceSummary, into recorder: inout ObservationBuilder) {
    let count = row.calls - row.secondReturns
    recorder.note(.orphanedClone, count: row.secondReturns)
    guard count > 0 else { return }
    guard isSelected else {
      recorder.note(.otherProcess, count: count)
      return
    }
    let slot = recorder.enterNamed(row.call, count: count)
    let errors = min(row.errors, count)
    if errors > 0 { recorder.conclude(slot, .unknown, count: errors) }
    if count > errors {
      recorder.conclude(slot, .returned, count: count - errors)
      if row.call.createsProcess { signs.made(count - errors, recorder) }
      if row.call.syscall.map(ProcessCalls.replacing.contains) ?? false {
        signs.noteProgram(&recorder)
      }
    }
    recorder.note(.namesOnly, count: count)
  }

  /// ` a) = 0 <x> (31099), 16 events, 5.3%`, with page faults and milliseconds behind it where they
  /// were asked for; ` total, 16 events` with `--summary-mode=total` (perf 6.14).
  private mutating func readThread(_ line: Span<UInt8>, into recorder: inout ObservationBuilder)
    -> Bool
  {
    let start = line.skip(.space, from: 0)
    if line.hasPrefix("total, ", at: start), let (_, end) = line.decimal(at: start + 7),
      line.hasPrefix(" events", at: end)
    {
      return true
    }
    guard let events = line.firstRange(of: " events, "),
      let share = PerfTraceSummary.percentage(line, at: events.upperBound),
      share == line.trimmedEnd || line.hasPrefix(", ", at: share)
    else { return false }
    var open = events.lowerBound
    while open > 0, line[open] != UInt8(ascii: "(") { open -= 1 }
    guard let (process, end) = line.decimal(at: open + 1), line.hasPrefix("), ", at: end),
      let (count, countEnd) = line.decimal(at: end + 3), countEnd == events.lowerBound,
      let process = UInt32(exactly: process)
    else { return false }
    // Page faults and switches are events as well.
    rows.beginThread(
      events: share == line.trimmedEnd ? Int(calls: count) : nil, into: &recorder)
    let command = ProgramText(range: start..<max(start, open - 1), form: .plain)
    isSelected = selected.contain(process, ProgramNames(command: command), in: line, recorder)
    if isSelected { recorder.note(process: process) }
    return true
  }

  /// Whether an event other than a call's begins at `start`: `ls/15187 sched:sched_switch(…)`.
  private static func isOtherEvent(_ line: Span<UInt8>, from start: Int) -> Bool {
    guard !resemblesEvent(line.extracting(start...)) else { return false }
    var position = start
    while let colon = line.firstIndex(of: UInt8(ascii: ":"), from: position) {
      let end = line.skip(from: colon + 1, while: \.isIdentifier)
      if colon > start, line[colon - 1].isIdentifier, end > colon + 1,
        line.hasPrefix("(", at: end) || line.hasPrefix(":", at: end)
      {
        return true
      }
      position = colon + 1
    }
    return line.firstRange(of: "fault [", from: start) != nil
  }

  /// Whether a call's line is what the line was, or a part of it.
  private static func resemblesEvent(_ line: Span<UInt8>) -> Bool {
    if line.firstRange(of: " ms): ") != nil || line.firstRange(of: "(         ): ") != nil
      || line.firstRange(of: "ontinued]: ") != nil || PerfTraceEvent.durationStart(in: line) != nil
    {
      return true
    }
    var position = 0
    while let parenthesis = line.firstIndex(of: UInt8(ascii: ")"), from: position) {
      position = parenthesis + 1
      let next = line.skip(.space, from: position)
      if next > position,
        line.hasPrefix("=", at: next) || next > position + 1 && line.hasPrefix("...", at: next)
      {
        return true
      }
    }
    return false
  }

  /// `LOST 12 events!`, with or without the time before it.
  private static func lostEvents(_ line: Span<UInt8>) -> Int? {
    guard let lost = line.firstRange(of: "LOST "), lost.lowerBound < 40,
      let (count, end) = line.decimal(at: lost.upperBound), line.hasPrefix(" event", at: end)
    else { return nil }
    return Int(clamping: count)
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    column.finish(into: &recorder)
    rows.finish(into: &recorder)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    signs.finish(tellsOfEnds: true, into: &recorder)
    calls.finish(into: &recorder)
    recorder.noteGuessedArchitecture()
  }
}
