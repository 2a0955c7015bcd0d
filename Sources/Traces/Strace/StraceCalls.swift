internal import Observations
internal import Syscalls

/// Joins the halves of calls, knows who is alive, and decides whose architecture a call is.
struct StraceCalls {
  /// What `[ Process PID=4711 runs in … mode. ]` says.
  enum Mode { case wide, narrow, x32 }

  /// The process of a file of `strace -ff`, whose lines name none.
  private let fileProcess: UInt32?
  private var processes = TracedProcesses()
  /// Processes that a message or the result of a clone told of.
  private var announced: Set<UInt32> = []
  private var sawAttachMessage = false
  private var sawMode = false
  /// Whether a line gave reason to believe in the assumed architecture.
  private var sawEvidence = false

  /// The process without a number in a log that numbers the others: see ``process(of:_:)``.
  private static let nameless: UInt32 = 0

  init(process: UInt32?) {
    fileProcess = process
  }

  var isOneProcessPerFile: Bool { fileProcess != nil }

  // MARK: Whose line it is

  /// The process that a line tells of; `nil` where it cannot be a process of this log.
  ///
  /// On a terminal the number is absent before the first child and as soon as one process is left,
  /// whoever that is.
  mutating func process(
    of prefix: LinePrefix, resuming name: PrintedName? = nil, _ recorder: inout Recorder
  ) -> UInt32? {
    guard let number = number(of: prefix, resuming: name) else { return nil }
    if !processes.contains(number) { add(number, recorder) }
    if number != Self.nameless { recorder.note(process: number) }
    return number
  }

  private mutating func number(of prefix: LinePrefix, resuming name: PrintedName?) -> UInt32? {
    if let number = prefix.process {
      if processes.contains(number) || prefix.processStyle == .bare { return number }
      if processes.contains(Self.nameless), !announced.contains(number) {
        processes.rename(Self.nameless, to: number)
        return number
      }
      return announced.contains(number) || !sawAttachMessage ? number : nil
    }
    if let fileProcess { return fileProcess }
    if let only = processes.only { return only }
    if let name, let only = processes.only(where: { $0.pending?.name == name }) { return only }
    return Self.nameless
  }

  private mutating func add(_ number: UInt32, _ recorder: Recorder) {
    // A child is first seen while its parent's clone is not finished yet, or just after it.
    let parent = processes.only { process in
      ["clone", "clone3", "fork", "vfork"].contains(process.pending?.name.text)
    }
    var state = TracedProcess(abi: .open([]))
    if let parent, let parentState = processes[parent] {
      if case .known(let architecture) = parentState.abi { state.abi = .known(architecture) }
      state.command = parentState.command
      state.executable = parentState.executable
    } else if sawMode {
      state.abi = .known(recorder.assumedArchitecture)
    }
    processes[number] = state
  }

  mutating func announce(_ message: TracerMessage, _ recorder: inout Recorder) {
    guard message.isAttached else { return }
    sawAttachMessage = true
    announced.insert(message.process)
  }

  // MARK: The life of a call

  mutating func suspend(_ call: TracedCall, _ process: UInt32, _ recorder: inout Recorder) {
    // strace up to 4.14 does not tell of calls that death ended; a second start says so, too.
    let previous = processes.update(process) { state in
      let previous = state.pending
      state.pending = call
      return previous
    }
    if let previous { conclude(previous, process, &recorder) }
  }

  /// The pending call that `<... name resumed>` ends; `nil` where there is none of that name.
  mutating func takePending(_ name: PrintedName, _ process: UInt32) -> TracedCall? {
    processes.update(process) { state in
      guard let pending = state.pending, pending.name.isSame(as: name) else { return nil }
      state.pending = nil
      return pending
    }
  }

  /// Counts a call that ended, or of which no more will be heard.
  mutating func conclude(_ call: TracedCall, _ process: UInt32, _ recorder: inout Recorder) {
    if !recorder.selection.isEverything, !isSelected(process, recorder.selection) {
      recorder.note(.otherProcess)
      return
    }
    let state = processes.update(process) { $0.abi }
    switch state {
    case .known(let architecture):
      enter(call, on: architecture, process, &recorder)
    case .open(var waiting):
      if let architecture = evidence(in: call, recorder.assumedArchitecture) {
        settle(process, on: architecture, &recorder)
        enter(call, on: architecture, process, &recorder)
      } else {
        waiting.append(call)
        let isFull = waiting.count >= TracedProcess.patience
        processes.update(process) { $0.abi = .open(waiting) }
        if isFull { settle(process, on: recorder.assumedArchitecture, &recorder) }
      }
    }
  }

  /// Looks at what a finished call changes: new processes, and new programs in old ones.
  mutating func follow(
    _ call: TracedCall, _ result: ResultText, _ process: UInt32, _ recorder: inout Recorder
  ) {
    guard case .returned = call.outcome, case .known(let syscall) = call.name else { return }
    switch syscall {
    case Self.clone, Self.clone3, Self.fork, Self.vfork:
      if let child = result.value.flatMap({ UInt32(exactly: $0) }), child > 0 {
        announced.insert(child)
      }
    case Self.execve, Self.execveat:
      // The new program may be of another bitness, and with `-o` no line says so.
      guard !sawMode else { return }
      settle(process, on: recorder.assumedArchitecture, &recorder)
      processes.update(process) { $0.abi = .open([]) }
    default: break
    }
  }

  private static let clone = Syscall("clone")!
  private static let clone3 = Syscall("clone3")!
  private static let fork = Syscall("fork")!
  private static let vfork = Syscall("vfork")!
  private static let execve = Syscall("execve")!
  private static let execveat = Syscall("execveat")!

  mutating func concludeOrphan(
    _ name: PrintedName, _ outcome: Outcome, _ process: UInt32, _ recorder: inout Recorder
  ) {
    let (call, architecture) = name.call(on: architecture(of: process, recorder))
    recorder.concludeOrphan(call, on: architecture, outcome)
  }

  /// Corrects the latest call of a process: a seccomp filter did not let it run.
  mutating func deny(_ name: PrintedName?, _ process: UInt32, _ recorder: inout Recorder) {
    processes.update(process) { state in
      if case .open(var waiting) = state.abi, let last = waiting.last,
        name == nil || last.name.isSame(as: name!)
      {
        waiting[waiting.count - 1].outcome = .denied
        state.abi = .open(waiting)
      } else if let latest = state.latest, name == nil || latest.call.isSame(as: name!) {
        recorder.revise(latest.slot, from: latest.outcome, to: .denied)
        state.latest!.outcome = .denied
      }
    }
  }

  /// A thread other than the first called execve, and takes over the first one's number.
  mutating func supersede(_ leader: UInt32, by thread: UInt32, _ recorder: inout Recorder) {
    guard processes.contains(thread), thread != leader else { return }
    let pending = processes.update(thread) { state in
      defer { state.pending = nil }
      return state.pending
    }
    end(thread, &recorder)
    if let abandoned = processes.update(leader, { $0.pending }) {
      conclude(abandoned, leader, &recorder)
    }
    processes.update(leader) { $0.pending = pending }
  }

  mutating func end(_ process: UInt32, _ recorder: inout Recorder) {
    if let pending = processes.update(process, { $0.pending }) {
      conclude(pending, process, &recorder)
    }
    settle(process, on: recorder.assumedArchitecture, &recorder)
    processes[process] = nil
  }

  /// The log ends; what is pending now was entered and stays unfinished.
  mutating func finish(_ recorder: inout Recorder) {
    for process in processes.numbers {
      if let pending = processes.update(process, { $0.pending }) {
        recorder.note(.unfinishedCall, line: pending.line)
      }
      end(process, &recorder)
    }
    if !sawEvidence, !sawMode { recorder.note(.guessedArchitecture) }
  }

  // MARK: Architectures

  mutating func setMode(_ mode: Mode, _ process: UInt32, _ recorder: inout Recorder) {
    let wide = recorder.assumedArchitecture
    let architecture: Architecture =
      switch mode {
      case .wide: wide
      case .narrow: wide.narrowCompanion ?? wide
      case .x32: .x32
      }
    sawMode = true
    let number =
      processes.contains(process) ? process : fileProcess ?? processes.only ?? process
    if !processes.contains(number) {
      processes[number] = TracedProcess(abi: .known(architecture))
    } else {
      // What waits was called before the mode changed.
      settle(number, on: wide, &recorder)
      processes.update(number) { $0.abi = .known(architecture) }
    }
  }

  private func architecture(of process: UInt32, _ recorder: Recorder) -> Architecture {
    if case .known(let architecture) = processes[process]?.abi { return architecture }
    return recorder.assumedArchitecture
  }

  /// What a call tells of its process's architecture; `nil` where it could be of either.
  private mutating func evidence(in call: TracedCall, _ wide: Architecture) -> Architecture? {
    guard let narrow = wide.narrowCompanion else { return wide }
    if call.number != nil { return nil }
    let isWide =
      call.isWide || call.instructionPointerDigits == 16
      || (call.name.exists(on: wide) && !call.name.exists(on: narrow))
    if isWide {
      sawEvidence = true
      return wide
    }
    if call.instructionPointerDigits == 8
      || (call.name.exists(on: narrow) && !call.name.exists(on: wide))
    {
      return narrow
    }
    return nil
  }

  /// Decides a process's architecture and counts the calls that waited for it.
  private mutating func settle(
    _ process: UInt32, on architecture: Architecture, _ recorder: inout Recorder
  ) {
    guard case .open(let waiting) = processes[process]?.abi else { return }
    processes.update(process) { $0.abi = .known(architecture) }
    // With `-n` the number tells, and nothing was guessed.
    if architecture != recorder.assumedArchitecture { recorder.note(.guessedArchitecture) }
    for call in waiting { enter(call, on: architecture, process, &recorder) }
  }

  private mutating func enter(
    _ traced: TracedCall, on architecture: Architecture, _ process: UInt32,
    _ recorder: inout Recorder
  ) {
    let (call, owner) = resolve(traced, on: architecture, &recorder)
    let slot = recorder.enter(
      call, on: owner, arguments: traced.arguments, line: traced.line)
    recorder.conclude(slot, traced.outcome)
    processes.update(process) { $0.latest = (slot, traced.name, traced.outcome) }
  }

  /// The call that is meant, and the architecture it belongs to: usually its process's.
  private mutating func resolve(
    _ traced: TracedCall, on architecture: Architecture, _ recorder: inout Recorder
  ) -> (call: Call, architecture: Architecture) {
    if let number = traced.number {
      if let found = numbered(number, traced.name, on: architecture, recorder) {
        sawEvidence = true
        return found
      }
    }
    if traced.name.exists(on: architecture) { return traced.name.call(on: architecture) }
    if case .known = traced.name {
      // `int $0x80` from 64-bit code, or the other way round: the name tells.
      let wide = recorder.assumedArchitecture
      for other in [wide] + wide.companions
      where other != architecture && traced.name.exists(on: other) {
        recorder.note(.guessedArchitecture, line: traced.line)
        return traced.name.call(on: other)
      }
      recorder.note(.architectureMismatch, line: traced.line)
    }
    return traced.name.call(on: architecture)
  }

  /// With `-n`: the architecture on which the printed number bears the printed name.
  private func numbered(
    _ number: UInt32, _ name: PrintedName, on architecture: Architecture, _ recorder: Recorder
  ) -> (call: Call, architecture: Architecture)? {
    let wide = recorder.assumedArchitecture
    if wide == .x86_64, number & Architecture.x32Bit != 0, number != .max {
      return (Call(number: number & ~Architecture.x32Bit, on: .x32), .x32)
    }
    let candidates =
      [architecture] + ([wide] + wide.companions).filter { $0 != architecture && $0 != .x32 }
    for candidate in candidates {
      let call = Call(number: number, on: candidate)
      if name.call(on: candidate).call == call { return (call, candidate) }
      // `[ 102] socket(`: strace shows the sub-call of socketcall and ipc.
      if let multiplexer = call.syscall?.name, multiplexer == "socketcall" || multiplexer == "ipc" {
        return (call, candidate)
      }
    }
    return nil
  }

  // MARK: Arguments

  /// The values that the line gives of the call's significant arguments.
  static func arguments(
    of name: PrintedName, _ scan: ArgumentScan, _ line: Span<UInt8>, on architecture: Architecture
  ) -> ArgumentValues {
    guard case .known(let syscall) = name, syscall.hasSignificantArguments else { return .init() }
    var values = ArgumentValues()
    for argument in syscall.significantArguments(on: architecture) {
      let position = syscall == clone ? flagsPosition(scan, line) ?? argument.index : argument.index
      guard let range = scan.argument(position, in: line),
        let value = ArgumentText.value(line, range)
      else { continue }
      values.append(value & argument.mask, at: argument.index)
    }
    return values
  }

  /// strace prints the stack of clone(2) first, while the flags are the first register:
  /// `clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD, …)`; with `-e raw` it does not.
  private static func flagsPosition(_ scan: ArgumentScan, _ line: Span<UInt8>) -> Int? {
    (0..<scan.count).first { index in
      scan.argument(index, in: line).map { line.hasPrefix("flags=", at: $0.lowerBound) } ?? false
    }
  }

  // MARK: Selection

  /// Learns a process's name from `-Y`, or from the path of an execve.
  mutating func learn(
    _ name: PrintedName, _ scan: ArgumentScan, _ line: Span<UInt8>, process: UInt32,
    _ prefix: LinePrefix, _ recorder: inout Recorder
  ) {
    guard !recorder.selection.isEverything else { return }
    if let range = prefix.command {
      let command = line.text(range)
      processes.update(process) { $0.command = command }
    }
    guard name.text == "execve", let path = scan.argument(0, in: line),
      line[path.lowerBound] == .quote
    else { return }
    guard case .result(let offset) = scan.ending,
      ResultText(line, from: offset).outcome == .returned
    else { return }
    let text = line.text((path.lowerBound + 1)..<(path.upperBound - 1))
    processes.update(process) { state in
      state.executable = text
      if prefix.command == nil {
        let base = text.split(separator: "/").last.map(String.init) ?? text
        state.command = String(decoding: base.utf8.prefix(15), as: UTF8.self)
      }
    }
  }

  private func isSelected(_ process: UInt32, _ selection: Selection) -> Bool {
    let state = processes[process]
    if !selection.processes.isEmpty, !selection.processes.contains(process) { return false }
    if !selection.commands.isEmpty,
      !(state?.command.map(selection.commands.contains) ?? false)
    {
      return false
    }
    if !selection.executables.isEmpty,
      !(state?.executable.map(selection.executables.contains) ?? false)
    {
      return false
    }
    return true
  }
}

extension Architecture {
  /// The 32-bit ABI whose processes run beside this one's, and whose lines look the same.
  var narrowCompanion: Architecture? { companions.first { $0 != .x32 } }
}

extension PrintedName {
  /// Whether two spellings mean the same call: the halves of one may differ where strace gives
  /// the x32 number or an old name at one end only.
  func isSame(as other: PrintedName) -> Bool {
    self == other || (text != nil && text == other.text)
  }
}
