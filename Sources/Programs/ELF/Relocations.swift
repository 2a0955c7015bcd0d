internal import Syscalls

/// A word that the loader fills in.
struct Relocation: Sendable {
  enum Kind {
    /// The address of a symbol, in a table through which code calls it or takes its address.
    case slot
    /// The address of a symbol, and an addend.
    case symbol
    /// An address in this file.
    case relative
    /// What the function at an address of this file answers.
    case chosen
  }

  let kind: Kind
  /// Of the word.
  let address: UInt64
  /// Index of the symbol; 0 for none.
  let symbol: Int
  /// The address in this file, or what is added to the symbol's.
  let addend: UInt64
}

extension Relocation {
  /// Calls `body` with each relocation that the loader carries out.
  static func forEach(
    in file: ELFFile, _ dynamic: DynamicSection, _ body: (Relocation) -> Void
  ) throws(ProgramError) {
    let linkage = try dynamic.table(.procedureLinkage, .procedureLinkageSize, in: file)
    let linkageHasAddends =
      dynamic[.procedureLinkageKind]
      == DynamicSection.Tag.addendRelocations
      .rawValue
    let tables = [
      (try dynamic.table(.addendRelocations, .addendRelocationsSize, in: file), true),
      (try dynamic.table(.relocations, .relocationsSize, in: file), false),
      (linkage, linkageHasAddends),
    ]
    for case (let range?, let hasAddends) in tables {
      let size = file.wordSize * (hasAddends ? 3 : 2)
      for row in 0..<(range.count / size) {
        if let relocation = Relocation(
          file, at: range.lowerBound + row * size, hasAddend: hasAddends)
        {
          body(relocation)
        }
      }
    }
    if let range = try dynamic.table(.packedRelocations, .packedRelocationsSize, in: file) {
      forEachPacked(in: file, range, body)
    }
  }

  /// `nil` for one of a kind that no code goes through.
  private init?(_ file: ELFFile, at offset: Int, hasAddend: Bool) {
    let size = file.wordSize
    guard let address = file.word(atOffset: offset),
      let information = file.word(atOffset: offset + size)
    else { return nil }
    let is64 = size == 8
    let type = UInt32(truncatingIfNeeded: is64 ? information & 0xffff_ffff : information & 0xff)
    guard let kind = Kind(type: type, file) else { return nil }
    self.kind = kind
    self.address = address
    symbol = Int(truncatingIfNeeded: information >> (is64 ? 32 : 8))
    if hasAddend {
      addend = file.word(atOffset: offset + 2 * size) ?? 0
    } else {
      addend = kind == .slot ? 0 : file.word(at: address) ?? 0
    }
  }

  private init(relativeAt address: UInt64, in file: ELFFile) {
    kind = .relative
    self.address = address
    symbol = 0
    addend = file.word(at: address) ?? 0
  }

  /// `DT_RELR`: an even word is an address, an odd one a bit map of the words that follow the last.
  private static func forEachPacked(
    in file: ELFFile, _ range: Range<Int>, _ body: (Relocation) -> Void
  ) {
    let size = file.wordSize
    var next: UInt64 = 0
    for row in 0..<(range.count / size) {
      guard let entry = file.word(atOffset: range.lowerBound + row * size) else { return }
      if entry & 1 == 0 {
        body(Relocation(relativeAt: entry, in: file))
        next = entry &+ UInt64(size)
        continue
      }
      for bit in 1..<(8 * size) where entry >> UInt64(bit) & 1 != 0 {
        body(Relocation(relativeAt: next &+ UInt64((bit - 1) * size), in: file))
      }
      next = next &+ UInt64((8 * size - 1) * size)
    }
  }
}

extension Relocation.Kind {
  /// `R_X86_64_*`, `R_386_*` and `R_AARCH64_*` of `elf.h`.
  fileprivate init?(type: UInt32, _ file: ELFFile) {
    switch (file.architecture, type) {
    case (.x86_64, 6), (.x86_64, 7), (.x86, 6), (.x86, 7), (.aarch64, 1025), (.aarch64, 1026):
      self = .slot
    case (.x86_64, 1), (.x86, 1), (.aarch64, 257): self = .symbol
    case (.x86_64, 8), (.x86, 8), (.aarch64, 1027): self = .relative
    case (.x86_64, 37), (.x86, 42), (.aarch64, 1032): self = .chosen
    default: return nil
    }
  }
}
