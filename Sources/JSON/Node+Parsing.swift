extension Node {
  /// Reads one JSON text (RFC 8259), strictly and within bounds.
  ///
  /// Refused besides malformed text: duplicate keys, which readers merge or overwrite each in its
  /// own way, a byte order mark, and strings that no Unicode text can hold (lone surrogates).
  package init(
    parsing bytes: [UInt8], maximumSize: Int = 1 << 26, maximumDepth: Int = 128
  ) throws(SyntaxError) {
    var reader = Reader(bytes: bytes, maximumDepth: maximumDepth)
    try reader.checkWhole(maximumSize: maximumSize)
    reader.skipSpace()
    guard reader.offset < bytes.count else {
      throw reader.error(.empty, "the file is empty; expected a JSON value")
    }
    self = try reader.value(at: .root, depth: 0)
    try reader.refuseTrailingText()
  }
}
