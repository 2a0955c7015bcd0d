internal import Observations
internal import Syscalls

/// Calls that a SECCOMP record told of at their entry, while a SYSCALL record may still tell of
/// their return.
///
/// Where a filter logs and a rule matches, one call leaves both, with different serial numbers:
///
///     type=SECCOMP msg=audit(1795303876.984:81): … pid=7 … syscall=0 … code=0x7ffc0000
///     type=SYSCALL msg=audit(1795303876.984:82): … syscall=0 success=yes exit=5 … pid=7 …
///
/// `pid=` is the process and not the thread, so halves of several calls stand between the two; they
/// are matched by process, architecture and call. What remains was logged by the filter alone.
struct SeccompEntries {
  /// With more kinds of open entries than this, all of them are taken to be without a SYSCALL record.
  static let limit = 1 << 16

  private struct Key: Hashable {
    let process: UInt64
    let call: UInt64
  }

  private struct Entry {
    let architecture: Architecture
    let call: Call
    var count: Int
    let place: Place
  }

  private var entries: [Key: Entry] = [:]

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ call: AuditCall, node: UInt64, into recorder: inout Recorder, place: Place) {
    let key = Key(process: node, call: call.digest)
    if let index = entries.index(forKey: key) {
      entries.values[index].count += 1
      return
    }
    if entries.count >= Self.limit { enterAll(into: &recorder) }
    entries[key] = Entry(
      architecture: call.architecture, call: call.call, count: 1, place: place)
  }

  /// Takes the entry out that `call`'s SYSCALL record answers; `nil` where there is none.
  mutating func remove(_ call: AuditCall, node: UInt64) -> Place? {
    guard !entries.isEmpty,
      let index = entries.index(forKey: Key(process: node, call: call.digest))
    else { return nil }
    let place = entries.values[index].place
    entries.values[index].count -= 1
    if entries.values[index].count == 0 { entries.remove(at: index) }
    return place
  }

  /// Enters what no SYSCALL record has answered.
  mutating func enterAll(into recorder: inout Recorder) {
    for entry in entries.values {
      let slot = recorder.enter(
        entry.call, on: entry.architecture, place: entry.place, count: entry.count)
      recorder.conclude(slot, .unknown, count: entry.count)
      recorder.note(.namesOnly, count: entry.count, place: entry.place)
    }
    entries.removeAll()
  }
}
