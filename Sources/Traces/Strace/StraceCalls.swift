internal import Observations
internal import Syscalls

/// Joins the halves of calls and counts them; knows who is alive and whose architecture a call is.
struct StraceCalls {
  /// What a line tells: it decides whose line one without a known number can be.
  enum Event {
    case entry
    case resumption(PrintedName)
    case other
  }

  let roles = CallRoles()
  private let decision: ArchitectureDecision
  /// The process of a file of `strace -ff`, whose lines name none.
  private let fileProcess: UInt32?
  private var processes = LivingProcesses()
  /// Processes inside a call that makes another one.
  private var forking: [ObjectIdentifier: TracedProcess] = [:]
  /// Processes that died in a call, but whose `+++` is not in the log yet.
  private var dying: [ObjectIdentifier: TracedProcess] = [:]
  private var suspended = SuspendedCalls()
  /// Processes that a message or the result of a clone told of, with their parents if known.
  private var announced: [UInt32: Parent] = [:]
  /// Whether every process is announced before its first line: then no other one can exist.
  private var announcesAll = false
  private var sawMode = false

  private struct Parent {
    var architecture: Architecture?
    var identity = TracedProcess.Identity()
  }

  init(process: UInt32?) {
    fileProcess = process
    decision = ArchitectureDecision(roles: roles)
  }

  var isOneProcessPerFile: Bool { fileProcess != nil }

  var isNobodyAlive: Bool { processes.count == 0 }

  // MARK: Whose line it is

  /// The process that a line tells of; `nil` where it cannot be a process of this log.
  mutating func process(
    of prefix: LinePrefix, _ event: Event, _ recorder: inout Recorder
  ) -> TracedProcess? {
    if let number = prefix.process ?? fileProcess {
      return process(number, isBare: prefix.processStyle != .bracketed, event, &recorder)
    }
    if processes.count > 1 {
      // Numbers are absent while one process is left: `-qq` keeps the ends of the others quiet.
      for process in dying.values { end(process, &recorder) }
    }
    if let only = processes.only { return only }
    if processes.count == 0, announced.count == 1, let attached = announced.first?.key {
      // `strace: Process 9416 attached` of `-p` and `-D`; no number stands before its lines.
      recorder.note(process: attached)
      return add(attached, &recorder)
    }
    if case .resumption(let name) = event, let process = suspended.latest(name) {
      return process
    }
    return processes.withoutNumber ?? add(0, &recorder)
  }

  private mutating func process(
    _ number: UInt32, isBare: Bool, _ event: Event, _ recorder: inout Recorder
  ) -> TracedProcess? {
    if let process = processes[number] {
      recorder.note(process: number)
      return process
    }
    if !isBare, announced[number] == nil {
      if let nameless = processes.withoutNumber, isLine(event, of: nameless) || announcesAll {
        recorder.note(process: number)
        return processes.tellNumber(number)
      }
      // `[pid 4711] ` of a process that was never attached to: some program printed it.
      if announcesAll { return nil }
    }
    recorder.note(process: number)
    return add(number, &recorder)
  }

  /// Whether a line may be of a process in its present state.
  private func isLine(_ event: Event, of process: TracedProcess) -> Bool {
    switch event {
    case .entry, .other: process.pending == nil
    case .resumption(let name): process.pending?.name.isSame(as: name) ?? false
    }
  }

  private mutating func add(_ number: UInt32, _ recorder: inout Recorder) -> TracedProcess {
    let process = TracedProcess(number: number)
    var parent = announced.removeValue(forKey: number)
    if parent?.architecture == nil, forking.count == 1, let maker = forking.first?.value {
      // A child is first seen while its parent's clone is not finished yet.
      parent = asParent(maker)
    }
    if let architecture = parent?.architecture {
      process.abi = .known(architecture)
    } else if sawMode {
      process.abi = .known(recorder.assumedArchitecture)
    }
    process.identity = parent?.identity ?? .init()
    processes.insert(process)
    if let surplus = processes.surplus() { forget(surplus, &recorder) }
    return process
  }

  private func asParent(_ process: TracedProcess) -> Parent {
    var parent = Parent(identity: process.identity)
    if case .known(let architecture) = process.abi { parent.architecture = architecture }
    return parent
  }

  /// A log that begins with the start of its program tells of every later process.
  mutating func beginsWithProgram() {
    announcesAll = false
    isBeginningSeen = true
  }

  private var isBeginningSeen = false

  /// `strace: Process 4711 attached`, `… detached`.
  mutating func hear(_ message: TracerMessage, _ recorder: inout Recorder) {
    switch message.kind {
    case .attached:
      announce(message.process, Parent())
      // Of those that were attached to before the log begins nothing is known.
      if isBeginningSeen { announcesAll = true }
    case .attachedWithThreads:
      announcesAll = false
      isBeginningSeen = false
    case .detached:
      guard let process = processes[message.process] else { return }
      if process.pending == nil { end(process, &recorder) }
      recorder.note(.detached)
    }
  }

  private mutating func announce(_ number: UInt32, _ parent: Parent) {
    if let process = processes[number] {
      if case .open = process.abi, !process.ranProgram, let architecture = parent.architecture {
        process.inherited = architecture
      }
      return
    }
    if announced.count >= LivingProcesses.limit {
      announced = [:]
      announcesAll = false
      isBeginningSeen = false
    }
    if let known = announced[number], known.architecture != nil { return }
    announced[number] = parent
  }

  // MARK: The life of a call

  mutating func suspend(
    _ call: TracedCall, _ process: TracedProcess, _ recorder: inout Recorder
  ) {
    abandon(process, &recorder)
    process.pending = call
    if !dying.isEmpty { dying[ObjectIdentifier(process)] = nil }
    if roles[call.name] == .fork { forking[ObjectIdentifier(process)] = process }
    suspended.append(process, call.name, living: processes.count)
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
    _ name: PrintedName, _ recorder: inout Recorder
  ) -> TracedCall? {
    guard roles[name] == .exec, let thread = suspended.latest(name),
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
  mutating func abandon(_ process: TracedProcess, _ recorder: inout Recorder) {
    guard let call = process.pending else { return }
    takePending(process)
    recorder.note(.unfinishedCall, line: call.line)
    conclude(call, process, &recorder)
  }

  /// Counts a call that ended, or of which no more will be heard.
  mutating func conclude(
    _ call: TracedCall, _ process: TracedProcess, _ recorder: inout Recorder
  ) {
    let succeeded = call.outcome == .returned
    let role = succeeded ? roles[call.name] : .none
    if succeeded, let program = call.program { process.identity.run(program) }
    if !recorder.selection.isEverything, !recorder.selection.includes(process) {
      recorder.note(.otherProcess)
    } else {
      count(call, process, &recorder)
    }
    switch role {
    case .none, .map, .threadPointer: break
    case .fork:
      if let child = call.result.flatMap({ UInt32(exactly: $0) }), child > 0 {
        announce(child, asParent(process))
      }
    case .exec: beginProgram(process, &recorder)
    }
  }

  /// A call ended by `= ?`: no more calls come, unless the process goes on as another's thread.
  mutating func noteDeath(of process: TracedProcess) {
    dying[ObjectIdentifier(process)] = process
  }

  /// A process runs a new program, which may be of another bitness; with `-o` no line says so.
  mutating func beginProgram(_ process: TracedProcess, _ recorder: inout Recorder) {
    process.ranProgram = true
    guard !sawMode else { return }
    settle(process, &recorder)
    process.abi = .open([])
  }

  private mutating func count(
    _ call: TracedCall, _ process: TracedProcess, _ recorder: inout Recorder
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
        if architecture != wide { recorder.note(.guessedArchitecture, line: call.line) }
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
  func concludeOrphan(
    _ name: PrintedName, _ outcome: Outcome, _ process: TracedProcess, _ recorder: inout Recorder
  ) {
    let architecture: Architecture =
      if case .known(let known) = process.abi { known } else { recorder.assumedArchitecture }
    let (call, owner) = name.call(on: architecture)
    recorder.concludeOrphan(call, on: owner, outcome)
  }

  private func enter(
    _ traced: TracedCall, on architecture: Architecture, _ process: TracedProcess,
    _ recorder: inout Recorder
  ) {
    enter(traced, as: decision.resolve(traced, on: architecture, &recorder), process, &recorder)
  }

  private func enter(
    _ traced: TracedCall, as resolution: Resolution, _ process: TracedProcess,
    _ recorder: inout Recorder
  ) {
    let slot = recorder.enter(
      resolution.call, on: resolution.architecture, arguments: resolution.arguments,
      line: traced.line)
    recorder.conclude(slot, traced.outcome)
    process.latest = TracedProcess.Counted(slot: slot, call: traced, resolution: resolution)
  }

  // MARK: Refusals

  /// `--- SIGSYS {…, si_syscall=__NR_getuid, …} ---`: a filter did not let the latest call run.
  mutating func refuse(
    _ name: PrintedName, _ process: TracedProcess, _ recorder: inout Recorder
  ) {
    if !refuseLatest(process, &recorder, where: { $0.isSame(as: name, $1) }) {
      // Its own line is not in the log.
      recorder.note(.orphanedResumption)
      concludeOrphan(name, .denied, process, &recorder)
    }
  }

  /// `+++ killed by SIGSYS +++`, with no more: `getuid() = 102` before it shows the call's own
  /// number as if that were its result. Threads that died along with it show none.
  mutating func refuseKilled(_ process: TracedProcess, _ recorder: inout Recorder) {
    _ = refuseLatest(process, &recorder) { $0.showsNumber(on: $1) }
  }

  private func refuseLatest(
    _ process: TracedProcess, _ recorder: inout Recorder,
    where isMeant: (TracedCall, Architecture) -> Bool
  ) -> Bool {
    if case .open(var waiting) = process.abi, let last = waiting.last {
      guard
        isMeant(last, recorder.assumedArchitecture)
          || recorder.assumedArchitecture.narrowCompanion.map({ isMeant(last, $0) }) ?? false
      else { return false }
      waiting[waiting.count - 1].outcome = .denied
      process.abi = .open(waiting)
      return true
    }
    guard let latest = process.latest, isMeant(latest.call, latest.resolution.architecture) else {
      return false
    }
    recorder.revise(latest.slot, from: latest.call.outcome, to: .denied)
    process.latest!.call.outcome = .denied
    return true
  }

  // MARK: The ends of processes

  /// A thread other than the first called execve, and takes over the first one's number.
  mutating func supersede(
    _ leader: TracedProcess, by number: UInt32, _ recorder: inout Recorder
  ) {
    abandon(leader, &recorder)
    guard let thread = processes[number], thread !== leader else { return }
    let call = thread.pending
    takePending(thread)
    end(thread, &recorder)
    if let call { suspend(call, leader, &recorder) }
  }

  mutating func end(_ process: TracedProcess, _ recorder: inout Recorder) {
    if let call = process.pending {
      // `+++ killed by SIGKILL +++` tells that nothing more will come.
      takePending(process)
      conclude(call, process, &recorder)
    }
    settle(process, &recorder)
    processes.remove(process)
    if !dying.isEmpty { dying[ObjectIdentifier(process)] = nil }
  }

  private mutating func forget(_ process: TracedProcess, _ recorder: inout Recorder) {
    abandon(process, &recorder)
    end(process, &recorder)
  }

  /// The log ends; what is pending now was entered and stays unfinished.
  mutating func finish(_ recorder: inout Recorder) {
    for process in processes.all {
      if process.number == 0 { recorder.note(process: 0) }
      forget(process, &recorder)
    }
    suspended = SuspendedCalls()
    announced = [:]
    announcesAll = false
  }

  // MARK: Architectures

  /// `[ Process PID=18947 runs in 32 bit mode. ]`
  mutating func setMode(
    _ mode: ArchitectureDecision.Mode, _ number: UInt32, _ recorder: inout Recorder
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
    sawMode = true
  }

  /// Whether nothing has told yet which architecture a process's calls belong to.
  func isUndecided(_ process: TracedProcess) -> Bool {
    if case .open = process.abi { true } else { false }
  }

  /// Decides without evidence.
  private func settle(_ process: TracedProcess, _ recorder: inout Recorder) {
    guard case .open(let waiting) = process.abi, !waiting.isEmpty else { return }
    let wide = recorder.assumedArchitecture
    if let inherited = process.inherited {
      settle(process, on: inherited, &recorder)
    } else {
      // The execve with which a log begins is the tracer's or the runtime's.
      if wide.narrowCompanion != nil,
        let guessed = waiting.first(where: { roles[$0.name] != .exec })
      {
        recorder.note(.guessedArchitecture, line: guessed.line)
      }
      settle(process, on: wide, &recorder)
    }
  }

  private func settle(
    _ process: TracedProcess, on architecture: Architecture, _ recorder: inout Recorder
  ) {
    guard case .open(let waiting) = process.abi else { return }
    process.abi = .known(architecture)
    for call in waiting { enter(call, on: architecture, process, &recorder) }
  }
}

extension TracedCall {
  /// Whether `other` names this call, be it as the sub-call of a multiplexer.
  fileprivate func isSame(as other: PrintedName, _ architecture: Architecture) -> Bool {
    if name.isSame(as: other)
      || name.call(on: architecture).call == other.call(on: architecture).call
    {
      return true
    }
    guard let text = name.text, let multiplexer = other.text else { return false }
    return Multiplexer.call(showing: text, named: multiplexer) != nil
  }

  /// Whether its result is its own number.
  fileprivate func showsNumber(on architecture: Architecture) -> Bool {
    guard let result else { return false }
    if let number { return UInt64(number) == result }
    let (call, owner) = name.call(on: architecture)
    switch call {
    case .known(let syscall):
      if let number = syscall.rawNumber(on: owner), UInt64(number) == result { return true }
      guard
        let (multiplexer, _) = Multiplexer.call(showing: syscall.name, named: "socketcall")
          ?? Multiplexer.call(showing: syscall.name, named: "ipc"),
        let number = multiplexer.number(on: owner)
      else { return false }
      return UInt64(number) == result
    case .number(let number): return UInt64(number) == result
    case .name: return false
    }
  }
}
