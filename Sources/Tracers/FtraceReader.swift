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
      sample.countLines { FtraceEvent($0, on: .native) != nil }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _ in FtraceReader() })
}

/// Reads entries and exits of calls. Which ABI a call was made through does not stand there: a
/// 32-bit `NR 20` looks like x86-64's writev.
struct FtraceReader: TraceReader {
  private struct Pending {
    let call: SyscallReference
    let slot: ObservationBuilder.Slot
    let line: Int
  }

  private var pending: [UInt32: Pending] = [:]
  private var selection: PreparedSelection?

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if line.isEmpty { return }
    if line[0] == UInt8(ascii: "#") {
      readHeader(line, into: &recorder)
      return
    }
    guard let event = FtraceEvent(line, on: recorder.assumedArchitecture) else {
      if let count = Self.lostEvents(line) {
        recorder.note(.lostEvents, count: count)
      } else if !line.hasPrefix("cpus=") {
        recorder.note(.foreignText)
      }
      return
    }
    let selection = selection ?? PreparedSelection(recorder.selection)
    self.selection = selection
    let command = ProgramText(range: event.command, form: .plain)
    guard selection.selects(process: event.process),
      selection.selects(command: command, executable: nil, in: line)
    else {
      if case .entry = event.step { recorder.note(.otherProcess) }
      return
    }
    recorder.note(process: event.process)
    switch event.step {
    case .entry(let start):
      enter(event, line, argumentsAt: start, into: &recorder)
    case .exit(let result):
      conclude(event, result, into: &recorder)
    }
  }

  private mutating func enter(
    _ event: FtraceEvent, _ line: Span<UInt8>, argumentsAt start: Int,
    into recorder: inout ObservationBuilder
  ) {
    if let open = pending.removeValue(forKey: event.process) {
      recorder.conclude(open.slot, .unknown)
    }
    let architecture = recorder.assumedArchitecture
    if let syscall = event.call.syscall, !syscall.exists(on: architecture) {
      recorder.note(.architectureMismatch)
    }
    let slot = recorder.enter(
      event.call, on: architecture, arguments: event.arguments(line, at: start, on: architecture))
    switch event.call.syscall?.name {
    case "exit", "exit_group": recorder.conclude(slot, .unknown)
    default: pending[event.process] = Pending(call: event.call, slot: slot, line: recorder.line)
    }
  }

  private mutating func conclude(
    _ event: FtraceEvent, _ result: Int64, into recorder: inout ObservationBuilder
  ) {
    let outcome = Outcome(result: result)
    if let open = pending[event.process], open.call == event.call {
      pending[event.process] = nil
      recorder.conclude(open.slot, outcome)
    } else if event.call.createsProcess {
      recorder.note(.orphanedClone)
    } else {
      recorder.note(.orphanedResumption)
      recorder.concludeOrphan(event.call, on: recorder.assumedArchitecture, outcome)
    }
  }

  /// `CPU:0 [LOST 1234 EVENTS]`, `CPU:1 [1234 EVENTS DROPPED]`
  private static func lostEvents(_ line: Span<UInt8>) -> Int? {
    guard line.hasPrefix("CPU:"), let bracket = line.firstIndex(of: UInt8(ascii: "["), from: 4)
    else { return nil }
    var position = bracket + 1
    if line.hasPrefix("LOST ", at: position) { position += 5 }
    return line.decimal(at: position).map { Int(clamping: $0.value) } ?? 1
  }

  /// `# entries-in-buffer/entries-written: 468/1468   #P:2`: a thousand were overwritten.
  private func readHeader(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    guard let found = line.firstRange(of: "entries-written:"),
      let (kept, slash) = line.decimal(at: line.skip(.space, from: found.upperBound)),
      line.hasPrefix("/", at: slash), let (written, _) = line.decimal(at: slash + 1),
      written > kept
    else { return }
    recorder.note(.lostEvents, count: Int(clamping: written - kept))
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
