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
        PerfTraceEvent($0, on: .native) != nil || PerfTraceSummary.head($0).isHead
      }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _ in PerfTraceReader() })
}

struct PerfTraceReader: TraceReader {
  private struct Pending {
    let call: SyscallReference
    let slot: ObservationBuilder.Slot
    let line: Int
  }

  private var pending: [UInt32: Pending] = [:]
  private var selection: PreparedSelection?
  private var sawEvents = false
  private var hasErrors = true
  /// Whether the rows that follow are of a thread that was selected.
  private var isSelected = true

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if line.skip(.space, from: 0) == line.count { return }
    if let count = Self.lostEvents(line) {
      recorder.note(.lostEvents, count: count)
    } else if let event = PerfTraceEvent(line, on: recorder.assumedArchitecture) {
      sawEvents = true
      read(event, line, into: &recorder)
    } else if !readSummary(line, into: &recorder) {
      recorder.note(.foreignText)
    }
  }

  private mutating func read(
    _ event: PerfTraceEvent, _ line: Span<UInt8>, into recorder: inout ObservationBuilder
  ) {
    guard selects(event.process, event.command, line, recorder) else {
      if case .exit = event.step {} else { recorder.note(.otherProcess) }
      return
    }
    let process = event.process ?? 0
    if process != 0 { recorder.note(process: process) }
    switch event.step {
    case .whole(let outcome):
      let slot = recorder.enterNamed(event.call, count: 1)
      recorder.conclude(slot, outcome)
    case .entry:
      let slot = recorder.enterNamed(event.call, count: 1)
      if let open = pending.removeValue(forKey: process) { recorder.conclude(open.slot, .unknown) }
      pending[process] = Pending(call: event.call, slot: slot, line: recorder.line)
    case .exit(let outcome):
      conclude(event.call, process, outcome, into: &recorder)
    }
  }

  private mutating func conclude(
    _ call: SyscallReference, _ process: UInt32, _ outcome: Outcome,
    into recorder: inout ObservationBuilder
  ) {
    if let open = pending[process], open.call == call {
      pending[process] = nil
      recorder.conclude(open.slot, outcome)
    } else if call.createsProcess {
      recorder.note(.orphanedClone)
    } else if call.syscall?.name == "execve" {
      // perf traces its command from the execve on, whose entry was before its start.
      let slot = recorder.enterNamed(call, count: 1)
      recorder.conclude(slot, outcome)
    } else {
      recorder.note(.orphanedResumption)
      recorder.concludeOrphan(call, on: recorder.assumedArchitecture, outcome)
    }
  }

  /// Reads the tables, unless calls stand one by one before them (`perf trace -S`).
  private mutating func readSummary(
    _ line: Span<UInt8>, into recorder: inout ObservationBuilder
  ) -> Bool {
    let head = PerfTraceSummary.head(line)
    if head.isHead {
      hasErrors = head.hasErrors
      return true
    }
    if let row = PerfTraceSummary(
      line, hasErrors: hasErrors, on: recorder.assumedArchitecture)
    {
      if !sawEvents { add(row, into: &recorder) }
      return true
    }
    return readThread(line, into: &recorder) || Self.isOrnament(line)
  }

  private func add(_ row: PerfTraceSummary, into recorder: inout ObservationBuilder) {
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
    if count > errors { recorder.conclude(slot, .returned, count: count - errors) }
    recorder.note(.namesOnly, count: count)
  }

  /// ` a) = 0 <x> (31099), 16 events, 5.3%`
  private mutating func readThread(_ line: Span<UInt8>, into recorder: inout ObservationBuilder)
    -> Bool
  {
    guard let events = line.firstRange(of: " events, ") else { return false }
    var open = events.lowerBound
    while open > 0, line[open] != UInt8(ascii: "(") { open -= 1 }
    guard let (process, end) = line.decimal(at: open + 1), line.hasPrefix("), ", at: end),
      let process = UInt32(exactly: process)
    else { return false }
    let start = line.skip(.space, from: 0)
    isSelected = selects(process, start..<max(start, open - 1), line, recorder)
    if isSelected { recorder.note(process: process) }
    return true
  }

  private mutating func selects(
    _ process: UInt32?, _ command: Range<Int>, _ line: Span<UInt8>, _ recorder: ObservationBuilder
  ) -> Bool {
    let selection = selection ?? PreparedSelection(recorder.selection)
    self.selection = selection
    return selection.selects(process: process)
      && selection.selects(
        command: ProgramText(range: command, form: .plain), executable: nil, in: line)
  }

  /// Titles, units and rules of the tables.
  private static func isOrnament(_ line: Span<UInt8>) -> Bool {
    let start = line.skip(.space, from: 0)
    return line.hasPrefix("Summary of events", at: start) || line.hasPrefix("(msec)", at: start)
      || line.hasPrefix("-----", at: start)
  }

  /// `LOST 12 events!`, with or without the time before it.
  private static func lostEvents(_ line: Span<UInt8>) -> Int? {
    guard let lost = line.firstRange(of: "LOST "), lost.lowerBound < 40,
      let (count, end) = line.decimal(at: lost.upperBound), line.hasPrefix(" event", at: end)
    else { return nil }
    return Int(clamping: count)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    for open in pending.values {
      recorder.conclude(open.slot, .unknown)
      recorder.note(.unfinishedCall, line: open.line)
    }
    pending.removeAll()
    recorder.noteGuessedArchitecture()
  }
}
