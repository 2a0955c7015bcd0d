internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// What a log of calls one by one tells of its own recording: whether processes, or calls of a kind, are missing.
///
/// A call that makes a process returns twice, and the second return is the first that the child shows. They are
/// counted and not matched: a process of a container has another number here than the one that the call returned.
struct ProcessSigns {
  /// Where calls returned that made a process or thread.
  private var births: [SourceLocation] = []
  /// Second returns of such calls, and processes that appear later without one.
  private var children = 0
  /// How often a process was told that one it made has ended.
  private var endsTold = 0
  /// Lines and events that are lost, of which each may have shown a child.
  private var damaged = 0
  /// Births that tables count, and where first.
  private var tableBirths = (count: 0, place: SourceLocation?.none)
  private var beginsWithProgram = false
  /// Processes in a call that starts a program.
  private var starting: Set<UInt32> = []
  /// Where such processes went on, the first two.
  private var startsWithoutEnd: [SourceLocation] = []

  /// With more, nothing is kept, and nothing told.
  private static let birthsKept = 1 << 14
  private static let startingKept = 1 << 12
  /// Lines in which a child may not have had its turn before the log ends.
  private static let linesOfBirth = 256

  /// A line or some events are lost.
  mutating func noteDamage(count: Int = 1) { damaged += count }

  /// A line tells of `process`; `asChild` where it is the second return of the call that made it.
  mutating func appeared(
    _ process: UInt32, asChild: Bool, _ recorder: inout ObservationBuilder
  ) {
    let told = recorder.processesTold
    recorder.note(process: process)
    let isNew = recorder.processesTold > told
    if asChild || isNew && !births.isEmpty { children += 1 }
    // Its second return shows that such calls are recorded.
    if isNew, !asChild, told > 0, beginsWithProgram, recorder.selection.isEverything {
      recorder.evidence.strangers.note(at: recorder.place)
    }
  }

  /// The recorder starts the program, and has its life from there on.
  mutating func beginWithProgram(_ recorder: inout ObservationBuilder) {
    if recorder.processesTold <= 1 { beginsWithProgram = true }
  }

  /// A call begins.
  mutating func entered(
    _ call: SyscallReference, by process: UInt32, _ recorder: borrowing ObservationBuilder
  ) {
    if call.syscall.map(ProcessCalls.replacing.contains) ?? false {
      if starting.count < Self.startingKept { starting.insert(process) }
    } else if !starting.isEmpty, starting.remove(process) != nil, startsWithoutEnd.count < 2 {
      startsWithoutEnd.append(recorder.place)
    }
  }

  /// A call ended, and this is not the second return.
  mutating func ended(
    _ call: SyscallReference, by process: UInt32, _ outcome: Outcome, isZero: Bool,
    _ recorder: inout ObservationBuilder
  ) {
    guard let syscall = call.syscall else { return }
    let replaces = ProcessCalls.replacing.contains(syscall)
    if replaces { starting.remove(process) }
    guard case .returned = outcome else { return }
    if replaces {
      noteProgram(&recorder)
    } else if !isZero, ProcessCalls.creating.contains(syscall) {
      if births.count <= Self.birthsKept { births.append(recorder.place) }
    } else if !isZero, ProcessCalls.collecting.contains(syscall) {
      endsTold += 1
    }
  }

  /// A program was started.
  func noteProgram(_ recorder: inout ObservationBuilder) {
    if recorder.selection.isEverything { recorder.evidence.notePrograms(at: recorder.place) }
  }

  /// A row of a thread's table counts calls that made processes or threads.
  mutating func made(_ count: Int, _ recorder: borrowing ObservationBuilder) {
    if tableBirths.place == nil { tableBirths.place = recorder.place }
    tableBirths.count += count
  }

  /// Each thread has a table, and one of them at the least was made by nobody here. One that the recording's end
  /// overtook may have none.
  private func noteMissingTables(_ recorder: inout ObservationBuilder) {
    let missing = tableBirths.count - (recorder.processesTold - 1)
    guard let place = tableBirths.place, recorder.processesTold > 0, missing > 1 else { return }
    recorder.note(.untracedProcess, count: missing, place: place)
  }

  /// The log ends.
  ///
  /// - Parameter tellsOfEnds: whether it shows how calls ended. Where it does not, a process that goes on may have
  ///   failed to start its program; but then others have not.
  mutating func finish(tellsOfEnds: Bool, into recorder: inout ObservationBuilder) {
    defer { self = Self() }
    guard recorder.selection.isEverything else { return }
    if !tellsOfEnds {
      for place in startsWithoutEnd { recorder.evidence.notePrograms(at: place) }
    }
    if damaged == 0 { noteMissingTables(&recorder) }
    guard births.count <= Self.birthsKept else { return }
    let early = births.prefix { $0.line + Self.linesOfBirth < recorder.line }
    let certain = max(early.count, min(endsTold, births.count))
    for place in births.prefix(max(0, certain - children - damaged)) {
      recorder.note(.untracedProcess, place: place)
    }
  }
}
