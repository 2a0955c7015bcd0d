internal import Logs
internal import Observations
internal import Syscalls

/// The calls that have begun and not ended yet, one of each process at the most.
struct OpenCalls {
  private struct Start {
    let call: SyscallReference
    let slot: ObservationBuilder.Slot
    let line: Int
  }

  /// More than threads are in calls at once: of those that were killed, the call stays open.
  private static let limit = 1 << 18

  private var starts: [UInt32: Start] = [:]
  /// Whether the log tells of ends at all: it may have been recorded with entries alone.
  private(set) var hasEnds = false
  /// Calls given up before the first end was seen.
  private var early: (count: Int, line: Int) = (0, 0)

  mutating func begin(
    _ call: SyscallReference, _ slot: ObservationBuilder.Slot, of process: UInt32,
    into recorder: inout ObservationBuilder
  ) {
    abandon(process, into: &recorder)
    if starts.count == Self.limit { makeRoom(into: &recorder) }
    starts[process] = Start(call: call, slot: slot, line: recorder.line)
  }

  /// Gives up the older half of the calls.
  private mutating func makeRoom(into recorder: inout ObservationBuilder) {
    let oldest = starts.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
    for (process, open) in oldest.prefix(Self.limit / 2) {
      starts[process] = nil
      concludeUnfinished(open, &recorder)
    }
  }

  /// Gives up the open call of `process`, which goes on without its end.
  mutating func abandon(_ process: UInt32, into recorder: inout ObservationBuilder) {
    guard let open = starts.removeValue(forKey: process) else { return }
    recorder.conclude(open.slot, .unknown)
    // rt_sigreturn goes back to what a signal interrupted, and has no end of its own.
    if open.call != Self.signalReturn { noteUnfinished(open, &recorder) }
  }

  /// Whether the open call of `process` is the return from a signal.
  func isReturningFromSignal(_ process: UInt32) -> Bool {
    starts[process]?.call == Self.signalReturn
  }

  /// The open call of `process`.
  func call(of process: UInt32) -> SyscallReference? { starts[process]?.call }

  /// Whether some process has begun this call and not ended it.
  func hasStart(of call: SyscallReference) -> Bool { starts.values.contains { $0.call == call } }

  /// Forgets the open call of `process`, of which no more is told.
  mutating func giveUp(of process: UInt32, into recorder: inout ObservationBuilder) {
    if let open = starts.removeValue(forKey: process) { recorder.conclude(open.slot, .unknown) }
  }

  /// - Parameter isChild: whether the end may be the second return of a call that another process made.
  mutating func end(
    _ call: SyscallReference, of process: UInt32, _ outcome: Outcome, isChild: Bool,
    into recorder: inout ObservationBuilder
  ) {
    noteEarly(&recorder)
    if let open = starts[process], open.call == call {
      starts[process] = nil
      recorder.conclude(open.slot, outcome)
    } else if isChild, call.createsProcess {
      recorder.note(.orphanedClone)
    } else if let thread = threadReplacing(by: call) {
      // A thread executes a program, and goes on under the number of its process.
      if let start = starts.removeValue(forKey: thread) { recorder.conclude(start.slot, outcome) }
      giveUp(of: process, into: &recorder)
    } else {
      recorder.note(.orphanedResumption)
      recorder.concludeOrphan(call, on: recorder.assumedArchitecture, outcome)
    }
  }

  /// The one process that is executing a program by `call`.
  private func threadReplacing(by call: SyscallReference) -> UInt32? {
    guard let syscall = call.syscall, ProcessCalls.replacing.contains(syscall) else { return nil }
    let threads = starts.filter { $0.value.call == call }
    return threads.count == 1 ? threads.first?.key : nil
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    for open in starts.values { concludeUnfinished(open, &recorder) }
    starts.removeAll()
    early.count = 0
    hasEnds = false
  }

  private func concludeUnfinished(_ open: Start, _ recorder: inout ObservationBuilder) {
    recorder.conclude(open.slot, .unknown)
    if open.call != Self.signalReturn { recorder.note(.unfinishedCall, line: open.line) }
  }

  private mutating func noteUnfinished(_ open: Start, _ recorder: inout ObservationBuilder) {
    if hasEnds {
      recorder.note(.unfinishedCall, line: open.line)
    } else {
      if early.count == 0 { early.line = open.line }
      early.count += 1
    }
  }

  private mutating func noteEarly(_ recorder: inout ObservationBuilder) {
    guard !hasEnds else { return }
    hasEnds = true
    recorder.note(.unfinishedCall, count: early.count, line: early.line)
  }

  private static let signalReturn = Syscall("rt_sigreturn").map(SyscallReference.known)
}
