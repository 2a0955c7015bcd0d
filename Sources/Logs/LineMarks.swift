internal import CScan

/// The marks that a C function of CScan puts on the bytes of a block: brackets, `*`, `+` and `\` outside of
/// strings in quotes, and control characters.
package struct LineMarks {
  /// A bit for every byte, and a word more than the block has.
  private var marks: [UInt64] = []

  /// No marks yet.
  package init() {}

  /// Marks the block, and hands its text to `body`.
  package mutating func read(_ block: LineBlock, _ body: (StructuralIndex) -> Void) {
    // The first byte of the padding is marked, as every NUL is.
    let words = block.count / 64 + 1
    if marks.count <= words { marks = .init(repeating: 0, count: words + 1) }
    // SAFETY: the block has its padding behind its last byte, so that many words; so have the marks.
    unsafe block.bytes.withUnsafeBufferPointer { bytes in
      unsafe marks.withUnsafeMutableBufferPointer { marks in
        unsafe scan_marks(bytes.baseAddress, words, marks.baseAddress, scan_best())
        body(unsafe StructuralIndex(bytes, UnsafeBufferPointer(marks)))
      }
    }
  }
}
