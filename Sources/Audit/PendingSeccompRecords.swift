internal import Findings
internal import Logs
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
struct PendingSeccompRecords {
  /// With more kinds of open entries than this, all of them are taken to be without a SYSCALL record.
  static let limit = 1 << 15

  /// A call of an architecture, by its place in a list.
  struct Meaning {
    fileprivate var index: UInt32 = 0
  }

  private struct CallKey: Hashable {
    let architecture: Architecture
    let call: SyscallReference
  }

  private struct Entry {
    let node: UInt64
    let process: UInt32
    let meaning: UInt32
    /// Where the first of them stands.
    let file: UInt32
    let line: Int
    /// How many are open.
    var count: UInt32 = 1

    @inline(__always)
    func isOf(_ meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Bool {
      self.meaning == meaning.index && self.process == process && self.node == node
    }
  }

  /// In the order of the log; some are answered.
  private var entries: [Entry] = []
  /// A hash table: the place of an entry, plus one; 0 for an empty slot. Its size is a power of two, at
  /// least twice as many as there are entries.
  private var slots = [UInt32](repeating: 0, count: 1024)
  private var open = 0
  private var calls: [CallKey] = []
  private var meanings: [CallKey: Meaning] = [:]
  private var unknownCalls = UnknownCalls()
  private var files: [String] = []

  var isEmpty: Bool { open == 0 }

  /// Whether there are as many kinds as are kept open.
  var isFull: Bool { open >= Self.limit }

  mutating func meaning(of call: SyscallReference, on architecture: Architecture) -> Meaning {
    let key = CallKey(architecture: architecture, call: call)
    if let known = meanings[key] { return known }
    let standIn = unknownCalls.standIn(for: call)
    guard standIn == call else { return self.meaning(of: standIn, on: architecture) }
    let meaning = Meaning(index: UInt32(calls.count))
    calls.append(key)
    meanings[key] = meaning
    return meaning
  }

  /// Adds an entry that stands at `line` of `file`.
  mutating func add(
    _ meaning: Meaning, process: UInt32, node: UInt64, file: String, line: Int,
    into recorder: inout ObservationBuilder
  ) {
    if addToOpen(meaning, process, node) { return }
    if isFull { enterAll(into: &recorder) }
    addFirst(meaning, process, node, file: file, line: line)
  }

  /// Adds an entry of whose kind none is open, where there is room for one.
  @inline(never)
  mutating func addFirst(
    _ meaning: Meaning, _ process: UInt32, _ node: UInt64, file: String, line: Int
  ) {
    if 2 * (entries.count + 1) > slots.count { makeRoom() }
    if files.last != file { files.append(file) }
    entries.append(
      Entry(
        node: node, process: process, meaning: meaning.index, file: UInt32(files.count - 1),
        line: line))
    slots[slot(of: meaning, process, node)] = UInt32(entries.count)
    open += 1
  }

  /// Takes the entry out that a SYSCALL record answers; `nil` where there is none.
  mutating func remove(_ meaning: Meaning, process: UInt32, node: UInt64) -> SourceLocation? {
    guard let place = find(meaning, process, node) else { return nil }
    entries[place].count -= 1
    if entries[place].count == 0 { open -= 1 }
    return self.place(of: place)
  }

  private func place(of index: Int) -> SourceLocation {
    SourceLocation(file: files[Int(entries[index].file)], line: entries[index].line)
  }

  /// Enters what no SYSCALL record has answered, in the order of the log.
  mutating func enterAll(into recorder: inout ObservationBuilder) {
    /// By meaning, how many, and the place of the first of them.
    var sums = [(count: Int, first: Int)](repeating: (0, 0), count: calls.count)
    var order: [Int] = []
    var places = 0
    var rest = 0
    var last = 0
    for index in entries.indices where entries[index].count > 0 {
      let meaning = Int(entries[index].meaning)
      let count = Int(entries[index].count)
      if sums[meaning].count == 0 {
        sums[meaning].first = index
        order.append(meaning)
      }
      sums[meaning].count += count
      places += 1
      if places <= Ledger.Entry.placesKept {
        recorder.note(.namesOnly, count: count, place: place(of: index))
      } else {
        rest += count
        last = index
      }
    }
    if rest > 0 { recorder.note(.namesOnly, count: rest, place: place(of: last)) }
    for meaning in order {
      let (count, first) = sums[meaning]
      let slot = recorder.enter(
        calls[meaning].call, on: calls[meaning].architecture, place: place(of: first), count: count)
      recorder.conclude(slot, .unknown, count: count)
    }
    // In place: a log of many processes comes here again and again.
    entries.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
    open = 0
  }

  /// Counts one more of an open entry of this kind; `false` where there is none.
  @inline(__always)
  mutating func addToOpen(_ meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Bool {
    guard let place = find(meaning, process, node) else { return false }
    entries[place].count &+= 1
    return true
  }

  /// The place of the open entry of this kind.
  @inline(__always)
  func find(_ meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Int? {
    var slot = firstSlot(of: meaning, process, node)
    while slots[slot] > 0 {
      let place = Int(slots[slot] &- 1)
      if entries[place].isOf(meaning, process, node) {
        return entries[place].count > 0 ? place : nil
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  @inline(__always)
  private func firstSlot(of meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Int {
    let key = (UInt64(process) << 16 ^ UInt64(meaning.index) ^ node) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: key >> 40) & (slots.count &- 1)
  }

  /// The slot of the latest entry of this kind, or the empty one where it would be.
  private func slot(of meaning: Meaning, _ process: UInt32, _ node: UInt64) -> Int {
    var slot = firstSlot(of: meaning, process, node)
    while slots[slot] > 0, !entries[Int(slots[slot] &- 1)].isOf(meaning, process, node) {
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return slot
  }

  /// Drops the entries that are answered, and grows where that is not enough.
  private mutating func makeRoom() {
    entries.removeAll { $0.count == 0 }
    var size = 1024
    while size < 4 * (entries.count + 1) { size *= 2 }
    slots = .init(repeating: 0, count: size)
    for (place, entry) in entries.enumerated() {
      let meaning = Meaning(index: entry.meaning)
      slots[slot(of: meaning, entry.process, entry.node)] = UInt32(place + 1)
    }
  }
}
