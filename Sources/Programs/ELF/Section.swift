/// A part of the file as the linker names it; only parts that have bytes and are loaded are kept.
struct Section: Sendable {
  let isExecutable: Bool
  let isWritable: Bool
  /// `SHT_PROGBITS`: bytes whose meaning is the program's own.
  let isProgramData: Bool
  let offset: Int
  let address: UInt64
  let count: Int

  /// `SHT_SYMTAB`, which is not loaded: where it lies in the file.
  static func symbolTable(in fields: HeaderFields) -> Range<Int>? {
    rows(in: fields).lazy.compactMap { start -> Range<Int>? in
      guard fields.int(at: start + 4) == 2 else { return nil }
      return extent(in: fields, at: start)
    }.first
  }

  /// Nothing where the table does not lie in the file: a loader does without, and so does this.
  static func all(in fields: HeaderFields) -> [Section] {
    let is64 = fields.is64
    return rows(in: fields).compactMap { start in
      let kind = fields.int(at: start + 4)
      let flags = fields.word(at: start + 8)
      // SHT_NULL and SHT_NOBITS have no bytes; SHF_ALLOC says that it is loaded.
      guard kind != 0, kind != 8, flags & 2 != 0, let extent = extent(in: fields, at: start)
      else { return nil }
      return Section(
        isExecutable: flags & 4 != 0, isWritable: flags & 1 != 0, isProgramData: kind == 1,
        offset: extent.lowerBound, address: fields.word(at: start + (is64 ? 16 : 12)),
        count: extent.count)
    }
  }

  /// Where each row of the table begins.
  private static func rows(in fields: HeaderFields) -> [Int] {
    let is64 = fields.is64
    let count = fields.half(at: is64 ? 60 : 48)
    let size = fields.half(at: is64 ? 58 : 46)
    guard count > 0, size == (is64 ? 64 : 40),
      let table = fields.table(at: fields.word(at: is64 ? 40 : 32), rows: count, of: size)
    else { return [] }
    return (0..<count).map { table + $0 * size }
  }

  private static func extent(in fields: HeaderFields, at start: Int) -> Range<Int>? {
    let is64 = fields.is64
    guard let offset = Int(exactly: fields.word(at: start + (is64 ? 24 : 16))),
      let count = Int(exactly: fields.word(at: start + (is64 ? 32 : 20))),
      count <= fields.bytes.count, offset <= fields.bytes.count - count
    else { return nil }
    return offset..<(offset + count)
  }
}
