internal import CScan
internal import Glibc

/// The bytes of a block and the marks on them, to be read word by word wherever a line begins.
///
/// Bounds are checked in debug builds alone: in this one place that costs a tenth of the time. Whoever
/// reads stands at most at the first mark behind the last line, where the padding of ``LineBlock``
/// begins, and looks at no more than 32 bytes behind a byte that he has read.
@usableFromInline
@safe package struct StructuralIndex {
  @usableFromInline let bytes: UnsafePointer<UInt8>
  @usableFromInline let marks: UnsafePointer<UInt64>
  @usableFromInline let limit: Int
  @usableFromInline let markedLimit: Int

  /// - Parameters:
  ///   - bytes: with their padding.
  ///   - marks: a bit for every byte, and one word more. At least one byte of the padding is marked.
  ///
  /// Both must outlive the value.
  @usableFromInline
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: UnsafeBufferPointer<UInt64>) {
    unsafe self.bytes = bytes.baseAddress!
    unsafe self.marks = marks.baseAddress!
    limit = bytes.count - LineBlock.padding / 2
    markedLimit = 64 * (marks.count - 1)
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

  /// Whether what stands at `range` stands at `offset` too.
  @inline(__always)
  package func repeats(_ range: Range<Int>, at offset: Int) -> Bool {
    guard range.upperBound <= limit, offset &+ range.count <= limit else { return false }
    // SAFETY: both lie before the limit.
    return unsafe memcmp(bytes + range.lowerBound, bytes + offset, range.count) == 0
  }

  /// The first blank or control character at or after `start`.
  @inline(__always)
  @inlinable
  package func blank(from start: Int) -> Int {
    var position = start
    while true {
      let found = word(at: position).blanks
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
  }

  /// The first byte at or after `start` that is no blank.
  @inline(__always)
  @inlinable
  package func nonblank(from start: Int) -> Int {
    var position = start
    while true {
      let blanks = word(at: position).leadingBlanks
      position &+= blanks
      if blanks < 8 { return position }
    }
  }

  /// The first quote, or character before `!`, at or after `start`.
  @inline(__always)
  @inlinable
  package func quote(from start: Int) -> Int {
    var position = start
    while true {
      let found = word(at: position).blanks | word(at: position).quotes
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
  }

  /// The first byte at or after `start` that is no letter, digit, `_`, `|` or blank: of these, names and numbers are
  /// made.
  package func endOfWords(from start: Int) -> Int {
    // SAFETY: the first mark, which is none of them, lies before the limit, and padding behind it.
    unsafe start &+ scan_words(bytes + start)
  }

  /// Whether there is a quote among the bytes of `range`.
  @inline(__always)
  @inlinable
  package func holdsQuote(_ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      let quotes = word(at: position).quotes
      if quotes != 0 { return position &+ quotes.trailingZeroBitCount &>> 3 < range.upperBound }
      position &+= 8
    }
    return false
  }

  /// The first byte at or after `start` that is marked.
  @inline(__always)
  @inlinable
  package func mark(from start: Int) -> Int {
    var position = start
    while true {
      assert((0..<markedLimit).contains(position))
      let shift = UInt64(truncatingIfNeeded: position & 63)
      let word = position &>> 6
      // SAFETY: see above.
      let bits = unsafe marks[word] &>> shift | (marks[word &+ 1] &<< 1) &<< (63 &- shift)
      if bits != 0 { return position &+ bits.trailingZeroBitCount }
      position &+= 64
    }
  }

  /// Where the line that begins at `start` ends: at a mark, as all do, or where the block does.
  @inlinable
  package func endOfLine(from start: Int, upTo end: Int) -> Int {
    var position = mark(from: start)
    while position < end, byte(at: position) != .newline { position = mark(from: position + 1) }
    return min(position, end)
  }
}
