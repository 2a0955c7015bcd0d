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
        if case .other = table.read($0) { false } else { true }
      }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _ in StraceSummaryReader() })
}

/// Reads the tables of `strace -c`: one for each ABI that was used.
///
/// strace counts where calls return: exit_group and what death cut short are missing.
struct StraceSummaryReader: TraceReader {
  private let names = SyscallNames.shared
  private var table = StraceSummaryTable()
  private var mode = ArchitectureDecision.Mode.wide

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    switch table.read(line) {
    case .frame: break
    case .row(let row): count(row, in: line, &recorder)
    case .other: readOther(line, &recorder)
    }
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
    } else if !line.isEmpty, TracerMessage(atEndOf: line) == nil,
      !TracerMessage.isOther(line, at: 0), !line.hasPrefix("[ Process PID=")
    {
      recorder.note(.foreignText)
    }
  }
}
