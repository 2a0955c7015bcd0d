internal import Logs
internal import Observations

/// Counts the serial numbers of events that a log does not show.
///
/// Every event has one, calls or not, so a gap is no proof that a call is missing; and records come
/// a little out of order, so a number is missed only once much greater ones have been read.
struct SerialGaps {
  /// A number so much less than those before belongs to a kernel that has started anew.
  static let restart: UInt64 = 1 << 16

  /// The window of the machine whose record came before this one, and that record's number.
  private var window = Window()
  private var latest: UInt64?
  private var node: UInt64 = 0
  /// Those of the other machines, `machinesKept` at the most: with more, all of them begin anew.
  private var others: [UInt64: Window] = [:]
  private static let machinesKept = 1 << 14
  private var firstLine: Int?
  private var count = 0

  /// Notes a number of the machine of the record before it, if it is the same number or the next one and no gap
  /// is known by it: most are.
  @inline(__always)
  mutating func noteNext(_ serial: UInt64, node: UInt64) -> Bool {
    if serial == latest, node == self.node { return true }
    guard latest != nil, node == self.node, serial <= UInt32.max, window.noteNext(serial) else {
      return false
    }
    latest = serial
    return true
  }

  mutating func note(_ serial: UInt64, node: UInt64, line: Int) {
    // The kernel counts in 32 bits (`kernel/audit.c`, `audit_serial`); more is damage.
    guard serial <= UInt32.max else { return }
    // Most records belong to the same event as the one before.
    if serial == latest, node == self.node { return }
    if latest == nil || node != self.node { begin(node, at: serial) }
    latest = serial
    let missing = window.note(serial)
    if missing > 0 {
      count += missing
      firstLine = firstLine ?? line
    }
  }

  /// Goes on with another machine's window, which begins at `serial` if there is none yet.
  private mutating func begin(_ node: UInt64, at serial: UInt64) {
    if latest != nil {
      if others.count == Self.machinesKept { closeOthers() }
      others[self.node] = window
    }
    self.node = node
    window = others.removeValue(forKey: node) ?? Window(startingAt: serial)
  }

  /// Notes in the ledger what was counted so far.
  mutating func report(into recorder: inout ObservationBuilder) {
    recorder.note(.serialGap, count: count, line: firstLine)
    count = 0
    firstLine = nil
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    if latest != nil { count += window.close() }
    closeOthers()
    latest = nil
    report(into: &recorder)
  }

  private mutating func closeOthers() {
    for var window in others.values { count += window.close() }
    others.removeAll(keepingCapacity: true)
  }

  /// The greatest numbers of one machine, and which of them were seen.
  private struct Window {
    private static let size: UInt64 = 4096

    /// A bit for each, up to ``marked``: what follows came one after the other.
    private var seen = [UInt64](repeating: 0, count: 64)
    private var marked: UInt64 = 0
    private var least: UInt64 = 0
    private var greatest: UInt64 = 0
    /// From here to the greatest, none is missing.
    private var complete: UInt64 = 0

    /// Nothing seen.
    init() {}

    init(startingAt serial: UInt64) {
      least = serial
      greatest = serial
      complete = serial
      marked = serial
      see(serial)
    }

    @inline(__always)
    private func sees(_ serial: UInt64) -> Bool {
      seen[Int(serial >> 6 & 63)] >> (serial & 63) & 1 != 0
    }

    @inline(__always)
    private mutating func see(_ serial: UInt64) {
      seen[Int(serial >> 6 & 63)] |= 1 << (serial & 63)
    }

    /// Whether the number that leaves the window with `serial`, the next one, was missed.
    @inline(__always)
    private func misses(leavingWith serial: UInt64) -> Bool {
      guard serial >= Self.size, serial &- Self.size >= least else { return false }
      return serial &- Self.size < complete && !sees(serial)
    }

    /// Marks those that came one after the other.
    private mutating func mark() {
      var next = max(marked, greatest >= Self.size ? greatest - Self.size : 0) + 1
      while next <= greatest {
        // Those of one word together.
        let bits = min(64 - (next & 63), greatest - next + 1)
        seen[Int(next >> 6 & 63)] |= (.max >> (64 - bits)) << (next & 63)
        next += bits
      }
      marked = greatest
    }

    /// Takes the next number in, unless one is given up by it.
    @inline(__always)
    mutating func noteNext(_ serial: UInt64) -> Bool {
      guard serial == greatest &+ 1, !misses(leavingWith: serial) else { return false }
      greatest = serial
      return true
    }

    /// Takes `serial` in; returns how many smaller numbers are now given up.
    mutating func note(_ serial: UInt64) -> Int {
      mark()
      if serial <= greatest {
        if greatest - serial < Self.size {
          see(serial)
          least = min(least, serial)
        } else if greatest - serial > SerialGaps.restart || serial < Self.size {
          let missing = close()
          self = Window(startingAt: serial)
          return missing
        }
        return 0
      }
      guard serial - greatest < Self.size else {
        let missing = close() + Int(clamping: serial - greatest - 1)
        self = Window(startingAt: serial)
        return missing
      }
      var missing = 0
      for next in (greatest + 1)...serial {
        if misses(leavingWith: next) { missing += 1 }
        seen[Int(next >> 6 & 63)] &= ~(1 << (next & 63))
      }
      see(serial)
      if serial > greatest + 1 { complete = serial }
      greatest = serial
      marked = serial
      return missing
    }

    /// How many numbers of the window were not seen.
    mutating func close() -> Int {
      mark()
      let start = max(least, greatest >= Self.size ? greatest - Self.size + 1 : 0)
      return (start...greatest).count { !sees($0) }
    }
  }
}
