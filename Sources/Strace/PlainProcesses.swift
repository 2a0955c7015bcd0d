internal import Logs

/// The processes of which only plain lines tell at present, and what must be remembered of them: a few
/// bytes each, in place of a ``TracedProcess``.
///
/// A hash table by number. What is taken back leaves its row until the table grows.
struct PlainProcesses {
  struct Row {
    /// The number, plus one; 0 for an empty row.
    fileprivate var key: UInt32 = 0
    /// Whether the process is lent; for the rest of what is here to be valid.
    fileprivate var isLent = false
    /// Whether its calls count.
    fileprivate(set) var isSelected = true
    /// The call that is not finished, or ``PlainCall/none``, and where it was entered.
    var pending = PlainCall.none
    var pendingLine = 0
    /// The call that ended last, or ``PlainCall/none``.
    var latest = PlainCall.none
  }

  /// Their number is a power of two, at least twice ``taken``.
  var rows = [Row](repeating: Row(), count: 64)
  private var taken = 0

  /// Takes the process of this number in, unless it is here already.
  mutating func lend(_ number: UInt32, isSelected: Bool) {
    if 2 * (taken + 1) > rows.count { grow() }
    let index = rows.span.row(of: number)
    // `4711  --- SIGCHLD {…} ---` is read in full, and changes nothing.
    if rows[index].isLent { return }
    if rows[index].key == 0 { taken += 1 }
    rows[index] = Row(key: number &+ 1, isLent: true, isSelected: isSelected)
  }

  /// Gives the process of this number back; `nil` where it was not lent.
  mutating func takeBack(_ number: UInt32) -> Row? {
    guard let index = rows.span.lent(number) else { return nil }
    rows[index].isLent = false
    return rows[index]
  }

  /// The call that a process has not finished; ``PlainCall/none`` also where it is not lent.
  func pending(_ number: UInt32) -> PlainCall {
    rows.span.lent(number).map { rows[$0].pending } ?? .none
  }

  /// The processes that are inside a call.
  var suspended: [UInt32] {
    rows.filter { $0.isLent && !$0.pending.isNone }.map { $0.key &- 1 }
  }

  private mutating func grow() {
    let lent = rows.filter(\.isLent)
    var size = rows.count
    while size < 4 * (lent.count + 1) { size *= 2 }
    rows = .init(repeating: Row(), count: size)
    taken = lent.count
    for row in lent { rows[rows.span.row(of: row.key &- 1)] = row }
  }
}

extension Span<PlainProcesses.Row> {
  /// The row of a process that is lent; `nil` where it is not.
  @inline(__always)
  func lent(_ number: UInt32) -> Int? {
    let index = row(of: number)
    return self[index].isLent ? index : nil
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
