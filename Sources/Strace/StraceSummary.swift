package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// The table of `strace -c` alone.
  package static let straceSummary = TraceFormat(
    name: "strace-summary",
    summary:
      "the table of strace -c: names and numbers of calls, without those that never returned",
    continuesAcrossFiles: false,
    linesRecognized: { sample in
      // With `-C` a table stands behind the calls that it counts.
      guard TraceFormat.strace.linesRecognized(sample) == 0 else { return 0 }
      var table = StraceSummaryTable()
      return sample.countLines {
        switch table.read($0) {
        case .frame, .row, .sum: true
        case .other, .damage: false
        }
      }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _, _ in StraceSummaryReader() })
}

/// Reads the tables of `strace -c`: one for each ABI that was used.
///
/// strace counts where calls return: exit_group and what death cut short are missing.
struct StraceSummaryReader: WholeLineReader {
  private let names = SyscallNames.shared
  private var table = StraceSummaryTable(isAlone: true)
  private var mode = ArchitectureDecision.Mode.wide
  /// Whether the last line is told already.
  private var isTold = false

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    guard isEnded else {
      readLast(line, &recorder)
      return
    }
    let read = table.read(line)
    // The title stands before each table of another mode.
    if case .sum = read { mode = .wide }
    switch read {
    case .frame: break
    case .row(let row): count(row, in: line, &recorder)
    case .sum(.fits): break
    case .sum(.rowsAreMissing): recorder.note(.missingLine)
    case .sum(.differs), .damage: recorder.note(.malformedLine)
    case .other: readOther(line, &recorder)
    }
  }

  /// Reads a line without an ending: a row may name `open` where `openat` stood, while a sum that fits
  /// shows that nothing is missing.
  private mutating func readLast(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    if line.isEmpty { return }
    if case .sum(.fits) = table.read(line) { return }
    recorder.note(.truncatedTail)
    isTold = true
  }

  private func count(
    _ row: StraceSummaryTable.Row, in line: Span<UInt8>, _ recorder: inout ObservationBuilder
  ) {
    let architecture = ArchitectureDecision.architecture(of: mode, recorder.assumedArchitecture)
    let name = PrintedName(line, in: row.name, names: names)
    let (call, owner) = name.call(on: architecture)
    let calls = row.calls ?? 1
    if case .known = name, !name.exists(on: owner) {
      recorder.note(.architectureMismatch, count: calls)
    }
    let slot = recorder.enter(call, on: owner, count: calls)
    let errors = min(row.errors, calls)
    recorder.conclude(slot, .unknown, count: row.calls == nil ? calls : errors)
    if row.calls != nil { recorder.conclude(slot, .returned, count: calls - errors) }
    recorder.note(.namesOnly, count: calls)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    recorder.noteGuessedArchitecture()
  }

  private mutating func readOther(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    if line.hasPrefix("System call usage summary for ") {
      // `System call usage summary for 32 bit mode:` stands before the second table.
      mode =
        line.hasPrefix("32 bit", at: 30) ? .narrow : line.hasPrefix("x32", at: 30) ? .x32 : .wide
    } else if StraceSummaryTable.resemblesRow(line)
      || line.firstRange(of: " summary for ") != nil || line.firstRange(of: " bit mode:") != nil
    {
      recorder.note(.malformedLine)
    } else if !line.isEmpty, TracerMessage(atEndOf: line) == nil,
      !TracerMessage.isOther(line, at: 0), !line.hasPrefix("[ Process PID=")
    {
      recorder.note(.foreignText)
    }
  }
  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    // A table ends with its sum.
    if table.end(), !isTold { recorder.note(.truncatedTail) }
    isTold = false
  }
}
