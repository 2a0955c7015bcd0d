package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// The kernel's own tracing of calls.
  package static let ftrace = TraceFormat(
    name: "ftrace",
    summary: "the kernel's trace buffer, or trace-cmd report, with sys_enter and sys_exit events",
    continuesAcrossFiles: false,
    linesRecognized: { sample in
      sample.countLines { FtraceEvent($0, on: .native)?.isWhole ?? false }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _, _ in FtraceReader() })
}

/// Reads entries and exits of calls. Which ABI a call was made through does not stand there: a
/// 32-bit `NR 20` looks like x86-64's writev.
struct FtraceReader: WholeLineReader {
  private var calls = OpenCalls()
  private var selected = SelectedProcesses()
  private var count = FtraceEntryCount()
  private var signs = ProcessSigns()

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    guard line.trimmedEnd > 0 else {
      // The blanks before an event.
      if !line.isEmpty, !isEnded { recorder.note(.truncatedTail) }
      return
    }
    if line.hasPrefix("#") {
      signs.noteDamage(count: count.readHeader(line, into: &recorder))
      return
    }
    guard let head = FtraceHead(line) else {
      readOther(line, isEnded: isEnded, into: &recorder)
      return
    }
    count.seen += 1
    if let event = FtraceEvent(line, head, on: recorder.assumedArchitecture) {
      read(event, line, isEnded: isEnded, into: &recorder)
    } else if isEnded, Self.isOtherEvent(line, at: head.end) {
      recorder.note(.foreignText)
    } else {
      signs.noteDamage()
      recorder.noteDamage(isEnded: isEnded)
    }
  }

  private mutating func read(
    _ event: FtraceEvent, _ line: Span<UInt8>, isEnded: Bool,
    into recorder: inout ObservationBuilder
  ) {
    let isCertain = event.isWhole && (isEnded || event.hasOwnEnd)
    if !isCertain {
      signs.noteDamage()
      recorder.noteDamage(isEnded: isEnded)
    }
    let command = ProgramText(range: event.command, form: .plain)
    guard selected.contain(event.process, ProgramNames(command: command), in: line, recorder) else {
      if case .entry = event.step { recorder.note(.otherProcess) }
      return
    }
    let isSecondReturn =
      if case .exit(0) = event.step {
        event.call.createsProcess && calls.call(of: event.process) != event.call
      } else { false }
    signs.appeared(event.process, asChild: isSecondReturn, &recorder)
    switch event.step {
    case .entry(let start):
      enter(event, line, argumentsAt: isCertain ? start : nil, into: &recorder)
    case .exit(let result):
      conclude(event, isCertain ? result : nil, into: &recorder)
      if isCertain, !isSecondReturn {
        signs.ended(
          event.call, by: event.process, Outcome(result: result), isZero: result == 0, &recorder)
      }
    case .cut(let isEntry) where !isEnded && isEntry:
      enter(event, line, argumentsAt: nil, into: &recorder)
    case .cut: return
    }
  }

  /// - Parameter start: `nil` where the arguments are cut.
  private mutating func enter(
    _ event: FtraceEvent, _ line: Span<UInt8>, argumentsAt start: Int?,
    into recorder: inout ObservationBuilder
  ) {
    let architecture = recorder.assumedArchitecture
    recorder.noteOtherArchitecture(event.call)
    signs.entered(event.call, by: event.process, recorder)
    let slot = recorder.enter(
      event.call, on: architecture,
      arguments: start.map { event.arguments(line, at: $0, on: architecture) } ?? .init())
    calls.begin(event.call, slot, of: event.process, into: &recorder)
    switch event.call.syscall?.name {
    case "exit", "exit_group": calls.giveUp(of: event.process, into: &recorder)
    default: break
    }
  }

  /// - Parameter result: `nil` where it is cut.
  private mutating func conclude(
    _ event: FtraceEvent, _ result: Int64?, into recorder: inout ObservationBuilder
  ) {
    // `sys_exit: NR -1 = 0`: rt_sigreturn has put back the registers of what a signal interrupted.
    if case .number(.max) = event.call, calls.isReturningFromSignal(event.process) {
      calls.giveUp(of: event.process, into: &recorder)
      return
    }
    calls.end(
      event.call, of: event.process, result.map(Outcome.init(result:)) ?? .unknown,
      isChild: result == 0, into: &recorder)
  }

  /// Lines that tell of no event.
  private mutating func readOther(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    if let lost = Self.lostEvents(line) {
      signs.noteDamage(count: lost)
      recorder.note(.lostEvents, count: lost)
    } else if isEnded, Self.isAnnotation(line) {
      return
    } else if count.isEmpty, isEnded, !Self.resemblesEvent(line) {
      // Such as the command that printed the buffer, before it in a terminal's log.
      recorder.note(.foreignText)
    } else {
      count.seen += 1
      signs.noteDamage()
      recorder.noteDamage(isEnded: isEnded)
    }
  }

  /// `cpus=2`, `CPU 1 is empty`, `version = 6`, and the stack below an event: ` => do_syscall_64`.
  private static func isAnnotation(_ line: Span<UInt8>) -> Bool {
    let start = line.skip(.space, from: 0)
    return line.hasPrefix("cpus=") || line.hasPrefix("version = ")
      || line.hasPrefix("=> ", at: start)
      || line.hasPrefix("CPU ") && line.firstRange(of: " is empty") != nil
  }

  /// Whether another event than a call's begins at `start`: `sched_switch: …`, `func <-caller`,
  /// `<stack trace>`.
  private static func isOtherEvent(_ line: Span<UInt8>, at start: Int) -> Bool {
    guard !line.hasPrefix("<stack trace>", at: start) else { return true }
    let end = line.skip(from: start, while: \.isIdentifier)
    guard end > start, !line.hasPrefix("sys_", at: start) else { return false }
    if line.hasPrefix(" <-", at: end) { return true }
    return line.hasPrefix(":", at: end)
      && !line.hasPrefix("NR ", at: line.skip(.space, from: end + 1))
      && line.firstRange(of: ": sys_", from: end) == nil
  }

  /// Whether a call's event is what the line was, or a part of it.
  private static func resemblesEvent(_ line: Span<UInt8>) -> Bool {
    line.firstRange(of: "sys_e") != nil || line.firstRange(of: ": sys_") != nil
      || line.firstRange(of: "NR ") != nil || line.firstRange(of: " -> 0x") != nil
      || line.firstRange(of: "_enter") != nil || line.firstRange(of: "_exit") != nil
  }

  /// `CPU:0 [LOST 1234 EVENTS]`, `CPU:1 [1234 EVENTS DROPPED]`
  private static func lostEvents(_ line: Span<UInt8>) -> Int? {
    guard line.hasPrefix("CPU:"), let bracket = line.firstIndex(of: UInt8(ascii: "["), from: 4)
    else { return nil }
    var position = bracket + 1
    if line.hasPrefix("LOST ", at: position) { position += 5 }
    return line.decimal(at: position).map { Int(clamping: $0.value) } ?? 1
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    signs.noteDamage(count: count.missing)
    count.end(into: &recorder)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    signs.finish(tellsOfEnds: calls.hasEnds, into: &recorder)
    calls.finish(into: &recorder)
    recorder.noteGuessedArchitecture()
  }
}

/// How many entries a buffer holds by its own head, and how many the file shows.
struct FtraceEntryCount {
  private var announced = 0
  var seen = 0

  var isEmpty: Bool { announced == 0 && seen == 0 }

  /// `# entries-in-buffer/entries-written: 468/1468   #P:2`: a thousand were overwritten.
  ///
  /// - Returns: how many.
  mutating func readHeader(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) -> Int {
    guard let found = line.firstRange(of: "entries-written:"),
      let (kept, slash) = line.decimal(at: line.skip(.space, from: found.upperBound)),
      line.hasPrefix("/", at: slash), let (written, _) = line.decimal(at: slash + 1)
    else { return 0 }
    announced += Int(clamping: min(kept, 1 << 40))
    guard written > kept else { return 0 }
    let lost = Int(clamping: min(written - kept, 1 << 40))
    recorder.note(.lostEvents, count: lost)
    return lost
  }

  var missing: Int { max(0, announced - seen) }

  func end(into recorder: inout ObservationBuilder) {
    recorder.note(.missingLine, count: missing)
  }
}

extension Outcome {
  /// After what the kernel returns: an error is negative. `ERESTARTSYS` and its like (512 to 531,
  /// `linux/errno.h`) never reach a program.
  init(result: Int64) {
    switch result {
    case -531 ... -512: self = .unknown
    case -Int64(Errno.maximum) ... -1: self = .failed(errno: UInt16(-result))
    default: self = .returned
    }
  }
}
