internal import CScan

/// The bytes of a block and the marks on them.
@usableFromInline
@safe package struct StructuralIndex {
  @usableFromInline let text: BlockText
  @usableFromInline let marks: UnsafePointer<UInt64>
  @usableFromInline let markedLimit: Int

  /// - Parameters:
  ///   - bytes: with their padding.
  ///   - marks: a bit for every byte, and one word more. At least one byte of the padding is marked.
  ///
  /// Both must outlive the value.
  @usableFromInline
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: UnsafeBufferPointer<UInt64>) {
    text = unsafe BlockText(bytes)
    unsafe self.marks = marks.baseAddress!
    markedLimit = 64 * (marks.count - 1)
  }

  /// The byte at an offset of the block.
  @inline(__always)
  @inlinable
  package func byte(at offset: Int) -> UInt8 { text.byte(at: offset) }

  /// Eight bytes as a number, the first one lowest.
  @inline(__always)
  @inlinable
  package func word(at offset: Int) -> UInt64 { text.word(at: offset) }

  /// Whether `expected` stands at `offset`.
  @inline(__always)
  @inlinable
  package func holds(_ expected: StaticString, at offset: Int) -> Bool {
    text.holds(expected, at: offset)
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

  /// A copy of the bytes at `range`.
  package func copy(_ range: Range<Int>) -> [UInt8] { text.copy(range) }

  /// How many hexadecimal digits in lower case stand at `start`, of at most 16.
  @inline(__always)
  package func hexadecimalDigits(at start: Int) -> Int { text.hexadecimalDigits(at: start) }

  /// The first byte at or after `start` that is no letter, digit, `_`, `|` or blank: of these, names and numbers are
  /// made.
  package func endOfWords(from start: Int) -> Int {
    // SAFETY: the first mark, which is none of them, lies before the limit, and padding behind it.
    unsafe start &+ scan_words(text.bytes + start)
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
