// The few ways in which readers look at bytes. Positions are offsets into a span; every function
// that may go past the end says so by `nil` or by returning `count`.

internal import Glibc

extension UInt8 {
  /// `\n`
  @inlinable
  package static var newline: UInt8 { UInt8(ascii: "\n") }
  /// `\r`
  @inlinable
  package static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
  /// A blank.
  @inlinable
  package static var space: UInt8 { UInt8(ascii: " ") }
  /// `"`
  @inlinable
  package static var quote: UInt8 { UInt8(ascii: "\"") }
  /// ESC, which begins a terminal's control sequence.
  @inlinable
  package static var escape: UInt8 { 0x1b }

  /// Whether it is `0` to `9`.
  @inlinable
  package var isDigit: Bool { self &- 0x30 < 10 }

  /// Whether it is `a` to `z` or `A` to `Z`.
  @inlinable
  package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// Of a C identifier, not at its start.
  @inlinable
  package var isIdentifier: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  /// 0 to 15; `nil` for what is not a hexadecimal digit.
  @inlinable
  package var hexDigit: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}

extension Span<UInt8> {
  /// The next `byte` at or after `start`.
  @usableFromInline
  package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    return unsafe withUnsafeBytes { bytes -> Int? in
      // SAFETY: start < count, so the span has count - start bytes from there on; memchr looks at
      // no others, and its answer lies among them.
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// The last `byte` within `range`.
  @inlinable
  package func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    var position = range.upperBound
    while position > range.lowerBound {
      position -= 1
      if self[position] == byte { return position }
    }
    return nil
  }

  /// A line, which reaches up to its `\n`, without the `\r` that may stand before it.
  @inlinable
  package func line(_ range: Range<Int>) -> Range<Int> {
    let isCRLF = !range.isEmpty && self[range.upperBound - 1] == .carriageReturn
    return isCRLF ? range.dropLast() : range
  }

  /// Whether the bytes at `start` are `text`.
  @inline(__always)
  @inlinable
  package func hasPrefix(_ text: StaticString, at start: Int = 0) -> Bool {
    guard start >= 0, count - start >= text.utf8CodeUnitCount else { return false }
    return unsafe withUnsafeBytes { bytes in
      // SAFETY: the span holds at least as many bytes as the text from `start` on.
      guard let base = bytes.baseAddress else { return text.utf8CodeUnitCount == 0 }
      return unsafe text.stands(at: base + start)
    }
  }

  /// Whether the bytes at `range` are `text`, all of it.
  @inlinable
  package func equals(_ text: Span<UInt8>, at range: Range<Int>) -> Bool {
    guard range.count == text.count else { return false }
    for offset in text.indices where self[range.lowerBound + offset] != text[offset] {
      return false
    }
    return true
  }

  /// Where the first `text` at or after `start` lies.
  @inlinable
  package func firstRange(of text: StaticString, from start: Int = 0) -> Range<Int>? {
    let length = text.utf8CodeUnitCount
    var position = start
    // SAFETY: every static string handed in here has a first byte.
    let first = unsafe text.utf8Start.pointee
    while let candidate = firstIndex(of: first, from: position) {
      if hasPrefix(text, at: candidate) { return candidate..<(candidate + length) }
      position = candidate + 1
    }
    return nil
  }

  /// Whether some program's line holds what looks like a record of audit.
  package var resemblesAuditRecord: Bool {
    firstRange(of: "audit(") != nil && firstRange(of: "type=") != nil
  }

  /// The first offset at or after `start` that holds something else than `byte`; `count` where none.
  @inlinable
  package func skip(_ byte: UInt8, from start: Int) -> Int {
    var position = start
    while position < count, self[position] == byte { position += 1 }
    return position
  }

  /// The first offset at or after `start` whose byte does not satisfy `predicate`.
  @inlinable
  package func skip(from start: Int, while predicate: (UInt8) -> Bool) -> Int {
    var position = start
    while position < count, predicate(self[position]) { position += 1 }
    return position
  }

  /// The decimal number at `start`, and where it ends; `nil` for no digit or more than 64 bits.
  @inlinable
  package func decimal(at start: Int) -> (value: UInt64, end: Int)? {
    var position = start
    var value: UInt64 = 0
    // Eighteen digits always fit.
    let safe = Swift.min(count, start &+ 18)
    while position < safe {
      let digit = self[position] &- 0x30
      guard digit < 10 else { return position == start ? nil : (value, position) }
      value = value &* 10 &+ UInt64(digit)
      position &+= 1
    }
    while position < count, self[position].isDigit {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(self[position] &- 0x30))
      guard !overflow, !carry else { return nil }
      value = sum
      position += 1
    }
    return position == start ? nil : (value, position)
  }

  /// The hexadecimal number at `start`, without `0x`, and where it ends.
  @inlinable
  package func hexadecimal(at start: Int) -> (value: UInt64, end: Int)? {
    var position = start
    var value: UInt64 = 0
    while position < count, let digit = self[position].hexDigit {
      guard value >> 60 == 0 else { return nil }
      value = value << 4 | UInt64(digit)
      position += 1
    }
    return position == start ? nil : (value, position)
  }

  /// The bytes as text, what is not UTF-8 repaired.
  @inlinable
  package func text(_ range: Range<Int>) -> String {
    String(decoding: extracting(range).bytesCopied, as: UTF8.self)
  }

  /// A copy of the bytes.
  @inlinable
  package var bytesCopied: [UInt8] {
    unsafe withUnsafeBytes { bytes in unsafe Array(bytes) }
  }
}

/// Eight bytes of text, the first one lowest.
extension UInt64 {
  /// How many digits stand at the beginning, 0 to 8.
  @inline(__always)
  @inlinable
  package var leadingDigits: Int {
    let digits = self ^ 0x3030_3030_3030_3030
    let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount >> 3
  }

  /// How many digits, colons and points stand at the beginning, 0 to 8.
  @inline(__always)
  @inlinable
  package var leadingTimeBytes: Int {
    let digits = self ^ 0x3030_3030_3030_3030
    let points = self ^ 0x2e2e_2e2e_2e2e_2e2e
    let others =
      (digits &+ 0x7575_7575_7575_7575 | digits)
      & ((points & 0x7f7f_7f7f_7f7f_7f7f) &+ 0x7f7f_7f7f_7f7f_7f7f | points)
      & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount >> 3
  }

  /// How many blanks stand at the beginning, 0 to 8.
  @inline(__always)
  @inlinable
  package var leadingBlanks: Int { (self ^ 0x2020_2020_2020_2020).trailingZeroBitCount >> 3 }

  /// The lowest bit that is set belongs to the first quote; what the borrows make of those above means nothing.
  @inline(__always)
  @inlinable
  var quotes: UInt64 {
    let others = self ^ 0x2222_2222_2222_2222
    return (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
  }

  /// The value of the first `count` digits, 1 to 8 of them.
  @inline(__always)
  @inlinable
  package func decimal(_ count: Int) -> UInt32 {
    // Zeros before the digits, then pairs, fours and eights of them at once.
    var value = self &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count) & 0x0f0f_0f0f_0f0f_0f0f
    value = (value &* 2561) &>> 8 & 0x00ff_00ff_00ff_00ff
    value = (value &* 6_553_601) &>> 16 & 0x0000_ffff_0000_ffff
    return UInt32(truncatingIfNeeded: (value &* 42_949_672_960_001) &>> 32)
  }
}
