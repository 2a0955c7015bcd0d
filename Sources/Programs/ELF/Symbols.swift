/// A row of the dynamic symbol table.
struct Symbol: Sendable {
  /// Into the table of strings.
  let name: UInt32
  let value: UInt64
  let isFunction: Bool
  /// Whether the file has it, rather than wanting it from another.
  let isDefined: Bool
}

/// The dynamic symbols: what the file offers to others, and what it wants from them.
struct Symbols: Sendable {
  let rows: [Symbol]
  private let strings: Range<Int>

  init(_ file: ELFFile, _ dynamic: DynamicSection) throws(ProgramError) {
    strings = dynamic.strings
    guard let address = dynamic[.symbols] else {
      rows = []
      return
    }
    let is64 = file.wordSize == 8
    let size = is64 ? 24 : 16
    var count = Self.count(file, dynamic)
    // An empty hash table counts no symbol; those that are wanted are then known by relocations alone.
    if count <= 1 {
      try Relocation.forEach(in: file, dynamic) {
        count = max(count, min($0.symbol, file.bytes.count) + 1)
      }
    }
    guard let table = file.offset(of: address) else {
      throw .malformed("its table of symbols does not lie in the file")
    }
    var rows: [Symbol] = []
    let available = max(0, file.bytes.count - table) / size
    rows.reserveCapacity(min(count, available))
    for row in 0..<min(count, available) {
      let start = table + row * size
      let bytes = file.bytes
      let information = bytes[start + (is64 ? 4 : 12)]
      guard let name = bytes.integer(UInt32.self, at: start),
        let section = bytes.integer(UInt16.self, at: start + (is64 ? 6 : 14)),
        let value = file.word(atOffset: start + (is64 ? 8 : 4))
      else { break }
      // STT_FUNC and STT_GNU_IFUNC.
      let isFunction = information & 15 == 2 || information & 15 == 10
      rows.append(
        Symbol(name: name, value: value, isFunction: isFunction, isDefined: section != 0))
    }
    self.rows = rows
  }

  /// The name of a symbol; empty where it has none that lies in the table.
  func name(of symbol: Symbol, in file: ELFFile) -> String {
    file.bytes.string(at: strings.lowerBound + Int(symbol.name), before: strings.upperBound) ?? ""
  }

  /// Whether a symbol is called so; makes no text of it.
  func isNamed(_ symbol: Symbol, _ name: [UInt8], in file: ELFFile) -> Bool {
    let start = strings.lowerBound + Int(symbol.name)
    let end = start + name.count
    guard end < strings.upperBound, file.bytes[end] == 0 else { return false }
    return file.bytes[start..<end].elementsEqual(name)
  }

  /// How many symbols there are, which no tag says: the hash tables that the loader looks names up in do.
  private static func count(_ file: ELFFile, _ dynamic: DynamicSection) -> Int {
    if let address = dynamic[.hash], let offset = file.offset(of: address, count: 8),
      let count = file.bytes.integer(UInt32.self, at: offset + 4)
    {
      return min(Int(count), file.bytes.count)
    }
    guard let address = dynamic[.gnuHash], let table = file.offset(of: address, count: 16),
      let buckets = file.bytes.integer(UInt32.self, at: table),
      let first = file.bytes.integer(UInt32.self, at: table + 4),
      let filter = file.bytes.integer(UInt32.self, at: table + 8)
    else { return 0 }
    let start = table + 16 + Int(filter) * file.wordSize
    var last = 0
    for bucket in 0..<min(Int(buckets), file.bytes.count / 4) {
      guard let index = file.bytes.integer(UInt32.self, at: start + 4 * bucket) else { break }
      last = max(last, Int(index))
    }
    guard last >= Int(first) else { return min(Int(first), file.bytes.count) }
    let chains = start + 4 * Int(buckets)
    // The last of a chain has its lowest bit set.
    while let hash = file.bytes.integer(UInt32.self, at: chains + 4 * (last - Int(first))) {
      last += 1
      if hash & 1 != 0 { break }
    }
    return min(last, file.bytes.count)
  }
}
