internal import Syscalls

/// Where functions start, as Go's own table says, which its runtime needs and which no stripping removes.
///
/// `runtime.pcHeader` in Go's `src/runtime/symtab.go`.
enum GoFunctions {
  static func starts(in file: ELFFile) -> [UInt64] {
    guard let table = table(in: file), let layout = Layout(file, at: table) else { return [] }
    var starts: [UInt64] = []
    for row in 0..<layout.count {
      let entry = layout.entries + row * 2 * layout.fieldSize
      if layout.isRelative {
        guard let distance = file.bytes.integer(UInt32.self, at: entry) else { break }
        starts.append(layout.base &+ UInt64(distance))
      } else {
        guard let address = file.word(atOffset: entry) else { break }
        starts.append(address)
      }
    }
    return starts
  }

  private struct Layout {
    let count: Int
    let entries: Int
    let fieldSize: Int
    let isRelative: Bool
    let base: UInt64

    init?(_ file: ELFFile, at table: Int) {
      let word = file.wordSize
      func field(_ index: Int) -> Int? {
        file.word(atOffset: table + 8 + index * word).flatMap { Int(exactly: $0) }
      }
      guard let magic = file.bytes.integer(UInt32.self, at: table), let count = field(0),
        count < file.bytes.count / 8
      else { return nil }
      self.count = count
      switch magic {
      case 0xffff_fff0, 0xffff_fff1:  // Go 1.18, Go 1.20
        guard let base = field(2), let distance = field(7), distance < file.bytes.count
        else { return nil }
        entries = table + distance
        fieldSize = 4
        isRelative = true
        // Newer linkers leave the field 0, and the text starts with the code.
        self.base = base != 0 ? UInt64(base) : Self.largestRange(file)
      case 0xffff_fffa:  // Go 1.16
        guard let distance = field(6), distance < file.bytes.count else { return nil }
        entries = table + distance
        fieldSize = word
        isRelative = false
        base = 0
      default:  // Go 1.2
        entries = table + 8 + word
        fieldSize = word
        isRelative = false
        base = 0
      }
    }

    private static func largestRange(_ file: ELFFile) -> UInt64 {
      file.code.max { $0.count < $1.count }?.address ?? 0
    }
  }

  /// Where the table begins: its magic, two zeros, the size of an instruction and of a word.
  private static func table(in file: ELFFile) -> Int? {
    let quantum: UInt8 = file.architecture == .aarch64 ? 4 : 1
    let word = UInt8(file.wordSize)
    let bytes = file.bytes.span
    for segment in file.segments where segment.kind == .load && !segment.isExecutable {
      var offset = segment.offset
      let end = segment.offset + segment.count - 8
      // The table is aligned to a word at least.
      while offset < end {
        if bytes[offset + 3] == 0xff, bytes[offset + 2] == 0xff, bytes[offset + 1] == 0xff,
          bytes[offset + 4] == 0, bytes[offset + 5] == 0, bytes[offset + 6] == quantum,
          bytes[offset + 7] == word,
          [0xfb, 0xfa, 0xf0, 0xf1].contains(bytes[offset])
        {
          return offset
        }
        offset += Int(word)
      }
    }
    return nil
  }
}
