extension [UInt8] {
  /// The little-endian number at an offset; `nil` where the bytes end before it does.
  func integer<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, at offset: Int
  ) -> Number? {
    let size = Number.bitWidth / 8
    guard offset >= 0, offset <= count - size else { return nil }
    var value: Number = 0
    for position in 0..<size {
      value |= Number(truncatingIfNeeded: self[offset + position]) << Number(8 * position)
    }
    return value
  }

  /// The bytes from an offset up to the next NUL, which must stand before `end`.
  func string(at offset: Int, before end: Int) -> String? {
    guard offset >= 0, end <= count, offset < end else { return nil }
    // No name that a loader takes is longer.
    let limit = Swift.min(end, offset + 4096)
    guard let length = self[offset..<limit].firstIndex(of: 0) else { return nil }
    return String(decoding: self[offset..<length], as: UTF8.self)
  }
}

extension Span<UInt8> {
  /// The 32 bits at an offset, sign-extended; the caller has checked that four bytes stand there.
  func displacement(at offset: Int) -> Int64 {
    let bits =
      UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
      | UInt32(self[offset + 3]) << 24
    return Int64(Int32(bitPattern: bits))
  }
}
