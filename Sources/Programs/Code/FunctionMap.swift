/// Where the functions of a file start.
///
/// What lies between one start and the next belongs to the first of them.
struct FunctionMap: Sendable {
  /// In order.
  let starts: [UInt64]

  /// - Parameter symbols: dynamic symbols that are functions.
  init(_ file: ELFFile, _ instructions: any InstructionSet, symbols: [UInt64], entries: [UInt64]) {
    let framed = FrameTable.starts(in: file)
    var starts = framed
    let described = GoFunctions.starts(in: file)
    starts += described
    starts += SymbolTable.functions(in: file)
    starts += symbols + entries
    // Code without frames is cut where something is called; of one without symbols nothing else tells.
    let amount = file.code.reduce(0) { $0 + $1.count }
    if framed.count * 4096 < amount, described.isEmpty {
      for range in file.code { starts += instructions.callTargets(file, range) }
    }
    starts += file.code.map(\.address)
    var known: [UInt64] = []
    var last = file.code.first
    for start in starts.sorted() where start != known.last {
      if last?.contains(start) != true { last = file.codeRange(of: start) }
      if last?.contains(start) == true { known.append(start) }
    }
    self.starts = known
  }

  /// Index of the function that an address of code belongs to.
  func index(of address: UInt64) -> Int? {
    let after = starts.firstPosition { $0 > address }
    return after > 0 ? after - 1 : nil
  }

  /// Index of the function that starts at an address.
  func index(startingAt address: UInt64) -> Int? {
    guard let index = index(of: address), starts[index] == address else { return nil }
    return index
  }

  /// Index of the function whose address is taken, which may lie behind what is known as its start.
  func index(taking address: UInt64, in file: ELFFile) -> Int? {
    if let index = index(startingAt: address) { return index }
    // Sums with a register of i386 may be anything.
    guard file.wordSize == 8, file.isCode(address) else { return nil }
    return index(of: address)
  }

  func isStart(_ address: UInt64) -> Bool { index(startingAt: address) != nil }

  /// Decodes functions, given in order.
  func decode(
    _ indices: some Sequence<Int>, of file: ELFFile, _ instructions: any InstructionSet
  ) -> Listing {
    var listing = Listing(keepingReferences: true)
    for index in indices {
      let start = starts[index]
      guard let range = file.codeRange(of: start) else { continue }
      let next = index + 1 < starts.count ? starts[index + 1] : range.end
      instructions.decode(file, range, from: start, to: min(next, range.end), into: &listing)
    }
    listing.finish()
    return listing
  }

  /// How many bytes a function has.
  func size(of index: Int, in file: ELFFile) -> Int {
    guard let range = file.codeRange(of: starts[index]) else { return 0 }
    let next = index + 1 < starts.count ? min(starts[index + 1], range.end) : range.end
    return Int(truncatingIfNeeded: next &- starts[index])
  }
}
