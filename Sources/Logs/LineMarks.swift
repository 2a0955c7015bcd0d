/// The marks that a C function of CScan puts on the bytes of a block.
package struct LineMarks {
  /// `scan_marks`, or one that does the same for another format.
  package typealias Scan = (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt64>?) -> Void

  /// A bit for every byte, and a word more than the block has.
  var marks: [UInt64] = []

  package init() {}

  /// Has `scan` look at the block, and hands its text to `body`.
  package mutating func read(_ block: LineBlock, _ scan: Scan, _ body: (MarkedText) -> Void) {
    // The first byte of the padding is marked, as every NUL is.
    let words = block.count / 64 + 1
    if marks.count <= words { marks = .init(repeating: 0, count: words + 1) }
    // SAFETY: the block has its padding behind its last byte, so that many words; so have the marks.
    unsafe block.bytes.withUnsafeBufferPointer { bytes in
      unsafe marks.withUnsafeMutableBufferPointer { marks in
        unsafe scan(bytes.baseAddress, words, marks.baseAddress)
        body(unsafe MarkedText(bytes, UnsafeBufferPointer(marks)))
      }
    }
  }
}
