/// Which processes are inside a call of a name, for the ends of calls that no number precedes.
struct SuspendedCalls {
  private var processes: [PrintedName: [TracedProcess]] = [:]
  private var count = 0

  mutating func append(_ process: TracedProcess, _ name: PrintedName, living: Int) {
    processes[name, default: []].append(process)
    count += 1
    // Most have gone on since; each process is inside one call at the most.
    if count > 2 * living + 64 { removeStale() }
  }

  /// Adds processes whose calls may have been entered before those that are known.
  mutating func merge(_ others: [TracedProcess]) {
    guard !others.isEmpty else { return }
    for process in others {
      if let call = process.pending { processes[call.name, default: []].append(process) }
    }
    removeStale()
    for name in processes.keys { processes[name]!.sort { $0.pending!.line < $1.pending!.line } }
  }

  /// The process that entered a call of this name last and is still inside.
  mutating func latest(_ name: PrintedName) -> TracedProcess? {
    while let process = processes[name]?.popLast() {
      count -= 1
      if process.pending?.name == name { return process }
    }
    return nil
  }

  private mutating func removeStale() {
    var seen: Set<ObjectIdentifier> = []
    for (name, inside) in processes {
      let left = inside.filter {
        $0.pending?.name == name && seen.insert(ObjectIdentifier($0)).inserted
      }
      processes[name] = left.isEmpty ? nil : left
    }
    count = seen.count
  }
}
