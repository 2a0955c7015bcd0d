/// Up to 24 bytes of text, as three words: `sched_getaffinity` has 17.
@usableFromInline
package struct InlineName: FlatMapKey, Sendable {
  @usableFromInline static var limit: Int { 24 }

  @usableFromInline let low: UInt64
  @usableFromInline let high: UInt64
  @usableFromInline let rest: UInt64

  /// `nil` for a text of more bytes, or none.
  @inlinable
  package init?(_ text: String) {
    var words: InlineArray<3, UInt64> = [0, 0, 0]
    var count = 0
    for byte in text.utf8 {
      guard count < Self.limit else { return nil }
      words[count / 8] |= UInt64(byte) << UInt64(count % 8 * 8)
      count += 1
    }
    guard count > 0 else { return nil }
    (low, high, rest) = (words[0], words[1], words[2])
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
    high =
      text.word(at: start &+ 8) & (UInt64.max >> UInt64(64 &- 8 &* min(max(count &- 8, 0), 8)))
    rest =
      count <= 16
      ? 0 : text.word(at: start &+ 16) & (UInt64.max >> UInt64(64 &- 8 &* (count &- 16)))
  }

  @inline(__always)
  @inlinable
  package static func == (left: Self, right: Self) -> Bool {
    left.low == right.low && left.high == right.high && left.rest == right.rest
  }

  /// Of all the bytes; not for tables that an attacker fills.
  @inline(__always)
  @inlinable
  package var quickHash: UInt64 {
    (low ^ high &* 0x9e37_79b9_7f4a_7c15 ^ rest) &* 0xbf58_476d_1ce4_e5b9
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
