extension StaticString {
  /// Whether its bytes stand at `address`, where as many must be readable; for a literal compiled to a
  /// comparison of a word or two.
  @inline(__always)
  @inlinable
  @unsafe package func stands(at address: UnsafeRawPointer) -> Bool {
    let text = unsafe UnsafeRawPointer(utf8Start)
    let count = utf8CodeUnitCount
    var position = 0
    // SAFETY: no more than `count` bytes are read of either.
    while position &+ 8 <= count {
      guard unsafe Self.word(UInt64.self, text, address, at: position) else { return false }
      position &+= 8
    }
    if count & 4 != 0 {
      guard unsafe Self.word(UInt32.self, text, address, at: position) else { return false }
      position &+= 4
    }
    if count & 2 != 0 {
      guard unsafe Self.word(UInt16.self, text, address, at: position) else { return false }
      position &+= 2
    }
    return unsafe count & 1 == 0 || Self.word(UInt8.self, text, address, at: position)
  }

  /// Whether the same word stands at `position` of both.
  @inline(__always)
  @inlinable
  @unsafe static func word<Word: FixedWidthInteger & BitwiseCopyable>(
    _: Word.Type, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, at position: Int
  ) -> Bool {
    unsafe left.loadUnaligned(fromByteOffset: position, as: Word.self)
      == right.loadUnaligned(fromByteOffset: position, as: Word.self)
  }
}
