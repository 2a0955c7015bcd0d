/// Looks at the texts in a file's constant data that may be names of functions, or paths.
struct Texts: Sendable {
  /// Names in C's sense, as `dlsym` takes them.
  private(set) var names = PackedTexts()
  /// Absolute paths.
  private(set) var paths = PackedTexts()

  private static let nameLengths = 3...40
  private static let pathLengths = 4...200
  /// What is kept of one file; honest ones have less.
  private static let limit = 1 << 23

  init(_ file: ELFFile, wantsNames: Bool) {
    for range in Self.constantData(of: file) {
      add(file.bytes, range, wantsNames)
    }
  }

  /// Sections with constants, or where there are none the segments that are not written.
  private static func constantData(of file: ELFFile) -> [Range<Int>] {
    let sections = file.sections
      .filter { $0.isProgramData && !$0.isExecutable && !$0.isWritable }
    guard file.sections.isEmpty else {
      return sections.map { $0.offset..<($0.offset + $0.count) }
    }
    return file.segments.filter { $0.kind == .load && !$0.isWritable }
      .map { $0.offset..<($0.offset + $0.count) }
  }

  private mutating func add(_ bytes: [UInt8], _ range: Range<Int>, _ wantsNames: Bool) {
    let span = bytes.span
    let table = (UInt8.min...UInt8.max).map { Self.kinds(of: $0) }
    let kindsOfBytes = table.span
    var start = range.lowerBound
    // Bits of what all bytes of the text have been so far.
    var kinds: UInt8 = 3
    for offset in range {
      let byte = span[offset]
      guard byte == 0 else {
        kinds &= kindsOfBytes[Int(byte)]
        continue
      }
      let length = offset - start
      if kinds != 0, length >= 3 {
        if kinds & 1 != 0, wantsNames, Self.nameLengths.contains(length),
          span[start] > UInt8(ascii: "9"), names.bytes.count < Self.limit
        {
          names.append(bytes[start..<offset])
        } else if kinds & 2 != 0, span[start] == UInt8(ascii: "/"),
          Self.pathLengths.contains(length), paths.bytes.count < Self.limit
        {
          paths.append(bytes[start..<offset])
        }
      }
      start = offset + 1
      kinds = 3
    }
  }

  /// 1 for a byte of a name, 2 for one of a path, 3 for both.
  private static func kinds(of byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      3
    case 0x21...0x7e: 2
    default: 0
    }
  }
}
