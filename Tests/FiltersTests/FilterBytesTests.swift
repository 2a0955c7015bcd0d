import Filters
import Testing

@Suite struct FilterBytesTests {
  /// `ld [4]; jeq #0xc000003e,0,1; ret ALLOW; ret ERRNO(38)` as on disk.
  static let littleEndian: [UInt8] = [
    0x20, 0, 0, 0, 4, 0, 0, 0,
    0x15, 0, 0, 1, 0x3e, 0, 0, 0xc0,
    0x06, 0, 0, 0, 0, 0, 0xff, 0x7f,
    0x06, 0, 0, 0, 38, 0, 5, 0,
  ]
  static let bigEndian: [UInt8] = [
    0, 0x20, 0, 0, 0, 0, 0, 4,
    0, 0x15, 0, 1, 0xc0, 0, 0, 0x3e,
    0, 0x06, 0, 0, 0x7f, 0xff, 0, 0,
    0, 0x06, 0, 0, 0, 5, 0, 38,
  ]

  @Test func bothByteOrdersHoldTheSameProgram() throws {
    let filter = try Filter(decoding: Self.littleEndian.span, byteOrder: .littleEndian)
    #expect(try Filter(decoding: Self.bigEndian.span, byteOrder: .bigEndian) == filter)
    #expect(filter.encoded(byteOrder: .littleEndian) == Self.littleEndian)
    #expect(filter.encoded(byteOrder: .bigEndian) == Self.bigEndian)
  }

  @Test func disassemblyReadsLikeAProgram() throws {
    let filter = try Filter([
      .load(4), .ifEqual(0xc000_003e, 0, 5), .load(20), .and(0xff), .ifGreater(1, 2, 0),
      .answer(.allow), .jump(0), .answer(.errno(38)),
    ])
    #expect(
      filter.disassembled(byteOrder: .littleEndian) == """
        0: A = arch
        1: if A == 0xc000003e goto 2 else 7
        2: A = args[0].high
        3: A &= 0xff
        4: if A > 0x1 goto 7 else 5
        5: return allow
        6: goto 7
        7: return errno 38
        """)
  }
}
