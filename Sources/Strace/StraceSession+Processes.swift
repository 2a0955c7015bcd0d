internal import Logs
internal import Observations
internal import Syscalls

/// Whose line it is.
extension StraceSession {
  /// The process that a line tells of; `nil` where it cannot be a process of this log.
  mutating func process(
    of prefix: LinePrefix, _ event: Event, _ recorder: inout ObservationBuilder
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
    if case .resumption(let name) = event {
      processes.resumeSuspended()
      if let process = processes.latest(inside: name) { return process }
    }
    return processes.withoutNumber ?? add(0, &recorder)
  }

  private mutating func process(
    _ number: UInt32, isBare: Bool, _ event: Event, _ recorder: inout ObservationBuilder
  ) -> TracedProcess? {
    if let process = processes[number] {
      if !process.isNoted {
        recorder.note(process: number)
        process.isNoted = true
      }
      if case .entry = event, !dying.isEmpty, process.releaseLine == nil,
        dying.removeValue(forKey: ObjectIdentifier(process)) != nil
      {
        // `strace -qq` keeps quiet that it ended: another process has its number.
        descendants.appeared(number, whileMaking: forking.count)
      }
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

  /// `+++ superseded by execve in pid 11 +++` without a number before it: the other threads have ended, and
  /// of these one led them.
  mutating func leader(
    supersededBy number: UInt32, _ recorder: inout ObservationBuilder
  ) -> TracedProcess? {
    if let fileProcess { return process(fileProcess, isBare: true, .other, &recorder) }
    let others = processes.all.filter { $0.number != number }
    let leader =
      others.first { $0.number == 0 } ?? others.first { dying[ObjectIdentifier($0)] != nil }
      ?? others.first
    guard let leader else { return processes.only }
    for other in others where other !== leader { end(other, &recorder) }
    return leader
  }

  /// Whether a line may be of a process in its present state.
  private func isLine(_ event: Event, of process: TracedProcess) -> Bool {
    switch event {
    case .entry, .other: process.pending == nil
    case .resumption(let name): process.pending?.name.isSame(as: name) ?? false
    }
  }

  mutating func add(_ number: UInt32, _ recorder: inout ObservationBuilder) -> TracedProcess {
    let process = TracedProcess(number: number)
    process.firstLine = recorder.line
    var parent = announced.removeValue(forKey: number)
    if !isOneProcessPerFile, !(parent?.isAttached ?? false) {
      let roots = descendants.roots
      descendants.appeared(number, whileMaking: forking.count)
      process.isRoot = descendants.roots > roots
      if process.isRoot, signs.beginsWithProgram == true, processes.count > dying.count,
        recorder.selection.isEverything
      {
        recorder.evidence.strangers.note(at: recorder.place)
      }
    }
    if parent?.architecture == nil, !forking.isEmpty {
      // A child is first seen while its parent's clone is not finished yet.
      parent = likelyParent()
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

  /// What all those have in common that are making a child.
  private func likelyParent() -> Parent {
    guard let first = forking.first?.value else { return Parent() }
    let parent = asParent(first)
    if forking.count == 1 { return parent }
    var asked = 0
    for other in forking.values {
      guard other.architecture == parent.architecture else { return Parent() }
      asked += 1
      if asked == 16 { break }
    }
    return Parent(architecture: parent.architecture)
  }

  func asParent(_ process: TracedProcess) -> Parent {
    Parent(architecture: process.architecture, identity: process.identity)
  }

  /// A log that begins with the start of its program tells of every later process.
  mutating func beginsWithProgram() {
    announcesAll = false
    isBeginningSeen = true
  }

  /// `strace: Process 4711 attached`, `… detached`.
  ///
  /// - Parameter isInsideFork: whether it stands in the midst of a call that makes a process.
  mutating func hear(
    _ message: TracerMessage, isInsideFork: Bool = false, _ recorder: inout ObservationBuilder
  ) {
    switch message.kind {
    case .attached:
      if processes[message.process] == nil, announced[message.process]?.isAttached != true {
        descendants.appeared(
          message.process, whileMaking: forking.count + (isInsideFork ? 1 : 0))
      }
      announce(message.process, Parent(isAttached: true))
      // Of those that were attached to before the log begins nothing is known.
      if isBeginningSeen { announcesAll = true }
    case .attachedWithThreads:
      announcesAll = false
      isBeginningSeen = false
    case .detached:
      guard let process = processes[message.process] else { return }
      release(process, &recorder)
    }
  }

  mutating func announce(_ number: UInt32, _ parent: Parent) {
    if let process = processes[number] {
      if case .open = process.abi, !process.ranProgram, let architecture = parent.architecture {
        process.inherited = architecture
      }
      return
    }
    if announced.count >= ProcessTable.limit {
      announced = [:]
      announcesAll = false
      isBeginningSeen = false
    }
    if let known = announced[number] {
      if parent.isAttached { announced[number]?.isAttached = true }
      if known.architecture != nil { return }
      var parent = parent
      parent.isAttached = parent.isAttached || known.isAttached
      announced[number] = parent
      return
    }
    announced[number] = parent
  }
}
