internal import Observations
internal import Syscalls

/// Reads what strace writes, from 4.8 to 7.2, to a file or to a terminal.
struct StraceReader: TraceReader {
  let names = SyscallNames.shared
  var calls: StraceCalls
  private var style = LineStyle()
  private var open: OpenLine?
  /// A `-C` table is passed over: it counts again what the lines told.
  private var table = CallTable()
  /// A line that was not understood. If it is the last one and has no end, it was cut.
  private var unrecognized: (kind: Ledger.Kind, line: Int)?

  /// - Parameter process: the process that a `strace -ff` file's name tells.
  init(process: UInt32?) {
    calls = StraceCalls(process: process)
  }

  mutating func read(_ line: Span<UInt8>, into recorder: inout Recorder) {
    noteUnrecognized(&recorder)
    if line.firstIndex(of: 0, from: 0) != nil {
      readAroundZeros(line, &recorder)
    } else if line.firstIndex(of: .escape, from: 0) != nil {
      readText(line.withoutControlCodes.span, &recorder)
    } else {
      readText(line, &recorder)
    }
  }

  /// A crash leaves blocks of NUL where the file was extended but not written; what stands before
  /// them was cut, what stands behind begins anew.
  private mutating func readAroundZeros(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    var start = 0
    while let zero = line.firstIndex(of: 0, from: start) {
      if zero > start { readText(line.extracting(start..<zero), &recorder) }
      recorder.note(.nulBytes)
      start = line.skip(0, from: zero)
    }
    if start < line.count { readText(line.extracting(start...), &recorder) }
  }

  mutating func endFile(isCut: Bool, recorder: inout Recorder) {
    if isCut, unrecognized != nil {
      unrecognized = nil
      recorder.note(.truncatedTail)
    }
    noteUnrecognized(&recorder)
    if open != nil { giveUpOpenLine(as: isCut ? .truncatedTail : .malformedLine, &recorder) }
    noteUnrecognized(&recorder)
  }

  mutating func endRun(recorder: inout Recorder) {
    calls.finish(&recorder)
  }

  private mutating func readText(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    if open != nil { continueOpenLine(line, &recorder) } else { readLine(line, &recorder) }
  }

  private mutating func readLine(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    guard !line.isEmpty else { return }
    if table.isInside {
      if case .other = table.read(line) {} else { return }
    }
    let prefix = LinePrefix(of: line)
    let start = prefix.end
    guard start < line.count else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    switch line[start] {
    case UInt8(ascii: "<") where line.hasPrefix("<... ", at: start):
      readResumption(line, prefix, &recorder)
    case UInt8(ascii: "+") where line.hasPrefix("+++ ", at: start):
      readEnd(line, prefix, &recorder)
    case UInt8(ascii: "-") where line.hasPrefix("--- ", at: start):
      readSignal(line, prefix, &recorder)
    case UInt8(ascii: "[") where line.hasPrefix("[ Process PID=", at: start):
      readMode(line, from: start, &recorder)
    case UInt8(ascii: "?") where line.hasPrefix("???", at: start):
      break  // `???( <unfinished ...>`, `????(`: the tracee died at entry; names no call.
    case .space where line.hasPrefix(" > ", at: start) || line.hasPrefix(" | ", at: start):
      break  // ` > /lib/libc.so.6(_exit+0x29) [0xd4409]` of `-k`, ` | 00000  70 6c …` of `-e write`
    default:
      readCall(line, prefix, &recorder)
    }
  }

  // MARK: Calls

  private mutating func readCall(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    var parenthesis = 0
    guard
      let name = PrintedName(line, at: prefix.end, names: names, parenthesis: &parenthesis)
    else {
      readOther(line, prefix, &recorder)
      return
    }
    let scan = ArgumentScan(line, from: parenthesis + 1)
    if case .open = scan.ending {
      if case .name = name {
        readOther(line, prefix, &recorder)
      } else {
        beginOpenLine(line, &recorder)
      }
      return
    }
    if case .name = name, prefix.processStyle == .none, !calls.isOneProcessPerFile,
      !name.exists(on: recorder.assumedArchitecture), !isOldName(name, recorder)
    {
      // `ad(3, "x", 1) = 1`: a cut first line; `sum(1, 2) = 3`: some program's words. strace prints
      // calls that it does not know by number.
      unrecognize(.suspectLine, &recorder)
      return
    }
    guard fits(prefix, name, &recorder),
      let process = calls.process(of: prefix, .entry, &recorder)
    else {
      // `[pid 4711] ` of a process that was never attached to: some program printed it.
      unrecognize(.suspectLine, &recorder)
      return
    }
    calls.abandon(process, &recorder)
    var call = TracedCall(
      name: name,
      arguments: CallArguments.values(
        of: name, scan, line, number: prefix.number, on: recorder.assumedArchitecture),
      line: recorder.line, number: prefix.number,
      instructionPointerDigits: prefix.instructionPointerDigits,
      width: calls.isUndecided(process) ? CodeWidth(prefix, scan, line) : nil)
    if !recorder.selection.isEverything { learn(&call, scan, line, prefix, process) }
    switch scan.ending {
    case .result(let offset):
      conclude(&call, ResultText(line, from: offset), process, &recorder)
    case .unfinished:
      calls.suspend(call, process, &recorder)
    case .detached:
      recorder.note(.detached)
      calls.conclude(call, process, &recorder)
    case .processChanged:
      calls.conclude(call, process, &recorder)
    case .open:
      preconditionFailure("handled above")
    }
  }

  private mutating func readResumption(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    // `<... read resumed>`, `<... read resumed> ` up to 4.26, `<... read resumed #42>` as proposed.
    let nameStart = prefix.end + 5
    guard let nameEnd = line.firstIndex(of: .space, from: nameStart),
      line.hasPrefix(" resumed", at: nameEnd),
      let close = line.firstIndex(of: UInt8(ascii: ">"), from: nameEnd)
    else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    guard line[nameStart] != UInt8(ascii: "?") else { return }
    let scan = ArgumentScan(line, from: close + 1)
    if case .open = scan.ending {
      beginOpenLine(line, &recorder)
      return
    }
    let name = PrintedName(line, in: nameStart..<nameEnd, names: names)
    guard fits(prefix, nil, &recorder),
      let process = calls.process(of: prefix, .resumption(name), &recorder)
    else {
      unrecognize(.suspectLine, &recorder)
      return
    }
    var result: ResultText?
    if case .result(let offset) = scan.ending { result = ResultText(line, from: offset) }
    guard
      var call = calls.takePending(name, process) ?? calls.takeProgramStart(name, &recorder)
    else {
      readOrphan(name, result, process, &recorder)
      return
    }
    if case .detached = scan.ending { recorder.note(.detached) }
    if let result {
      conclude(&call, result, process, &recorder)
    } else {
      calls.conclude(call, process, &recorder)
    }
  }

  private mutating func readOrphan(
    _ name: PrintedName, _ result: ResultText?, _ process: TracedProcess,
    _ recorder: inout Recorder
  ) {
    switch calls.roles[name] {
    case .fork where result?.value == 0:
      // A child may show the end of the call that made it: `1001 <... clone resumed>) = 0`.
      recorder.note(.orphanedClone)
    case .exec where calls.isOneProcessPerFile:
      // It began in the file of a thread: `execve(... <pid changed to 4711 ...>`.
      calls.beginProgram(process, &recorder)
    default:
      recorder.note(.orphanedResumption)
      if let result { calls.concludeOrphan(name, result.outcome, process, &recorder) }
    }
  }

  private mutating func conclude(
    _ call: inout TracedCall, _ result: ResultText, _ process: TracedProcess,
    _ recorder: inout Recorder
  ) {
    call.outcome = result.outcome
    call.result = result.value
    if call.width == nil { call.width = CodeWidth(result: result, of: calls.roles[call.name]) }
    calls.conclude(call, process, &recorder)
    if result.isDeath { calls.noteDeath(of: process) }
  }

  /// Whether the line has the shape of those before it.
  private mutating func fits(
    _ prefix: LinePrefix, _ name: PrintedName?, _ recorder: inout Recorder
  ) -> Bool {
    // Only a program's start begins a recording of another shape, as in appended logs.
    let isStart = name.map { calls.roles[$0] == .exec } ?? false
    switch style.compare(prefix, mayBegin: isStart || calls.isNobodyAlive) {
    case .differs: return false
    case .begins: calls.finish(&recorder)
    case .fits: break
    }
    if isStart, calls.isNobodyAlive, prefix.process == nil { calls.beginsWithProgram() }
    return true
  }

  private func isOldName(_ name: PrintedName, _ recorder: Recorder) -> Bool {
    recorder.assumedArchitecture.companions.contains { name.exists(on: $0) }
  }

  /// Learns a process's name from `-Y`, and the program of an execve.
  private func learn(
    _ call: inout TracedCall, _ scan: ArgumentScan, _ line: Span<UInt8>, _ prefix: LinePrefix,
    _ process: TracedProcess
  ) {
    if let range = prefix.command { process.identity.command = line.text(range) }
    guard calls.roles[call.name] == .exec,
      let path = scan.argument(call.name.text == "execveat" ? 1 : 0, in: line),
      let quote = line.firstIndex(of: .quote, from: path.lowerBound), quote + 1 < path.upperBound
    else { return }
    call.program = line.text((quote + 1)..<(path.upperBound - 1))
  }

  // MARK: Other lines

  /// `+++ exited with 0 +++`, `+++ killed by SIGSYS (core dumped) +++`,
  /// `+++ superseded by execve in pid 4711 +++`.
  private mutating func readEnd(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    let start = prefix.end
    let isEnd =
      line.hasPrefix("+++ exited with ", at: start) || line.hasPrefix("+++ killed by ", at: start)
    let isSuperseded = line.hasPrefix("+++ superseded by execve in pid ", at: start)
    guard isEnd || isSuperseded, line.hasPrefix(" +++", at: line.count - 4) else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    guard let process = calls.process(of: prefix, .other, &recorder) else {
      unrecognize(.suspectLine, &recorder)
      return
    }
    if isEnd {
      if line.hasPrefix("+++ killed by SIGSYS", at: start) {
        calls.refuseKilled(process, &recorder)
      }
      calls.end(process, &recorder)
    } else if let (thread, _) = line.decimal(at: start + 32) {
      calls.supersede(process, by: UInt32(truncatingIfNeeded: thread), &recorder)
    }
  }

  /// `--- SIGSYS {si_signo=SIGSYS, …, si_syscall=__NR_getuid, …} ---` names a call that a seccomp
  /// filter did not let run; its own line shows its number as if that were its result.
  private mutating func readSignal(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
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
  private mutating func readMode(
    _ line: Span<UInt8>, from start: Int, _ recorder: inout Recorder
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

  private mutating func readOther(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
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
    } else if line.looksLikeCall(before: line.count) || line.looksLikeRest {
      // `no newline yetgetppid()    = 26063`: a call behind a program's own words, or an imitation.
      unrecognize(.suspectLine, &recorder)
    } else if line.skip(.space, from: 0) < line.count {
      unrecognize(.foreignText, &recorder)
    }
  }

  /// `strace: System call limit has been reached, detaching tracees`
  private func noteStop(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    if line.firstRange(of: "strace: System call limit has been reached") != nil {
      recorder.note(.recordingStopped)
    }
  }

  private mutating func unrecognize(_ kind: Ledger.Kind, _ recorder: inout Recorder) {
    noteUnrecognized(&recorder)
    unrecognized = (kind, recorder.line)
  }

  private mutating func noteUnrecognized(_ recorder: inout Recorder) {
    guard let (kind, line) = unrecognized else { return }
    unrecognized = nil
    recorder.note(kind, line: line)
  }

  // MARK: Lines that end inside a call

  private mutating func beginOpenLine(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    var bytes = line
    if let message = TracerMessage(atEndOf: line) {
      // `close(4strace: Process 18710 attached`, then `) = 0`
      calls.hear(message, &recorder)
      bytes = line.extracting(..<message.start)
    }
    noteStop(line, &recorder)
    open = OpenLine(line: recorder.line, bytes: bytes.bytesCopied)
    // Only on a terminal do others write between the tracer's words.
    if style.isBare || calls.isOneProcessPerFile { closeInFile(&recorder) }
  }

  private mutating func closeInFile(_ recorder: inout Recorder) {
    let line = open!.first
    open = nil
    enterCut(line.bytes.span, &recorder)
    unrecognize(.malformedLine, &recorder)
  }

  private mutating func continueOpenLine(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    if let message = TracerMessage(atEndOf: line), message.isWholeLine {
      calls.hear(message, &recorder)
      return
    }
    if let whole = open!.completed(by: line, names: names) {
      let held = open!.held
      let first = open!.first.line
      open = nil
      for other in held {
        let isCall = other.bytes.span.looksLikeCall(before: other.bytes.count)
        recorder.note(isCall ? .suspectLine : .foreignText, line: other.line)
      }
      let current = recorder.line
      recorder.line = first
      readLine(whole.span, &recorder)
      recorder.line = current
    } else if !open!.hold(line, number: recorder.line) {
      giveUpOpenLine(as: .malformedLine, &recorder)
    }
  }

  /// Counts the call that was cut, and reads the lines that were held back as lines of their own.
  private mutating func giveUpOpenLine(as kind: Ledger.Kind, _ recorder: inout Recorder) {
    let current = recorder.line
    var waiting = open!.held[...]
    var cut: OpenLine.Held? = open!.first
    open = nil
    var kind = kind == .truncatedTail && !waiting.isEmpty ? .malformedLine : kind
    while cut != nil || !waiting.isEmpty {
      if let line = cut {
        recorder.line = line.line
        enterCut(line.bytes.span, &recorder)
        recorder.note(kind)
        cut = nil
      } else if let line = waiting.popFirst() {
        recorder.line = line.line
        readText(line.bytes.span, &recorder)
        // Another one that is cut, as the first was.
        cut = open?.first
        open = nil
        kind = .malformedLine
      }
    }
    recorder.line = current
  }

  /// The call was made, whatever its end.
  private mutating func enterCut(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    let prefix = LinePrefix(of: line)
    var parenthesis = 0
    if line.hasPrefix("<... ", at: prefix.end) {
      let end = line.firstIndex(of: .space, from: prefix.end + 5) ?? line.count
      let name = PrintedName(line, in: (prefix.end + 5)..<end, names: names)
      guard let process = calls.process(of: prefix, .resumption(name), &recorder) else { return }
      if let call = calls.takePending(name, process) { calls.conclude(call, process, &recorder) }
    } else if let name = PrintedName(
      line, at: prefix.end, names: names, parenthesis: &parenthesis),
      let process = calls.process(of: prefix, .entry, &recorder)
    {
      calls.abandon(process, &recorder)
      let call = TracedCall(
        name: name, arguments: .init(), line: recorder.line, number: prefix.number,
        instructionPointerDigits: prefix.instructionPointerDigits)
      calls.conclude(call, process, &recorder)
    }
  }
}
