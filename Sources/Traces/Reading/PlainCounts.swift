internal import Observations
internal import Syscalls

/// How a plain call ended, as a column of ``PlainCounts``.
struct PlainEnding {
  let rawValue: UInt16

  static let unknown = Self(rawValue: 0)
  static let returned = Self(rawValue: 1)
  /// The greatest errno that has a column; those of `asm-generic/errno.h` end at 133.
  private static let greatestErrno: UInt16 = 134
  static let count = Int(greatestErrno) + 2

  @inline(__always)
  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `nil` for an errno without a column.
  init?(errno: UInt16) {
    guard errno > 0, errno <= Self.greatestErrno else { return nil }
    rawValue = errno + 1
  }

  var outcome: Outcome {
    switch rawValue {
    case 0: .unknown
    case 1: .returned
    default: .failed(errno: rawValue - 1)
    }
  }
}

/// Counts calls without argument values, for the table of observations to take over at the end.
///
/// Most lines of most logs end here, with one addition each.
struct PlainCounts {
  /// Where the row of a call begins, by ``Syscall/index``; -1 for none.
  private(set) var rows = [Int32](repeating: -1, count: Syscall.count)
  /// A column for each ``PlainEnding``.
  var counts: [UInt] = []

  /// Makes a row for a call, unless there is one.
  mutating func addRow(_ call: UInt16) {
    guard rows[Int(call)] < 0 else { return }
    rows[Int(call)] = Int32(counts.count)
    counts.append(contentsOf: repeatElement(0, count: PlainEnding.count))
  }

  /// What was counted; begins anew with the same rows.
  mutating func take() -> [(call: Syscall, outcome: Outcome, count: Int)] {
    var taken: [(call: Syscall, outcome: Outcome, count: Int)] = []
    for (call, row) in rows.enumerated() where row >= 0 {
      for ending in 0..<PlainEnding.count where counts[Int(row) + ending] > 0 {
        taken.append(
          (
            Syscall(index: UInt16(call)), PlainEnding(rawValue: UInt16(ending)).outcome,
            Int(counts[Int(row) + ending])
          ))
        counts[Int(row) + ending] = 0
      }
    }
    return taken
  }
}
