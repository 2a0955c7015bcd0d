internal import Syscalls

/// An ELF file's headers, every offset in them held against the file's length.
///
/// What a loader maps decides: segments. Sections are looked at where they are there, as they tell code
/// from tables more finely.
struct ELFFile: Sendable {
  let bytes: [UInt8]
  /// `x86_64`, `x86` or `aarch64`.
  let architecture: Architecture
  /// Of an address: 4 or 8 bytes.
  let wordSize: Int
  /// `ET_EXEC`: addresses in the code are those at run time.
  let hasFixedAddresses: Bool
  let entry: UInt64
  let segments: [Segment]
  /// Empty where the file has none, or none that lie within it.
  let sections: [Section]
  /// Where the linker's table of symbols lies in the file.
  let symbolTable: Range<Int>?
  /// The code, in order of address.
  let code: [CodeRange]

  /// The bytes that every ELF file begins with.
  static let magic: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]

  init(_ bytes: [UInt8]) throws(ProgramError) {
    guard bytes.starts(with: Self.magic) else { throw .notELF }
    guard let machine = bytes.integer(UInt16.self, at: 18),
      let kind = bytes.integer(UInt16.self, at: 16)
    else { throw .truncated(part: "the ELF header") }
    guard (1...2).contains(bytes[4]), (1...2).contains(bytes[5]) else {
      throw .malformed("its header says neither 32 nor 64 bits, or no order of bytes")
    }
    // EI_CLASS and EI_DATA: 64 or 32 bits, little-endian.
    let is64 = bytes[4] == 2
    switch (machine, bytes[4], bytes[5]) {
    case (62, 2, 1): architecture = .x86_64
    case (3, 1, 1): architecture = .x86
    case (183, 2, 1): architecture = .aarch64
    case (_, _, 2): throw .foreignMachine(machine.byteSwapped)
    default: throw .foreignMachine(machine)
    }
    // ET_EXEC and ET_DYN.
    guard kind == 2 || kind == 3 else { throw .notLoadable }
    guard bytes.count >= (is64 ? 64 : 52) else { throw .truncated(part: "the ELF header") }
    hasFixedAddresses = kind == 2
    wordSize = is64 ? 8 : 4
    self.bytes = bytes
    let fields = HeaderFields(bytes: bytes, is64: is64)
    entry = fields.word(at: 24)
    segments = try Segment.all(in: fields)
    sections = Section.all(in: fields)
    symbolTable = Section.symbolTable(in: fields)
    code = CodeRange.all(sections: sections, segments: segments)
  }

  /// Where the byte at an address stands in the file, if `count` bytes from there on do.
  func offset(of address: UInt64, count: Int = 1) -> Int? {
    for segment in segments where segment.kind == .load {
      let distance = address &- segment.address
      guard address >= segment.address, distance < UInt64(segment.count),
        count <= segment.count - Int(distance)
      else { continue }
      return segment.offset + Int(distance)
    }
    return nil
  }

  /// The word at an address of the file.
  func word(at address: UInt64) -> UInt64? {
    offset(of: address, count: wordSize).flatMap(word(atOffset:))
  }

  /// The word at an offset of the file.
  func word(atOffset offset: Int) -> UInt64? {
    wordSize == 8
      ? bytes.integer(UInt64.self, at: offset)
      : bytes.integer(UInt32.self, at: offset).map(UInt64.init)
  }

  /// The range of code that an address lies in.
  func codeRange(of address: UInt64) -> CodeRange? {
    code.first { $0.contains(address) }
  }

  func isCode(_ address: UInt64) -> Bool { codeRange(of: address) != nil }
}

/// Reads the fields of headers; what lies behind the end of the file reads as 0 and is refused by lengths.
struct HeaderFields {
  let bytes: [UInt8]
  let is64: Bool

  func half(at offset: Int) -> Int { Int(bytes.integer(UInt16.self, at: offset) ?? 0) }
  func int(at offset: Int) -> UInt32 { bytes.integer(UInt32.self, at: offset) ?? 0 }

  func word(at offset: Int) -> UInt64 {
    is64 ? bytes.integer(UInt64.self, at: offset) ?? 0 : UInt64(int(at: offset))
  }

  /// Where a table of `count` rows lies; `nil` where it does not lie in the file.
  func table(at offset: UInt64, rows count: Int, of size: Int) -> Int? {
    guard let start = Int(exactly: offset), count <= bytes.count / max(size, 1),
      start <= bytes.count - count * size
    else { return nil }
    return start
  }
}
