internal import Logs
internal import Observations
internal import Syscalls

/// Lines that are no calls: ends of processes, signals, modes, messages, and words of others.
extension StraceReader {
  /// `+++ exited with 0 +++`, `+++ killed by SIGSYS (core dumped) +++`,
  /// `+++ superseded by execve in pid 4711 +++`.
  mutating func readEnd(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout ObservationBuilder
  ) {
    let start = prefix.end
    let isEnd =
      line.hasPrefix("+++ exited with ", at: start) || line.hasPrefix("+++ killed by ", at: start)
    let isSuperseded = line.hasPrefix("+++ superseded by execve in pid ", at: start)
    guard isEnd || isSuperseded,
      line.ends(with: " +++", from: start + 3)
    else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    let thread = isSuperseded ? line.decimal(at: start + 32)?.value : nil
    guard
      let process = prefix.process == nil && thread != nil
        ? calls.leader(supersededBy: UInt32(truncatingIfNeeded: thread ?? 0), &recorder)
        : calls.process(of: prefix, .other, &recorder)
    else {
      unrecognize(.suspectLine, &recorder)
      return
    }
    if isEnd {
      if line.hasPrefix("+++ killed by SIGSYS", at: start) {
        calls.refuseKilled(process, &recorder)
      }
      if line.hasPrefix("+++ exited", at: start) { calls.noteExit(of: process, &recorder) }
      calls.signs.latestEnd = recorder.line
      calls.end(process, &recorder)
    } else if let thread {
      calls.supersede(process, by: UInt32(truncatingIfNeeded: thread), &recorder)
    }
  }

  /// `--- SIGSYS {si_signo=SIGSYS, …, si_syscall=__NR_getuid, …} ---` names a call that a seccomp
  /// filter did not let run; its own line shows its number as if that were its result.
  mutating func readSignal(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout ObservationBuilder
  ) {
    guard line.ends(with: " ---", from: prefix.end + 3) else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    guard line.hasPrefix("--- SIGSYS ", at: prefix.end) else { return }
    guard let field = line.firstRange(of: "si_syscall=", from: prefix.end)?.upperBound else {
      return  // si_code=SI_USER: somebody sent it.
    }
    guard let process = calls.process(of: prefix, .other, &recorder) else {
      unrecognize(.suspectLine, &recorder)
      return
    }
    let start = line.hasPrefix("__NR_", at: field) ? field + 5 : field
    let end = line.skip(from: start) { $0.isIdentifier }
    let name: PrintedName =
      if line.hasPrefix("0x", at: start), let (number, _) = line.hexadecimal(at: start + 2) {
        .number(UInt32(truncatingIfNeeded: number))
      } else if let (number, _) = line.decimal(at: start) {
        .number(UInt32(truncatingIfNeeded: number))
      } else {
        PrintedName(line, in: start..<end, names: names)
      }
    calls.refuse(name, process, &recorder)
  }

  /// `[ Process PID=18947 runs in 32 bit mode. ]`, also `64 bit` and `x32`.
  mutating func readMode(
    _ line: Span<UInt8>, from start: Int, _ recorder: inout ObservationBuilder
  ) {
    guard let (process, end) = line.decimal(at: start + 14), process <= 4_194_304,
      line.hasPrefix(" runs in ", at: end)
    else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    let mode: ArchitectureDecision.Mode =
      if line.hasPrefix("32 bit", at: end + 9) {
        .narrow
      } else if line.hasPrefix("x32", at: end + 9) {
        .x32
      } else {
        .wide
      }
    calls.setMode(mode, UInt32(process), &recorder)
  }

  mutating func readOther(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout ObservationBuilder
  ) {
    if let message = TracerMessage(atEndOf: line) {
      // `strace: Process 18712 attached`
      calls.hear(message, &recorder)
      if line.looksLikeCall(before: message.start) { unrecognize(.suspectLine, &recorder) }
    } else if TracerMessage.isOther(line, at: prefix.end) {
      noteStop(line, &recorder)
    } else if line.hasPrefix("System call usage summary for ") || table.begins(with: line) {
      return  // `-C`; the first line stands before the second table.
    } else if style.isBare || prefix.processStyle != .none || calls.isOneProcessPerFile {
      unrecognize(.malformedLine, &recorder)
    } else if line.looksLikeCall(before: line.count) || line.looksLikeRest
      || line.resemblesAuditRecord
    {
      // `no newline yetgetppid()    = 26063`: a call behind a program's own words, or an imitation; or another
      // recording.
      unrecognize(.suspectLine, &recorder)
    } else if line.skip(.space, from: 0) < line.count {
      unrecognize(.foreignText, &recorder)
    }
  }

  /// A row of a table: what it counts stands in lines, unless it is of another recording.
  func noteTabled(
    _ row: StraceSummaryTable.Row, _ line: Span<UInt8>, _ recorder: inout ObservationBuilder
  ) {
    guard recorder.selection.takesAllUnseen,
      let call = SyscallNames.shared.syscall(in: line, at: row.name)
    else { return }
    recorder.evidence.noteTabled(call, count: row.calls ?? 1, at: recorder.place)
  }

  /// `strace: System call limit has been reached, detaching tracees`
  func noteStop(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    if line.firstRange(of: "strace: System call limit has been reached") != nil {
      recorder.note(.recordingStopped)
    }
    if TracerComplaint.isRefusal(line) { recorder.note(.refusedTracing) }
  }

  mutating func unrecognize(_ kind: Ledger.Kind, _ recorder: inout ObservationBuilder) {
    noteUnrecognized(&recorder)
    unrecognized = (kind, recorder.line)
  }

  mutating func noteUnrecognized(_ recorder: inout ObservationBuilder) {
    guard let (kind, line) = unrecognized else { return }
    unrecognized = nil
    if kind == .foreignText, !style.isConfirmed, undecided.count < Self.undecidedKept {
      undecided.append(line)
    } else {
      recorder.note(kind, line: line)
    }
  }

  private static let undecidedKept = 64

  /// Others write between the lines on a terminal; in a file nobody does, and they are damage.
  mutating func decideUndecided(_ recorder: inout ObservationBuilder) {
    for line in undecided {
      recorder.note(style.isLikelyBare ? .malformedLine : .foreignText, line: line)
    }
    undecided = []
  }
}

extension Span<UInt8> {
  /// Whether the first such mark ends the line; copies may have blanks behind it.
  fileprivate func ends(with mark: StaticString, from start: Int) -> Bool {
    firstRange(of: mark, from: start).map { skip(.space, from: $0.upperBound) == count } ?? false
  }
}
