/// The linker's own table of symbols, which files that are not stripped keep.
enum SymbolTable {
  /// Where it says that functions start.
  static func functions(in file: ELFFile) -> [UInt64] {
    guard let table = file.symbolTable else { return [] }
    let is64 = file.wordSize == 8
    let size = is64 ? 24 : 16
    var starts: [UInt64] = []
    for row in 0..<(table.count / size) {
      let start = table.lowerBound + row * size
      let type = file.bytes[start + (is64 ? 4 : 12)] & 15
      guard type == 2 || type == 10,
        let section = file.bytes.integer(UInt16.self, at: start + (is64 ? 6 : 14)), section != 0,
        let value = file.word(atOffset: start + (is64 ? 8 : 4))
      else { continue }
      starts.append(value)
    }
    return starts
  }
}
