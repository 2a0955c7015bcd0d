/// Up to sixteen bytes of text, as two words.
@usableFromInline
package struct InlineName: FlatMapKey, Sendable {
  @usableFromInline static var limit: Int { 16 }

  @usableFromInline let low: UInt64
  @usableFromInline let high: UInt64

  /// `nil` for a text of more than sixteen bytes, or none.
  @inlinable
  package init?(_ text: String) {
    var words: (low: UInt64, high: UInt64) = (0, 0)
    var count = 0
    for byte in text.utf8 {
      guard count < Self.limit else { return nil }
      let shifted = UInt64(byte) << UInt64(count % 8 * 8)
      if count < 8 { words.low |= shifted } else { words.high |= shifted }
      count += 1
    }
    guard count > 0 else { return nil }
    (low, high) = words
  }

  /// What stands at `range`.
  @inline(__always)
  @inlinable
  init?(_ text: StructuralIndex, _ range: Range<Int>) {
    let count = range.count
    guard 1...Self.limit ~= count else { return nil }
    let start = range.lowerBound
    low = text.word(at: start) & (UInt64.max >> UInt64(64 &- 8 &* min(count, 8)))
    // A shift by 64 yields 0.
    high = text.word(at: start &+ 8) & (UInt64.max >> UInt64(64 &- 8 &* max(count &- 8, 0)))
  }

  @inline(__always)
  @inlinable
  package static func == (left: Self, right: Self) -> Bool {
    left.low == right.low && left.high == right.high
  }

  /// Of all the bytes; not for tables that an attacker fills.
  @inline(__always)
  @inlinable
  package var quickHash: UInt64 {
    (low ^ high &* 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
  }
}

extension FlatMap<InlineName> {
  /// What belongs to the text at `range`.
  @inline(__always)
  @inlinable
  package subscript(text: StructuralIndex, range: Range<Int>) -> UInt16? {
    InlineName(text, range).flatMap { self[$0] }
  }
}
