internal import Logs
internal import Observations
internal import Syscalls

/// Joins the halves of calls and counts them; knows who is alive and whose architecture a call is.
struct StraceSession {
  /// What a line tells: it decides whose line one without a known number can be.
  enum Event {
    case entry
    case resumption(PrintedName)
    case other
  }

  let roles = ProcessEffects()
  let decision: ArchitectureDecision
  /// The process of a file of `strace -ff`, whose lines name none.
  let fileProcess: UInt32?
  let variants: CallSignatures
  var processes: ProcessTable
  /// Processes inside a call that makes another one.
  var forking: [ObjectIdentifier: TracedProcess] = [:]
  /// Processes that died in a call, but whose `+++` is not in the log yet.
  var dying: [ObjectIdentifier: TracedProcess] = [:]
  var descendants = Descendants()
  /// Processes that the tracer let go, until a line tells whether the log goes on without them.
  var released: [TracedProcess] = []
  var signs = RecordingSigns()
  /// A library that a process has just opened, until a line tells its size.
  var unsized: (path: String, process: UInt32, line: Int)?
  /// Processes that a message or the result of a clone told of, with their parents if known.
  var announced: [UInt32: Parent] = [:]
  /// Whether every process is announced before its first line: then no other one can exist.
  var announcesAll = false
  var sawMode = false
  /// The 32-bit ABI whose libraries the log shows loaded, and no others: no guess.
  var narrow: Architecture?
  /// Whether the log begins with the start of its program.
  var isBeginningSeen = false

  struct Parent {
    var architecture: Architecture?
    var identity = TracedProcess.Identity()
    /// Whether a message of strace's announced the child.
    var isAttached = false
  }

  init(process: UInt32?, _ variants: CallSignatures) {
    fileProcess = process
    decision = ArchitectureDecision(roles: roles)
    self.variants = variants
    processes = ProcessTable(variants)
  }

  var isOneProcessPerFile: Bool { fileProcess != nil }

  var isNobodyAlive: Bool { processes.count == 0 }

  // MARK: The life of a call

  mutating func suspend(
    _ call: TracedCall, _ process: TracedProcess, _ recorder: inout ObservationBuilder
  ) {
    abandon(process, &recorder)
    process.pending = call
    if !dying.isEmpty { dying[ObjectIdentifier(process)] = nil }
    if roles[call.name] == .fork { forking[ObjectIdentifier(process)] = process }
  }

  /// The pending call that `<... name resumed>` ends; `nil` where there is none of that name.
  mutating func takePending(_ name: PrintedName, _ process: TracedProcess) -> TracedCall? {
    guard let call = process.pending, call.name.isSame(as: name) else { return nil }
    takePending(process)
    return call
  }

  /// The execve that another thread began and that `process` ends in its stead, where the line
  /// `+++ superseded by execve in pid 4711 +++` is kept quiet.
  mutating func takeProgramStart(
    _ name: PrintedName, _ recorder: inout ObservationBuilder
  ) -> TracedCall? {
    guard roles[name] == .exec, let thread = processes.latest(inside: name),
      let call = takePending(name, thread)
    else { return nil }
    end(thread, &recorder)
    return call
  }

  private mutating func takePending(_ process: TracedProcess) {
    process.pending = nil
    if !forking.isEmpty { forking[ObjectIdentifier(process)] = nil }
  }

  /// A process does something else while a call of its is unfinished: its end is not in the log.
  ///
  /// strace up to 4.14 does not tell of calls that death ended.
  mutating func abandon(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    guard let call = process.pending else { return }
    takePending(process)
    // Of one that was let go, this is told already.
    if process.releaseLine == nil { recorder.note(.unfinishedCall, line: call.line) }
    conclude(call, process, &recorder)
  }

  /// Counts a call that ended, or of which no more will be heard.
  mutating func conclude(
    _ call: TracedCall, _ process: TracedProcess, _ recorder: inout ObservationBuilder
  ) {
    let succeeded = call.outcome == .returned
    let role = roles[call.name]
    if succeeded, role == .exec, let program = call.path { process.identity.run(program) }
    let isSelected = recorder.selection.isEverything || recorder.selection.includes(process)
    if succeeded, isSelected, let path = call.path {
      if role == .exec {
        recorder.programs?.addExecuted(path)
      } else {
        recorder.programs?.addOpened(path)
        if recorder.programs != nil, path.hasPrefix("/"), path.contains(".so") {
          unsized = (path, process.number, recorder.line)
        }
      }
    }
    if isSelected {
      count(call, process, &recorder)
    } else {
      recorder.note(.otherProcess)
    }
    signs.note(role)
    switch role {
    case .none, .map, .threadPointer, .open, .connect: break
    case .fork: noteBirth(of: call, process, isSelected: isSelected)
    case .exec where succeeded:
      signs.noteProgram(call, &recorder)
      beginProgram(process, &recorder)
    case .exec: break
    }
  }

  private mutating func noteBirth(
    of call: TracedCall, _ process: TracedProcess, isSelected: Bool
  ) {
    guard call.outcome == .returned, let child = call.result.flatMap({ UInt32(exactly: $0) }),
      child > 0
    else {
      descendants.failed(stillMaking: forking.count)
      return
    }
    announce(child, asParent(process))
    descendants.made(.init(child: child, line: call.line, isSelected: isSelected))
  }

  /// A call ended by `= ?`: no more calls come, unless the process goes on as another's thread.
  mutating func noteDeath(of process: TracedProcess) {
    dying[ObjectIdentifier(process)] = process
  }

  /// A process runs a new program, which may be of another bitness; with `-o` no line says so.
  mutating func beginProgram(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    process.ranProgram = true
    // `<... pause resumed>) = ?` of a thread's leader that goes on as the thread.
    if !dying.isEmpty { dying[ObjectIdentifier(process)] = nil }
    guard !sawMode else { return }
    settle(process, &recorder)
    process.abi = .open([])
  }

  private mutating func count(
    _ call: TracedCall, _ process: TracedProcess, _ recorder: inout ObservationBuilder
  ) {
    switch process.abi {
    case .known(let architecture):
      enter(
        call, on: decision.architecture(of: call, in: architecture, recorder), process, &recorder)
    case .open(var waiting):
      let wide = recorder.assumedArchitecture
      if let numbered = decision.numbered(call, likely: wide, wide) {
        enter(call, as: numbered, process, &recorder)
        if numbered.architecture != .x32 { settle(process, on: numbered.architecture, &recorder) }
      } else if let architecture = decision.evidence(in: call, wide) {
        settle(process, on: architecture, &recorder)
        // That a process is narrow is likely; of which machine it is may be a guess besides.
        if architecture != wide && architecture != narrow || recorder.machine == .guessed {
          process.noteGuess(at: call.line, &recorder)
        }
        enter(call, on: architecture, process, &recorder)
      } else {
        process.abi = .open([])
        waiting.append(call)
        process.abi = .open(waiting)
        if waiting.count >= TracedProcess.patience { settle(process, &recorder) }
      }
    }
  }

  /// Counts how a call ended that began before the log did.
  mutating func concludeOrphan(
    _ name: PrintedName, _ outcome: Outcome, _ process: TracedProcess,
    _ recorder: inout ObservationBuilder
  ) {
    let architecture: Architecture =
      if case .known(let known) = process.abi { known } else { recorder.assumedArchitecture }
    let (call, owner) = name.call(on: architecture)
    signs.note(roles[name])
    recorder.concludeOrphan(call, on: owner, outcome)
  }

  private func enter(
    _ traced: TracedCall, on architecture: Architecture, _ process: TracedProcess,
    _ recorder: inout ObservationBuilder
  ) {
    enter(
      traced, as: decision.resolve(traced, on: architecture, process, &recorder), process,
      &recorder)
  }

  private func enter(
    _ traced: TracedCall, as resolution: Resolution, _ process: TracedProcess,
    _ recorder: inout ObservationBuilder
  ) {
    let wide = recorder.assumedArchitecture
    if resolution.architecture != wide, !wide.companions.contains(resolution.architecture) {
      recorder.note(.architectureMismatch, line: traced.line)
    }
    let slot = recorder.enter(
      resolution.call, on: resolution.architecture, arguments: resolution.arguments,
      line: traced.line)
    recorder.conclude(slot, traced.outcome)
    process.latest = .counted(traced, resolution)
  }

  // MARK: The ends of processes

  /// A thread other than the first called execve, and takes over the first one's number.
  mutating func supersede(
    _ leader: TracedProcess, by number: UInt32, _ recorder: inout ObservationBuilder
  ) {
    abandon(leader, &recorder)
    if !dying.isEmpty { dying[ObjectIdentifier(leader)] = nil }
    guard let thread = processes[number], thread !== leader else { return }
    let call = thread.pending
    takePending(thread)
    end(thread, &recorder)
    if let call { suspend(call, leader, &recorder) }
  }

  mutating func end(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    if let call = process.pending {
      // `+++ killed by SIGKILL +++` tells that nothing more will come.
      takePending(process)
      conclude(call, process, &recorder)
    }
    settle(process, &recorder)
    processes.remove(process)
    if !dying.isEmpty { dying[ObjectIdentifier(process)] = nil }
  }

  mutating func forget(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    abandon(process, &recorder)
    end(process, &recorder)
  }

  /// The log ends; what is pending now was entered and stays unfinished.
  mutating func finish(_ recorder: inout ObservationBuilder) {
    noteGaps(&recorder)
    for process in processes.all {
      if process.number == 0 { recorder.note(process: 0) }
      forget(process, &recorder)
    }
    announced = [:]
    announcesAll = false
    descendants = Descendants()
    signs = RecordingSigns()
  }

  // MARK: Architectures

  /// `[ Process PID=18947 runs in 32 bit mode. ]`
  mutating func setMode(
    _ mode: ArchitectureDecision.Mode, _ number: UInt32, _ recorder: inout ObservationBuilder
  ) {
    let wide = recorder.assumedArchitecture
    let process: TracedProcess
    if let known = fileProcess.map({ processes[$0] }) ?? processes[number] {
      process = known
    } else if announced[number] == nil, fileProcess == nil, let only = processes.withoutNumber {
      process = only
    } else {
      process = add(fileProcess ?? number, &recorder)
    }
    if case .open(let waiting) = process.abi, !waiting.isEmpty {
      // What waits was called before the mode changed.
      let other: ArchitectureDecision.Mode = mode == .wide ? .narrow : .wide
      settle(process, on: ArchitectureDecision.architecture(of: other, wide), &recorder)
    }
    process.abi = .known(ArchitectureDecision.architecture(of: mode, wide))
    if recorder.machine == .guessed { process.noteGuess(at: recorder.line, &recorder) }
    sawMode = true
  }

  /// Whether nothing has told yet which architecture a process's calls belong to.
  func isUndecided(_ process: TracedProcess) -> Bool {
    if case .open = process.abi { true } else { false }
  }

  /// Decides without evidence.
  private func settle(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    guard case .open(let waiting) = process.abi, !waiting.isEmpty else { return }
    let wide = recorder.assumedArchitecture
    if let inherited = process.inherited {
      settle(process, on: inherited, &recorder)
    } else {
      // The execve with which a log begins is the tracer's or the runtime's.
      if wide.narrowCompanion != nil || recorder.machine == .guessed,
        recorder.machine != .toldByUser,
        let guessed = waiting.first(where: { roles[$0.name] != .exec })
      {
        process.noteGuess(at: guessed.line, &recorder)
      }
      settle(process, on: narrow ?? wide, &recorder)
    }
  }

  private func settle(
    _ process: TracedProcess, on architecture: Architecture, _ recorder: inout ObservationBuilder
  ) {
    guard case .open(let waiting) = process.abi else { return }
    process.abi = .known(architecture)
    for call in waiting { enter(call, on: architecture, process, &recorder) }
  }
}
