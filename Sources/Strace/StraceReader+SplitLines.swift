internal import Logs
internal import Observations
internal import Syscalls

/// Lines that end inside a call, as messages of strace and words of programs leave them.
extension StraceReader {
  mutating func beginOpenLine(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    var bytes = line
    if let message = TracerMessage(atEndOf: line) {
      // `close(4strace: Process 18710 attached`, then `) = 0`
      calls.hear(message, isInsideFork: isFork(line), &recorder)
      bytes = line.extracting(..<message.start)
    }
    noteStop(line, &recorder)
    open = SplitLine(line: recorder.line, bytes: bytes.bytesCopied)
    // Only on a terminal do others write between the tracer's words; the first lines of a log tell by their
    // numbers that it is a file's.
    let isBare =
      style.isConfirmed ? style.isBare : LinePrefix(of: line).processStyle == .bare
    if isBare || calls.isOneProcessPerFile { closeInFile(&recorder) }
  }

  /// Whether a line begins, or resumes, a call that makes a process.
  private func isFork(_ line: Span<UInt8>) -> Bool {
    let prefix = LinePrefix(of: line)
    if line.hasPrefix("<... ", at: prefix.end) {
      let end = line.firstIndex(of: .space, from: prefix.end + 5) ?? line.count
      return calls.roles[PrintedName(line, in: (prefix.end + 5)..<end, names: names)] == .fork
    }
    var parenthesis = 0
    let name = PrintedName(line, at: prefix.end, names: names, parenthesis: &parenthesis)
    return name.map { calls.roles[$0] == .fork } ?? false
  }

  private mutating func closeInFile(_ recorder: inout ObservationBuilder) {
    guard let line = open?.first else { return }
    open = nil
    readCut(line.bytes.span, &recorder)
  }

  /// Reads a line of which no more is to be trusted than that a call was made.
  mutating func readCut(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    enterCut(line, &recorder)
    unrecognize(.malformedLine, &recorder)
  }

  mutating func continueOpenLine(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    if let message = TracerMessage(atEndOf: line), message.isWholeLine {
      let isInsideFork = open.map { isFork($0.first.bytes.span) } ?? false
      calls.hear(message, isInsideFork: isInsideFork, &recorder)
      return
    }
    // Taken out, so that what it holds is not copied.
    guard var split = open else { return }
    open = nil
    if let whole = split.completed(by: line, names: names) {
      for other in split.held {
        let isCall =
          other.bytes.span.looksLikeCall(before: other.bytes.count)
          || other.bytes.span.isCallOfItsOwn(names)
        recorder.note(isCall ? .suspectLine : .foreignText, line: other.line)
      }
      let current = recorder.line
      recorder.line = split.first.line
      readLine(whole.span, &recorder)
      recorder.line = current
    } else {
      let isHeld = split.hold(line, number: recorder.line)
      open = split
      if !isHeld { giveUpOpenLine(as: .malformedLine, &recorder) }
    }
  }

  /// Counts the call that was cut, and reads the lines that were held back as lines of their own.
  mutating func giveUpOpenLine(as kind: Ledger.Kind, _ recorder: inout ObservationBuilder) {
    let current = recorder.line
    guard let split = open else { return }
    var waiting = split.held[...]
    var cut: SplitLine.Held? = split.first
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
  private mutating func enterCut(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
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
      calls.conclude(
        TracedCall(name, ArgumentValues(), prefix, line: recorder.line), process, &recorder)
    }
  }
}
