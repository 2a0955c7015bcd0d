package import Observations
package import Syscalls

/// How a plain call ended, as a column of ``CallCounters``.
@usableFromInline
package struct PlainEnding {
  /// 0 unknown, 1 returned, above that an errno and 1.
  @usableFromInline
  package let rawValue: UInt16

  /// The log does not tell how the call ended.
  @inlinable
  package static var unknown: Self { Self(rawValue: 0) }
  /// The call returned without an error.
  @inlinable
  package static var returned: Self { Self(rawValue: 1) }
  /// The greatest errno that has a column; those of `asm-generic/errno.h` end at 133.
  @usableFromInline static var greatestErrno: UInt16 { 134 }
  static let count = Int(greatestErrno) + 2

  /// An ending by its number.
  @inline(__always)
  @inlinable
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `nil` for an errno without a column.
  package init?(errno: UInt16) {
    guard errno > 0, errno <= Self.greatestErrno else { return nil }
    rawValue = errno + 1
  }

  /// `nil` for what plain calls do not end with.
  package init?(_ outcome: Outcome) {
    switch outcome {
    case .returned: self = .returned
    case .unknown: self = .unknown
    case .failed(let errno): self.init(errno: errno)
    case .denied: return nil
    }
  }

  /// The same as an observation counts it.
  package var outcome: Outcome {
    switch rawValue {
    case 0: .unknown
    case 1: .returned
    default: .failed(errno: rawValue - 1)
    }
  }
}

/// Counts calls for the table of observations to take over at the end.
///
/// Most lines of most logs end here, with one addition each.
@usableFromInline
package struct CallCounters: Sendable {
  /// Where the row of a variant begins, by its number; less than 0 where none is counted in.
  @usableFromInline
  package private(set) var rows = [Int32](repeating: -1, count: CallSignatures.limit)
  /// The `Syscall.index` of each variant that has a row, or of which one is read and need not be counted.
  package private(set) var calls = [UInt16](repeating: .max, count: CallSignatures.limit)
  /// The numbers that ``calls`` holds.
  private var known: [UInt16] = []
  /// A column for each ``PlainEnding``.
  @usableFromInline
  package var counts: [UInt] = []
  /// What the rows count, in their order.
  private var variants: [CallSignature] = []

  /// Notes that a line of a variant has been read in full: there is nothing more to learn from the next ones.
  package mutating func know(_ number: UInt16, _ variant: CallSignature) {
    guard calls[Int(number)] == .max else { return }
    calls[Int(number)] = variant.call.index
    known.append(number)
  }

  /// Of the calls for which `isForgotten` holds, the next line of each variant is read in full again.
  package mutating func forget(_ isForgotten: (Syscall) -> Bool) {
    known.removeAll { number in
      let place = Int(number)
      guard isForgotten(Syscall(index: calls[place])) else { return false }
      calls[place] = .max
      if rows[place] >= 0 { rows[place] = Self.notCountedIn - rows[place] }
      return true
    }
  }

  /// What a row that is there and not counted in is taken from; -1 is none.
  private static let notCountedIn: Int32 = -2

  /// Makes a row for a variant, unless there is one.
  mutating func addRow(_ number: UInt16, for variant: CallSignature) {
    guard rows[Int(number)] < 0 else { return }
    know(number, variant)
    guard rows[Int(number)] == -1 else {
      rows[Int(number)] = Self.notCountedIn - rows[Int(number)]
      return
    }
    rows[Int(number)] = Int32(counts.count)
    counts.append(contentsOf: repeatElement(0, count: PlainEnding.count))
    variants.append(variant)
  }

  /// Counts one call of a variant that has a row.
  @inline(__always)
  @inlinable
  package mutating func add(_ variant: UInt16, _ ending: PlainEnding) {
    counts[Int(rows[Int(variant)]) &+ Int(ending.rawValue)] &+= 1
  }

  /// What was counted; begins anew with the same rows.
  mutating func take() -> [(variant: CallSignature, outcome: Outcome, count: Int)] {
    var taken: [(variant: CallSignature, outcome: Outcome, count: Int)] = []
    for place in counts.indices where counts[place] > 0 {
      let (row, ending) = place.quotientAndRemainder(dividingBy: PlainEnding.count)
      taken.append(
        (
          variants[row], PlainEnding(rawValue: UInt16(ending)).outcome, Int(counts[place])
        ))
      counts[place] = 0
    }
    return taken
  }
}
