internal import Logs
internal import Syscalls

/// The processes that are alive, whose line is whose, and what plain lines have told of each.
///
/// A hash table by number. On a terminal the number is absent before the first child and as soon as one
/// process is left, whoever that is: the process whose number the log has not told yet has 0.
struct ProcessTable {
  /// How many are remembered at once. Logs of `strace -qq` do not tell of ends.
  static let limit = 1 << 14

  /// What plain lines need to know of a process, in place of a ``TracedProcess``, and what they tell.
  struct Row {
    /// The number, plus one; 0 for an empty row.
    fileprivate var key: UInt32 = 0
    /// Whether only plain lines tell of the process at present; for the rest of what is here to be valid.
    fileprivate var isPlain = false
    /// Whether its calls count.
    fileprivate(set) var isSelected = true
    /// The call that is not finished, or ``PlainCall/none``, and where it was entered.
    var pending = PlainCall.none
    var pendingLine = 0
    /// The call that ended last, or ``PlainCall/none``.
    var latest = PlainCall.none
  }

  /// Their number is a power of two, at least twice ``taken``. That of a process that has ended stays until the
  /// table grows.
  var rows = [Row](repeating: Row(), count: 64)
  /// Of each row, the process while it is alive.
  private var processes = [TracedProcess?](repeating: nil, count: 64)
  private var taken = 0
  private(set) var count = 0
  /// Whose line came before this one.
  private var latest: TracedProcess?
  /// In the order in which they were first seen; some may be gone.
  private var ages: [UInt32] = []
  private var oldest = 0
  private let variants: CallSignatures

  init(_ variants: CallSignatures) {
    self.variants = variants
  }

  subscript(number: UInt32) -> TracedProcess? {
    mutating get { find(number).map { resume($0) } }
  }

  private mutating func find(_ number: UInt32) -> TracedProcess? {
    if let latest, latest.number == number { return latest }
    guard let found = processes[rows.span.row(of: number)] else { return nil }
    latest = found
    return found
  }

  /// The only process alive; `nil` where there are none or several.
  var only: TracedProcess? {
    mutating get {
      guard count == 1 else { return nil }
      if latest == nil { latest = processes.lazy.compactMap(\.self).first }
      return latest.map { resume($0) }
    }
  }

  var withoutNumber: TracedProcess? {
    mutating get { self[0] }
  }

  /// All of them, ordered by number.
  var all: [TracedProcess] {
    mutating get {
      processes.compactMap(\.self).sorted { $0.number < $1.number }.map { resume($0) }
    }
  }

  /// The process that entered a call of this name last and is still inside, of those of which more than plain lines
  /// tell.
  func latest(inside name: PrintedName) -> TracedProcess? {
    var found: (process: TracedProcess, line: Int)?
    for case let process? in processes {
      guard let call = process.pending, call.name == name, call.line > found?.line ?? -1 else {
        continue
      }
      found = (process, call.line)
    }
    return found?.process
  }

  mutating func insert(_ process: TracedProcess) {
    // From now on, a line without a number may be another's.
    _ = withoutNumber
    latest = process
    if 2 * (taken + 1) > rows.count { grow() }
    let index = rows.span.row(of: process.number)
    if rows[index].key == 0 { taken += 1 }
    if processes[index] == nil { count += 1 }
    rows[index] = Row(key: process.number &+ 1)
    processes[index] = process
    if process.number > 0 { ages.append(process.number) }
  }

  mutating func remove(_ process: TracedProcess) {
    if latest === process { latest = nil }
    let index = rows.span.row(of: process.number)
    guard processes[index] != nil else { return }
    rows[index].isPlain = false
    processes[index] = nil
    count -= 1
  }

  /// The log tells the number of the process that had none.
  mutating func tellNumber(_ number: UInt32) -> TracedProcess? {
    guard let process = withoutNumber else { return nil }
    remove(process)
    process.number = number
    insert(process)
    return process
  }

  /// The process to be forgotten, where there are more than ``limit``.
  mutating func surplus() -> TracedProcess? {
    guard count > Self.limit else { return nil }
    defer {
      if oldest > ages.count / 2 {
        ages.removeFirst(oldest)
        oldest = 0
      }
    }
    while oldest < ages.count {
      oldest += 1
      if let process = self[ages[oldest - 1]] { return process }
    }
    return nil
  }

  private mutating func grow() {
    var size = rows.count
    while size < 4 * (count + 1) { size *= 2 }
    let living = zip(rows, processes).filter { $0.1 != nil }
    rows = .init(repeating: Row(), count: size)
    processes = .init(repeating: nil, count: size)
    taken = living.count
    for (row, process) in living {
      let index = rows.span.row(of: row.key &- 1)
      rows[index] = row
      processes[index] = process
    }
  }
}

// MARK: Plain lines

extension ProcessTable {
  /// The process of this number, where plain lines could tell of it and do not: of the one without a number they can
  /// while it is the only one.
  func toldInFull(_ number: UInt32) -> TracedProcess? {
    let index = rows.span.row(of: number)
    // `4711  --- SIGCHLD {…} ---` is read in full, and changes nothing.
    guard !rows[index].isPlain, number > 0 || count == 1 else { return nil }
    return processes[index]
  }

  /// From now on, plain lines tell of a process, whose calls count where it is selected, and of the end of `call`, where
  /// it is inside of one.
  mutating func letPlainLinesTell(
    of process: TracedProcess, isSelected: Bool, inside call: PlainCall
  ) {
    let index = rows.span.row(of: process.number)
    rows[index] = Row(key: process.number &+ 1, isPlain: true, isSelected: isSelected)
    guard let pending = process.pending else { return }
    process.pending = nil
    rows[index].pending = call
    rows[index].pendingLine = pending.line
  }

  /// The call that plain lines told of and that a process has not finished, or ``PlainCall/none``.
  func plainPending(_ number: UInt32) -> PlainCall {
    rows.span.plainRow(of: number).map { rows[$0].pending } ?? .none
  }

  /// Learns what plain lines have told of all those that are inside a call.
  mutating func resumeSuspended() {
    for index in rows.indices where rows[index].isPlain && !rows[index].pending.isNone {
      _ = processes[index].map { resume($0) }
    }
  }

  /// Learns what plain lines have told of a process: more than they is to tell of it.
  private mutating func resume(_ process: TracedProcess) -> TracedProcess {
    guard let index = rows.span.plainRow(of: process.number) else { return process }
    rows[index].isPlain = false
    process.resume(from: rows[index], variants)
    return process
  }
}

extension Span<ProcessTable.Row> {
  /// The row of a process of which plain lines tell; `nil` for another.
  @inline(__always)
  func plainRow(of number: UInt32) -> Int? {
    let index = row(of: number)
    return self[index].isPlain ? index : nil
  }

  /// The row of a process, or the empty one where it would be.
  @inline(__always)
  fileprivate func row(of number: UInt32) -> Int {
    let key = number &+ 1
    var index = Int(truncatingIfNeeded: (key &* 0x9e37_79b1) >> 7) & (count &- 1)
    while self[index].key != key, self[index].key != 0 { index = (index &+ 1) & (count &- 1) }
    return index
  }
}
