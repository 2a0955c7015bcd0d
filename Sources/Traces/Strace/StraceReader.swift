internal import Observations
internal import Syscalls

/// Reads what strace writes, from 4.8 to 7.2, to a file or to a terminal.
struct StraceReader: TraceReader {
  private let names = SyscallNames.shared
  private var calls: StraceCalls
  /// A line that ended inside a call, and what came since.
  private var open: OpenLine?
  /// Whether a `-C` table is being passed over: it counts again what the lines told.
  private var isInTable = false
  /// The latest line that was not understood, to tell a cut tail.
  private var lastUnrecognizedLine = 0
  /// Whether lines were seen that carry a bare process number: then every line of the file does.
  private var hasBareNumbers = false

  /// - Parameter process: the process that a `strace -ff` file's name tells.
  init(process: UInt32?) {
    calls = StraceCalls(process: process)
  }

  mutating func read(_ line: Span<UInt8>, into recorder: inout Recorder) {
    if open != nil {
      continueOpenLine(line, &recorder)
    } else {
      readLine(line, &recorder)
    }
  }

  mutating func endFile(isCut: Bool, recorder: inout Recorder) {
    if open != nil {
      closeOpenLine(as: isCut && open!.held.isEmpty ? .truncatedTail : .malformedLine, &recorder)
    } else if isCut, lastUnrecognizedLine == recorder.line {
      recorder.note(.truncatedTail)
    }
  }

  mutating func endRun(recorder: inout Recorder) {
    calls.finish(&recorder)
  }

  private mutating func readLine(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    guard !line.isEmpty else { return }
    if line[0] == 0 {
      // A crash leaves blocks of NUL where the file was extended but not written.
      recorder.note(.nulBytes)
      readLine(line.extracting(line.skip(0, from: 0)...), &recorder)
      return
    }
    let prefix = LinePrefix(of: line)
    guard prefix.end < line.count else { return }
    if isInTable {
      // `100.00    0.000123                    17         2 total` ends a table.
      if line.hasPrefix("100.0", at: prefix.end) { isInTable = false }
      return
    }
    if prefix.processStyle == .bare { hasBareNumbers = true }
    let start = prefix.end
    switch line[start] {
    case UInt8(ascii: "<") where line.hasPrefix("<... ", at: start):
      readResumption(line, prefix, &recorder)
    case UInt8(ascii: "+") where line.hasPrefix("+++ ", at: start):
      readEnd(line, prefix, &recorder)
    case UInt8(ascii: "-") where line.hasPrefix("--- ", at: start):
      readSignal(line, prefix, &recorder)
    case UInt8(ascii: "[") where line.hasPrefix("[ Process PID=", at: start):
      readMode(line, from: start, &recorder)
    case UInt8(ascii: "%") where line.hasPrefix("% time", at: start):
      isInTable = true
    case .escape:
      readLine(line.withoutColours.span, &recorder)
    case UInt8(ascii: "?") where line.hasPrefix("???", at: start):
      break  // `???( <unfinished ...>`: the tracee died at entry; names no call.
    case .space:
      readIndented(line, from: start, &recorder)
    default:
      readCall(line, prefix, &recorder)
    }
  }

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
      } else if let attached = TracerMessage(atEndOf: line) {
        calls.announce(attached, &recorder)
        open = OpenLine(line: recorder.line, bytes: line.extracting(..<attached.start).bytesCopied)
      } else {
        open = OpenLine(line: recorder.line, bytes: line.bytesCopied)
      }
      return
    }
    guard let process = calls.process(of: prefix, &recorder) else {
      // `[pid 4711] ` of a process that was never attached to: some program printed it.
      recorder.note(.suspectLine)
      return
    }
    var call = TracedCall(
      name: name,
      arguments: StraceCalls.arguments(of: name, scan, line, on: recorder.assumedArchitecture),
      line: recorder.line, number: prefix.number,
      instructionPointerDigits: prefix.instructionPointerDigits)
    calls.learn(name, scan, line, process: process, prefix, &recorder)
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
      unrecognized(.malformedLine, &recorder)
      return
    }
    guard line[nameStart] != UInt8(ascii: "?") else { return }
    let scan = ArgumentScan(line, from: close + 1)
    let name = PrintedName(resumed: line, nameStart..<nameEnd, names: names)
    if case .open = scan.ending {
      if let attached = TracerMessage(atEndOf: line) {
        calls.announce(attached, &recorder)
        open = OpenLine(line: recorder.line, bytes: line.extracting(..<attached.start).bytesCopied)
      } else {
        open = OpenLine(line: recorder.line, bytes: line.bytesCopied)
      }
      return
    }
    guard let process = calls.process(of: prefix, resuming: name, &recorder) else {
      recorder.note(.suspectLine)
      return
    }
    guard var call = calls.takePending(name, process) else {
      readOrphan(name, line, scan, process, &recorder)
      return
    }
    switch scan.ending {
    case .result(let offset):
      conclude(&call, ResultText(line, from: offset), process, &recorder)
    case .detached:
      recorder.note(.detached)
      calls.conclude(call, process, &recorder)
    case .unfinished, .processChanged, .open:
      calls.conclude(call, process, &recorder)
    }
  }

  private mutating func readOrphan(
    _ name: PrintedName, _ line: Span<UInt8>, _ scan: ArgumentScan, _ process: UInt32,
    _ recorder: inout Recorder
  ) {
    if ["clone", "clone3", "fork", "vfork"].contains(name.text) {
      // A child may show the end of the call that made it: `1001 <... clone resumed>) = 0`.
      recorder.note(.orphanedClone)
      return
    }
    if name.text == "execve" || name.text == "execveat", calls.isOneProcessPerFile {
      // A thread's execve began in the thread's own file: `execve(... <pid changed to 4711 ...>`.
      return
    }
    recorder.note(.orphanedResumption)
    guard case .result(let offset) = scan.ending else { return }
    calls.concludeOrphan(name, ResultText(line, from: offset).outcome, process, &recorder)
  }

  private mutating func conclude(
    _ call: inout TracedCall, _ result: ResultText, _ process: UInt32, _ recorder: inout Recorder
  ) {
    call.outcome = result.outcome
    call.isWide = result.isWide
    calls.conclude(call, process, &recorder)
    calls.follow(call, result, process, &recorder)
  }

  /// `+++ exited with 0 +++`, `+++ killed by SIGSYS (core dumped) +++`,
  /// `+++ superseded by execve in pid 4711 +++`.
  private mutating func readEnd(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    let start = prefix.end
    guard let process = calls.process(of: prefix, &recorder) else {
      recorder.note(.suspectLine)
      return
    }
    if line.hasPrefix("+++ superseded by execve in pid ", at: start) {
      if let (thread, _) = line.decimal(at: start + 32) {
        calls.supersede(process, by: UInt32(truncatingIfNeeded: thread), &recorder)
      }
    } else if line.hasPrefix("+++ exited", at: start) || line.hasPrefix("+++ killed", at: start) {
      if line.hasPrefix("+++ killed by SIGSYS", at: start) {
        calls.deny(nil, process, &recorder)
      }
      calls.end(process, &recorder)
    } else {
      unrecognized(.malformedLine, &recorder)
    }
  }

  /// `--- SIGSYS {si_signo=SIGSYS, …, si_syscall=__NR_getuid, …} ---` names a call that a seccomp
  /// filter did not let run; its own line shows its number as if that were its result.
  private mutating func readSignal(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    guard line.hasPrefix("--- SIGSYS ", at: prefix.end),
      let name = line.firstRange(of: "si_syscall=__NR_", from: prefix.end)?.upperBound,
      let process = calls.process(of: prefix, &recorder)
    else { return }
    let end = line.skip(from: name) { $0.isIdentifier }
    calls.deny(PrintedName(resumed: line, name..<end, names: names), process, &recorder)
  }

  /// `[ Process PID=18947 runs in 32 bit mode. ]`, also `64 bit` and `x32`.
  private mutating func readMode(
    _ line: Span<UInt8>, from start: Int, _ recorder: inout Recorder
  ) {
    guard let (process, end) = line.decimal(at: start + 14),
      line.hasPrefix(" runs in ", at: end)
    else {
      unrecognized(.malformedLine, &recorder)
      return
    }
    let mode: StraceCalls.Mode =
      if line.hasPrefix("32 bit", at: end + 9) {
        .narrow
      } else if line.hasPrefix("x32", at: end + 9) {
        .x32
      } else {
        .wide
      }
    calls.setMode(mode, UInt32(truncatingIfNeeded: process), &recorder)
  }

  /// ` > /lib/libc.so.6(_exit+0x29) [0xd4409]` of `-k`, ` | 00000  70 6c …` of `-e write`.
  private mutating func readIndented(
    _ line: Span<UInt8>, from start: Int, _ recorder: inout Recorder
  ) {
    if line.hasPrefix(" > ", at: start) || line.hasPrefix(" | ", at: start) { return }
    if line.skip(.space, from: start) == line.count { return }
    unrecognized(.foreignText, &recorder)
  }

  private mutating func readOther(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    if let message = TracerMessage(atEndOf: line) {
      // `strace: Process 18712 attached`
      calls.announce(message, &recorder)
      if line.looksLikeCall(before: message.start) { unrecognized(.suspectLine, &recorder) }
      return
    }
    if TracerMessage.isOther(line, at: prefix.end) {
      // `strace: System call limit has been reached, detaching tracees`
      if line.firstRange(of: "System call limit has been reached") != nil {
        recorder.note(.recordingStopped)
      }
      return
    }
    if line.firstIndex(of: .escape, from: 0) != nil, !line.hasPrefix("\u{1b}") {
      // `[pid  4711] ^[[33mbrk^[[0m(…`: coloured behind the prefix.
      let plain = line.withoutColours
      if plain.count < line.count {
        readLine(plain.span, &recorder)
        return
      }
    }
    if hasBareNumbers || prefix.processStyle != .none {
      unrecognized(.malformedLine, &recorder)
    } else if line.looksLikeCall(before: line.count) {
      // `no newline yetgetppid()    = 26063`: a call behind a program's own words, or an imitation.
      unrecognized(.suspectLine, &recorder)
    } else {
      unrecognized(.foreignText, &recorder)
    }
  }

  private mutating func unrecognized(_ kind: Ledger.Kind, _ recorder: inout Recorder) {
    lastUnrecognizedLine = recorder.line
    recorder.note(kind)
  }

  // MARK: Lines that end inside a call

  /// How many lines are held back before an open line is given up.
  private static let heldLines = 64
  private static let heldBytes = 1 << 20

  /// On a terminal, messages of strace and words of the traced programs stand in the midst of a
  /// call: `close(4strace: Process 18710 attached`, then `) = 0`.
  private mutating func continueOpenLine(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    if let message = TracerMessage(atEndOf: line), message.isWholeLine {
      calls.announce(message, &recorder)
      return
    }
    if line.isContinuation {
      let joined = open!.bytes + line.bytesCopied
      if OpenLine.isClosed(joined.span, names: names) {
        for held in open!.held {
          recorder.note(
            held.bytes.span.looksLikeCall(before: held.bytes.count) ? .suspectLine : .foreignText,
            line: held.line)
        }
        let first = open!.line
        open = nil
        let current = recorder.line
        recorder.line = first
        readLine(joined.span, &recorder)
        recorder.line = current
        return
      }
    }
    open!.held.append((recorder.line, line.bytesCopied))
    open!.heldBytes += line.count
    if open!.held.count >= Self.heldLines || open!.heldBytes > Self.heldBytes {
      closeOpenLine(as: .malformedLine, &recorder)
    }
  }

  /// Counts the call that was cut, and reads the lines that were held back as lines of their own.
  private mutating func closeOpenLine(as kind: Ledger.Kind, _ recorder: inout Recorder) {
    let current = recorder.line
    var waiting = [(line: open!.line, bytes: open!.bytes)] + open!.held
    open = nil
    var isFirst = true
    while !waiting.isEmpty {
      let (number, bytes) = waiting.removeFirst()
      recorder.line = number
      if isFirst {
        recorder.note(kind)
        isFirst = false
        enterCut(bytes.span, &recorder)
        continue
      }
      readLine(bytes.span, &recorder)
      if let next = open {
        // Another open line among those held back: it is as cut as the first.
        waiting.insert((next.line, next.bytes), at: 0)
        open = nil
        isFirst = true
      }
    }
    recorder.line = current
  }

  private mutating func enterCut(_ line: Span<UInt8>, _ recorder: inout Recorder) {
    let prefix = LinePrefix(of: line)
    var parenthesis = 0
    guard let process = calls.process(of: prefix, &recorder) else { return }
    if line.hasPrefix("<... ", at: prefix.end) {
      let end = line.firstIndex(of: .space, from: prefix.end + 5) ?? line.count
      let name = PrintedName(resumed: line, (prefix.end + 5)..<end, names: names)
      if let call = calls.takePending(name, process) { calls.conclude(call, process, &recorder) }
    } else if let name = PrintedName(
      line, at: prefix.end, names: names, parenthesis: &parenthesis)
    {
      let call = TracedCall(
        name: name, arguments: .init(), line: recorder.line, number: prefix.number,
        instructionPointerDigits: prefix.instructionPointerDigits)
      calls.conclude(call, process, &recorder)
    }
  }
}

/// A line that ended inside a call.
struct OpenLine {
  let line: Int
  let bytes: [UInt8]
  /// What came since and did not end it.
  var held: [(line: Int, bytes: [UInt8])] = []
  var heldBytes = 0

  init(line: Int, bytes: [UInt8]) {
    self.line = line
    self.bytes = bytes
  }

  /// Whether `line` now is a whole call or resumption.
  static func isClosed(_ line: Span<UInt8>, names: SyscallNames) -> Bool {
    let prefix = LinePrefix(of: line)
    var start = 0
    if line.hasPrefix("<... ", at: prefix.end) {
      guard let close = line.firstIndex(of: UInt8(ascii: ">"), from: prefix.end) else {
        return false
      }
      start = close
    } else if PrintedName(line, at: prefix.end, names: names, parenthesis: &start) == nil {
      return false
    }
    if case .open = ArgumentScan(line, from: start + 1).ending { return false }
    return true
  }
}

extension Span<UInt8> {
  /// Whether the line begins like the rest of a call.
  var isContinuation: Bool {
    let start = skip(.space, from: 0)
    guard start < count else { return false }
    switch self[start] {
    case UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"),
      UInt8(ascii: "|"), UInt8(ascii: "="), UInt8(ascii: "<"), .quote:
      return !hasPrefix("<... ", at: start)
    default: return false
    }
  }

  /// Whether something like `name(…) = …` ends before `end`.
  func looksLikeCall(before end: Int) -> Bool {
    guard let parenthesis = firstIndex(of: UInt8(ascii: "("), from: 0), parenthesis > 0,
      parenthesis < end, self[parenthesis - 1].isIdentifier
    else { return false }
    if case .open = ArgumentScan(extracting(..<end), from: parenthesis + 1).ending { return false }
    return true
  }

  /// Without the SGR codes (`ESC [ … m`) of `strace --color=always`.
  var withoutColours: [UInt8] {
    var plain: [UInt8] = []
    var position = 0
    while position < count {
      if hasPrefix("\u{1b}[", at: position) {
        let end = skip(from: position + 2) { $0.isDigit || $0 == UInt8(ascii: ";") }
        if end < count, self[end] == UInt8(ascii: "m") {
          position = end + 1
          continue
        }
      }
      plain.append(self[position])
      position += 1
    }
    return plain
  }
}
