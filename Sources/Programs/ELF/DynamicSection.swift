/// What the dynamic loader reads of a file: a table of tags and values.
struct DynamicSection: Sendable {
  /// `DT_*` of `elf.h`.
  enum Tag: UInt64 {
    case needed = 1
    case procedureLinkageSize = 2
    case globalOffsetTable = 3
    case hash = 4
    case strings = 5
    case symbols = 6
    case addendRelocations = 7
    case addendRelocationsSize = 8
    case stringsSize = 10
    case start = 12
    case end = 13
    case name = 14
    case oldSearchPath = 15
    case relocations = 17
    case relocationsSize = 18
    case procedureLinkageKind = 20
    case procedureLinkage = 23
    case startArray = 25
    case endArray = 26
    case startArraySize = 27
    case endArraySize = 28
    case searchPath = 29
    case packedRelocationsSize = 35
    case packedRelocations = 36
    case flags = 0x6fff_fffb
    case gnuHash = 0x6fff_fef5
    case versionDefinitions = 0x6fff_fffc
    case versionDefinitionsCount = 0x6fff_fffd
  }

  private let values: [Tag: UInt64]
  private let neededOffsets: [UInt64]
  /// Where the string table lies in the file.
  let strings: Range<Int>

  /// `nil` for a file without a dynamic segment.
  init?(_ file: ELFFile) throws(ProgramError) {
    guard let segment = file.segments.first(where: { $0.kind == .dynamic }) else { return nil }
    var values: [Tag: UInt64] = [:]
    var needed: [UInt64] = []
    let size = 2 * file.wordSize
    for row in 0..<(segment.count / size) {
      let start = segment.offset + row * size
      guard let number = file.word(atOffset: start),
        let value = file.word(atOffset: start + file.wordSize)
      else { break }
      if number == 0 { break }
      guard let tag = Tag(rawValue: number) else { continue }
      if tag == .needed { needed.append(value) } else { values[tag] = value }
    }
    self.values = values
    neededOffsets = needed
    guard let address = values[.strings] else {
      // A static program that moves itself may have none.
      guard needed.isEmpty else { throw .malformed("it has no table of strings") }
      strings = 0..<0
      return
    }
    guard let count = Int(exactly: values[.stringsSize] ?? 0),
      let offset = file.offset(of: address, count: count)
    else { throw .malformed("its table of strings does not lie in the file") }
    strings = offset..<(offset + count)
  }

  /// `DF_1_PIE`: a program that may stand at any address, and no library.
  var isProgram: Bool { (values[.flags] ?? 0) & 0x0800_0000 != 0 }

  subscript(tag: Tag) -> UInt64? { values[tag] }

  /// Where a table lies in the file; `nil` for none.
  func table(_ start: Tag, _ size: Tag, in file: ELFFile) throws(ProgramError) -> Range<Int>? {
    guard let address = values[start], let length = values[size], length > 0 else { return nil }
    guard let count = Int(exactly: length), let offset = file.offset(of: address, count: count)
    else { throw .malformed("its table \(start) does not lie in the file") }
    return offset..<(offset + count)
  }

  /// The sonames of the libraries that the loader loads before the file's code runs.
  func needed(in file: ELFFile) throws(ProgramError) -> [String] {
    var names: [String] = []
    for offset in neededOffsets { names.append(try string(at: offset, in: file)) }
    return names
  }

  /// A text that a tag names.
  func string(_ tag: Tag, in file: ELFFile) throws(ProgramError) -> String? {
    guard let offset = values[tag] else { return nil }
    return try string(at: offset, in: file)
  }

  private func string(at offset: UInt64, in file: ELFFile) throws(ProgramError) -> String {
    guard let distance = Int(exactly: offset), distance < strings.count,
      let text = file.bytes.string(at: strings.lowerBound + distance, before: strings.upperBound)
    else { throw .malformed("a name does not lie in its table of strings") }
    return text
  }
}
