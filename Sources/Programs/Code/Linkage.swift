/// The words through which a file's code reaches what the loader has put there.
struct Linkage: Sendable {
  /// In 16 bytes, as large files have a hundred thousand of them.
  struct Slot: Sendable {
    private let address: UInt64
    private let row: UInt32
    private let hasFunction: Bool

    /// Of a symbol; 0 for none.
    var symbol: Int { Int(row) }
    /// In this file.
    var function: UInt64? { hasFunction ? address : nil }

    init(symbol: Int, function: UInt64?) {
      row = UInt32(truncatingIfNeeded: symbol)
      address = function ?? 0
      hasFunction = function != nil
    }
  }

  private(set) var slots: [UInt64: Slot] = [:]
  /// Slots by the address of the short code that jumps through them.
  private(set) var stubs: [UInt64: UInt64] = [:]
  /// Functions of this file whose addresses stand in its data.
  private(set) var functionsInData: [UInt64] = []
  /// Symbols whose addresses stand in its data.
  private(set) var symbolsInData: [Int] = []

  /// - Parameter isWhole: whether to keep slots that hold addresses of the file's own too, of which there may be
  ///   hundreds of thousands, and which only a call graph needs.
  init(
    _ file: ELFFile, _ dynamic: DynamicSection, _ symbols: Symbols,
    _ instructions: any InstructionSet, isWhole: Bool
  ) throws(ProgramError) {
    var slots: [UInt64: Slot] = [:]
    var functions: [UInt64] = []
    var named: [Int] = []
    try Relocation.forEach(in: file, dynamic) { relocation in
      let symbol = symbols.rows.indices.contains(relocation.symbol) ? relocation.symbol : 0
      switch relocation.kind {
      case .slot:
        let row = symbol == 0 ? nil : symbols.rows[symbol]
        let function = row?.isDefined == true ? row?.value : nil
        slots[relocation.address] = Slot(symbol: symbol, function: function)
      case .symbol:
        guard symbol != 0 else { return }
        let row = symbols.rows[symbol]
        let function = row.isDefined ? row.value &+ relocation.addend : nil
        slots[relocation.address] = Slot(symbol: symbol, function: function)
        if let function { functions.append(function) } else { named.append(symbol) }
      case .relative, .chosen:
        guard isWhole, file.isCode(relocation.addend) else { return }
        slots[relocation.address] = Slot(symbol: 0, function: relocation.addend)
        functions.append(relocation.addend)
      }
    }
    self.slots = slots
    functionsInData = functions
    symbolsInData = named
    let known = AddressSet(slots.keys)
    for found in file.scanCode({ instructions.stubs(file, $0, at: $1, through: known) }) {
      stubs.merge(found) { first, _ in first }
    }
  }
}
