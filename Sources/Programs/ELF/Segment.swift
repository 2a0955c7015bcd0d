/// A part of the file that the kernel or the dynamic loader looks at: a row of the program headers.
struct Segment: Sendable {
  enum Kind: UInt32 {
    case load = 1
    case dynamic = 2
    case interpreter = 3
    /// `PT_GNU_EH_FRAME`: a table of where functions start.
    case frames = 0x6474_e550
  }

  let kind: Kind
  let isExecutable: Bool
  let isWritable: Bool
  let offset: Int
  let address: UInt64
  /// How many bytes of the file it has.
  let count: Int

  static func all(in fields: HeaderFields) throws(ProgramError) -> [Segment] {
    let is64 = fields.is64
    let count = fields.half(at: is64 ? 56 : 44)
    let size = fields.half(at: is64 ? 54 : 42)
    guard count > 0 else { throw .malformed("it has no program headers") }
    guard size == (is64 ? 56 : 32) else {
      throw .malformed("its program headers have \(size) bytes each")
    }
    guard let table = fields.table(at: fields.word(at: is64 ? 32 : 28), rows: count, of: size)
    else { throw .truncated(part: "its table of program headers") }
    var segments: [Segment] = []
    for row in 0..<count {
      let start = table + row * size
      guard let kind = Kind(rawValue: fields.int(at: start)) else { continue }
      let flags = fields.int(at: start + (is64 ? 4 : 24))
      let length = fields.word(at: start + (is64 ? 32 : 16))
      guard let offset = Int(exactly: fields.word(at: start + (is64 ? 8 : 4))),
        let count = Int(exactly: length), count <= fields.bytes.count,
        offset <= fields.bytes.count - count
      else { throw .truncated(part: "segment \(row)") }
      segments.append(
        Segment(
          kind: kind, isExecutable: flags & 1 != 0, isWritable: flags & 2 != 0, offset: offset,
          address: fields.word(at: start + (is64 ? 16 : 8)), count: count))
    }
    return segments
  }
}
