internal import CScan
internal import Glibc

/// The bytes of a block, to be read word by word wherever a line begins.
///
/// Bounds are checked in debug builds alone: in this one place that costs a tenth of the time. Whoever
/// reads stands at most at the first NUL behind the last line, where the padding of ``LineBlock``
/// begins, and looks at no more than 32 bytes behind a byte that he has read.
@usableFromInline
@safe package struct BlockText {
  @usableFromInline let bytes: UnsafePointer<UInt8>
  @usableFromInline let limit: Int

  /// - Parameter bytes: with their padding; they must outlive the value.
  @usableFromInline
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe self.bytes = bytes.baseAddress!
    limit = bytes.count - LineBlock.padding / 2
  }

  /// The byte at an offset of the block.
  @inline(__always)
  @inlinable
  package func byte(at offset: Int) -> UInt8 {
    assert((0..<limit).contains(offset))
    // SAFETY: see above.
    return unsafe bytes[offset]
  }

  /// Eight bytes as a number, the first one lowest.
  @inline(__always)
  @inlinable
  package func word(at offset: Int) -> UInt64 {
    assert((0..<limit).contains(offset))
    // SAFETY: see above; eight bytes of any alignment are a number.
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt64.self))
  }

  /// Whether `expected` stands at `offset`; compiled to a comparison of a word or two.
  @inline(__always)
  @inlinable
  package func holds(_ expected: StaticString, at offset: Int) -> Bool {
    assert((0..<limit).contains(offset))
    // SAFETY: see above; no text that is asked for is longer than the padding.
    return unsafe expected.stands(at: UnsafeRawPointer(bytes + offset))
  }

  /// Whether the `count` bytes from `start` on of `expected` stand at `offset`.
  @inline(__always)
  package func holds(_ expected: [UInt8], from start: Int, count: Int, at offset: Int) -> Bool {
    guard offset &+ count <= limit, start >= 0, start &+ count <= expected.count else {
      return false
    }
    // SAFETY: both lie before their ends.
    return unsafe expected.withUnsafeBufferPointer {
      unsafe memcmp($0.baseAddress! + start, bytes + offset, count) == 0
    }
  }

  /// A copy of the bytes at `range`, of those that there are.
  package func copy(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<limit)
    // SAFETY: the range lies before the limit.
    return unsafe Array(UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count))
  }

  /// The first control character or `(` at or after `start`.
  @inline(__always)
  package func endOfText(from start: Int) -> Int {
    assert((0..<limit).contains(start))
    // SAFETY: the first byte of the padding, which is a control character, lies before the limit, and more padding
    // behind it.
    return unsafe start &+ scan_text(bytes + start)
  }

  /// Where the first eight blanks at or after `start` stand, a byte for each, the first one lowest; 0 where
  /// something else than numbers and names stands among them, or they are not within 256 bytes.
  @inline(__always)
  package func blanks(from start: Int) -> UInt64 {
    assert((0..<limit).contains(start))
    // SAFETY: as for `endOfText(from:)`.
    return unsafe scan_blanks(bytes + start)
  }

  /// How many hexadecimal digits in lower case stand at `start`, of at most 16.
  @inline(__always)
  package func hexadecimalDigits(at start: Int) -> Int {
    assert((0..<limit).contains(start))
    // SAFETY: see above.
    return unsafe Int(scan_hexadecimal(bytes + start))
  }

  /// Where the line that begins at `start` ends: at its line feed, or where the block does.
  package func endOfLine(from start: Int, upTo end: Int) -> Int {
    guard start < end, end <= limit else { return end }
    // SAFETY: the bytes lie before the limit.
    guard let found = unsafe memchr(bytes + start, Int32(UInt8.newline), end - start) else {
      return end
    }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
  }
}

extension LineBlock {
  /// Hands the text of the block to `body`.
  package func withText(_ body: (BlockText) -> Void) {
    // SAFETY: the bytes outlive the call.
    unsafe bytes.withUnsafeBufferPointer { body(unsafe BlockText($0)) }
  }
}
