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
  static let limit = 1 << 15

  /// A call of an architecture, by its place in a list.
  struct Meaning {
    fileprivate let index: UInt32
  }

  private struct CallKey: Hashable {
    let architecture: Architecture
    let call: Call
  }

  private struct Row {
    var node: UInt64 = 0
    var process: UInt32 = 0
    /// The place in ``calls``, plus one; 0 in an empty row.
    var meaning: UInt32 = 0
    /// How many entries are open. The row stays when they are answered.
    var count: UInt32 = 0
    /// Where the first of them stands.
    var file: UInt32 = 0
    var line = 0

    func isOf(_ meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Bool {
      self.meaning == meaning.index + 1 && self.process == process && self.node == node
    }
  }

  /// A hash table; its size is a power of two, at least twice ``taken``.
  private var rows = [Row](repeating: Row(), count: 64)
  private var taken = 0
  private var open = 0
  private var calls: [CallKey] = []
  private var meanings: [CallKey: Meaning] = [:]
  private var files: [String] = []

  var isEmpty: Bool { open == 0 }

  mutating func meaning(of call: Call, on architecture: Architecture) -> Meaning {
    let key = CallKey(architecture: architecture, call: call)
    if let known = meanings[key] { return known }
    let meaning = Meaning(index: UInt32(calls.count))
    calls.append(key)
    meanings[key] = meaning
    return meaning
  }

  /// Adds an entry that stands at `line` of `file`.
  mutating func add(
    _ meaning: Meaning, process: UInt32, node: UInt64, file: String, line: Int,
    into recorder: inout Recorder
  ) {
    let place = place(of: meaning, process, node)
    guard rows[place].count == 0 else {
      rows[place].count += 1
      return
    }
    if open >= Self.limit { enterAll(into: &recorder) }
    if files.last != file { files.append(file) }
    begin(meaning, process, node, line)
  }

  private mutating func begin(
    _ meaning: Meaning, _ process: UInt32, _ node: UInt64, _ line: Int
  ) {
    if 2 * (taken + 1) > rows.count { grow() }
    let place = place(of: meaning, process, node)
    if rows[place].meaning == 0 { taken += 1 }
    rows[place] = Row(
      node: node, process: process, meaning: meaning.index + 1, count: 1,
      file: UInt32(files.count - 1), line: line)
    open += 1
  }

  /// Takes the entry out that a SYSCALL record answers; `nil` where there is none.
  mutating func remove(_ meaning: Meaning, process: UInt32, node: UInt64) -> Place? {
    let place = place(of: meaning, process, node)
    guard rows[place].count > 0 else { return nil }
    rows[place].count -= 1
    if rows[place].count == 0 { open -= 1 }
    return Place(file: files[Int(rows[place].file)], line: rows[place].line)
  }

  /// Enters what no SYSCALL record has answered, in the order of the log.
  mutating func enterAll(into recorder: inout Recorder) {
    let unanswered = rows.filter { $0.count > 0 }
      .sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    for row in unanswered {
      let key = calls[Int(row.meaning) - 1]
      let place = Place(file: files[Int(row.file)], line: row.line)
      let count = Int(row.count)
      let slot = recorder.enter(key.call, on: key.architecture, place: place, count: count)
      recorder.conclude(slot, .unknown, count: count)
      recorder.note(.namesOnly, count: count, place: place)
    }
    // In place: a log of many processes comes here again and again.
    for place in rows.indices { rows[place] = Row() }
    taken = 0
    open = 0
  }

  /// The place of the row of this kind, or of the empty one where it would be.
  private func place(of meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Int {
    let key = (UInt64(process) << 16 ^ UInt64(meaning.index) ^ node) &* 0x9e37_79b9_7f4a_7c15
    var place = Int(truncatingIfNeeded: key >> 40) & (rows.count - 1)
    while rows[place].meaning != 0, !rows[place].isOf(meaning, process, node) {
      place = (place + 1) & (rows.count - 1)
    }
    return place
  }

  private mutating func grow() {
    let kept = rows.filter { $0.count > 0 }
    var size = 64
    while size < 4 * (kept.count + 1) { size *= 2 }
    rows = .init(repeating: Row(), count: size)
    taken = kept.count
    for row in kept {
      rows[place(of: Meaning(index: row.meaning - 1), row.process, row.node)] = row
    }
  }
}
