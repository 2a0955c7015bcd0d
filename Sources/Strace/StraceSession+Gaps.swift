internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// What the log itself proves to be missing from it.
extension StraceSession {
  /// Processes that are let go at once, at the most, before they are taken for the recording's end.
  private static let releasesKept = 1 << 10
  /// Lines after which an execve that has not returned will not.
  private static let linesOfExecve = 256
  /// Lines after which a process that was made is seen, with some that are busy beside it; and those of its
  /// maker alone.
  private static let linesOfBirth = 256
  private static let linesOfBirthInOwnFile = 2

  // MARK: Processes that were let go

  /// `strace: Process 4711 detached`, `read(3, <detached ...>`: of a recording that ends, or of one that goes
  /// on without the process.
  mutating func release(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    guard process.releaseLine == nil else { return }
    process.releaseLine = recorder.line
    noteDeath(of: process)
    if released.count < Self.releasesKept {
      released.append(process)
    } else {
      recorder.note(.detached)
    }
  }

  /// `execve("/bin/ls", …) <detached ...>` of `strace -b execve`: the program runs, and is not traced.
  mutating func releaseProgram(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    if process.releaseLine != nil { released.removeAll { $0 === process } }
    process.releaseLine = recorder.line
    noteDeath(of: process)
    recorder.note(.releasedProcess)
  }

  /// A process begins or ends a call: if others were let go before, the log goes on without them.
  mutating func goOn(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    guard !released.isEmpty, process.releaseLine == nil else { return }
    // A stranger begins another recording.
    let isStranger =
      process.isRoot && released.allSatisfy { ($0.releaseLine ?? 0) < process.firstLine }
    noteReleased(as: isStranger ? .detached : .releasedProcess, &recorder)
  }

  private mutating func noteReleased(
    as kind: Ledger.Kind, _ recorder: inout ObservationBuilder
  ) {
    for process in released { recorder.note(kind, line: process.releaseLine) }
    released = []
  }

  // MARK: Ends

  /// `+++ exited with 0 +++`: some call has ended the process.
  mutating func noteExit(of process: TracedProcess, _ recorder: inout ObservationBuilder) {
    guard recorder.selection.isEverything else { return }
    recorder.evidence.exits.note(at: recorder.place)
    guard process.pending == nil, dying[ObjectIdentifier(process)] == nil else { return }
    if case .known(let call)? = process.latestCall?.name, ProgramLife.ending.contains(call) {
      return
    }
    signs.exits.note(at: recorder.place)
  }

  // MARK: The end of the log

  /// Tells what is missing, before the processes are forgotten.
  mutating func noteGaps(_ recorder: inout ObservationBuilder) {
    let living = processes.all
    noteReleased(as: .detached, &recorder)
    noteProgramsThatNeverStart(living, &recorder)
    // The tracer may be stopped between a call that makes a process and the first one of that.
    let isStopped = living.contains { dying[ObjectIdentifier($0)] == nil }
    let end = recorder.line
    if isOneProcessPerFile {
      recorder.evidence.processFiles += 1
      for birth in descendants.missing where birth.isSelected {
        recorder.evidence.note(
          .init(
            child: birth.child, place: .init(file: recorder.file, line: birth.line),
            isLate: isStopped && birth.line >= end - Self.linesOfBirthInOwnFile))
      }
      recorder.evidence.noteFurtherBirths(descendants.furtherMissing)
    } else {
      if isStopped {
        let latest = Set(living.compactMap { $0.pending == nil ? $0.latestCall?.line : nil })
        let isFollowed = descendants.areFollowed
        descendants.excuse { birth in
          latest.contains(birth.line) || isFollowed && birth.line >= end - Self.linesOfBirth
        }
      }
      for birth in descendants.missing where birth.isSelected {
        recorder.note(.untracedProcess, line: birth.line)
      }
      recorder.note(.untracedProcess, count: descendants.furtherMissing)
      // Threads end with each other, and so may those that were attached to.
      if signs.beginsWithProgram == true, !signs.hasThreads, !signs.hasUnnamedCalls,
        descendants.roots <= 1
      {
        recorder.evidence.exitsWithoutCall.add(signs.exits)
      }
    }
  }

  /// An execve that neither returned nor failed, though the log goes on: `strace -b execve` lets go of the
  /// process, and where another one's line came between, nothing says so.
  private mutating func noteProgramsThatNeverStart(
    _ living: [TracedProcess], _ recorder: inout ObservationBuilder
  ) {
    let starting = living.filter { process in
      process.releaseLine == nil && process.pending.map { roles[$0.name] == .exec } ?? false
    }
    guard !starting.isEmpty else { return }
    let isOver = living.allSatisfy { process in
      dying[ObjectIdentifier(process)] != nil || starting.contains { $0 === process }
    }
    for process in starting {
      guard let call = process.pending,
        isOver && signs.latestEnd > call.line || recorder.line - call.line > Self.linesOfExecve
      else { continue }
      recorder.note(.releasedProcess, line: call.line)
      process.releaseLine = call.line
    }
  }
}
