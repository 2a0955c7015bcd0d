internal import Logs

/// Which processes are inside a call of a name, for the ends of calls that no number precedes.
struct SuspendedCalls {
  private struct Entry {
    let process: TracedProcess
    /// The line on which the call was entered.
    let line: Int

    func isInside(_ name: PrintedName) -> Bool {
      guard let call = process.pending else { return false }
      return call.line == line && call.name == name
    }
  }

  /// Those of one name in the order in which they were entered; some have gone on since.
  private var entries: [PrintedName: [Entry]] = [:]
  private var count = 0

  mutating func append(_ process: TracedProcess, _ call: TracedCall, living: Int) {
    entries[call.name, default: []].append(Entry(process: process, line: call.line))
    count += 1
    tidy(living: living)
  }

  /// Adds processes whose calls may have been entered before those that are known.
  mutating func merge(_ processes: [TracedProcess], living: Int) {
    for process in processes {
      guard let call = process.pending else { continue }
      let place = entries[call.name]?.lastIndex { $0.line <= call.line }.map { $0 + 1 } ?? 0
      entries[call.name, default: []].insert(Entry(process: process, line: call.line), at: place)
      count += 1
    }
    tidy(living: living)
  }

  /// The process that entered a call of this name last and is still inside.
  mutating func latest(_ name: PrintedName) -> TracedProcess? {
    while let entry = entries[name]?.popLast() {
      count -= 1
      if entry.isInside(name) { return entry.process }
    }
    return nil
  }

  /// Removes those that have gone on, where there must be some: each process is inside one call at
  /// the most.
  private mutating func tidy(living: Int) {
    guard count > living + living / 4 + 64 else { return }
    count = 0
    for (name, waiting) in entries {
      let inside = waiting.filter { $0.isInside(name) }
      count += inside.count
      entries[name] = inside.isEmpty ? nil : inside
    }
  }
}
