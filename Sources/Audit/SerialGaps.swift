internal import Logs
internal import Observations

/// Counts the serial numbers of events that a log does not show.
///
/// Every event has one, calls or not, so a gap is no proof that a call is missing; and records come
/// a little out of order, so a number is missed only once much greater ones have been read.
struct SerialGaps {
  private var windows: [Window] = []
  /// By machine, the place of its window.
  private var places: [UInt64: Int] = [:]
  private var latest: (node: UInt64, serial: UInt64, place: Int)?
  private var firstLine: Int?

  mutating func note(_ serial: UInt64, node: UInt64, line: Int) {
    // The kernel counts in 32 bits (`kernel/audit.c`, `audit_serial`); more is damage.
    guard serial <= UInt32.max else { return }
    // Most records belong to the same event as the one before.
    if let latest, latest.serial == serial, latest.node == node { return }
    let place =
      if let latest, latest.node == node { latest.place } else {
        place(of: node, startingAt: serial)
      }
    latest = (node, serial, place)
    let missing = windows[place].note(serial)
    if missing > 0 {
      count += missing
      firstLine = firstLine ?? line
    }
  }

  private mutating func place(of node: UInt64, startingAt serial: UInt64) -> Int {
    if let known = places[node] { return known }
    places[node] = windows.count
    windows.append(Window(startingAt: serial))
    return windows.count - 1
  }

  private var count = 0

  /// Notes in the ledger what was counted so far.
  mutating func report(into recorder: inout ObservationBuilder) {
    recorder.note(.serialGap, count: count, line: firstLine)
    count = 0
    firstLine = nil
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    for window in windows { count += window.close() }
    windows = []
    places = [:]
    latest = nil
    report(into: &recorder)
  }

  /// The greatest numbers of one machine, and which of them were seen.
  private struct Window {
    private static let size: UInt64 = 4096
    /// A number so much less than those before belongs to a kernel that has started anew.
    private static let restart: UInt64 = 1 << 16

    private var seen = [Bool](repeating: false, count: Int(size))
    private var least: UInt64
    private var greatest: UInt64

    init(startingAt serial: UInt64) {
      least = serial
      greatest = serial
      seen[Int(serial % Self.size)] = true
    }

    /// Takes `serial` in; returns how many smaller numbers are now given up.
    mutating func note(_ serial: UInt64) -> Int {
      if serial <= greatest {
        if greatest - serial < Self.size {
          seen[Int(serial % Self.size)] = true
          least = min(least, serial)
        } else if greatest - serial > Self.restart || serial < Self.size {
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
        let slot = Int(next % Self.size)
        if next >= Self.size, next - Self.size >= least, !seen[slot] { missing += 1 }
        seen[slot] = next == serial
      }
      greatest = serial
      return missing
    }

    /// How many numbers of the window were not seen.
    func close() -> Int {
      let start = max(least, greatest >= Self.size ? greatest - Self.size + 1 : 0)
      return (start...greatest).count { !seen[Int($0 % Self.size)] }
    }
  }
}
