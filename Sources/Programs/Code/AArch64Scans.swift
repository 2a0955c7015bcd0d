/// Searches over all code of a file, as ``X86Code`` has them.
extension AArch64Code {
  func possibleSites(_ file: ELFFile, _ range: CodeRange, at part: Range<Int>) -> [UInt64] {
    addresses(file, range, at: part) { word, _ in word == 0xd400_0001 }
  }

  func possibleCalls(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>, to targets: AddressSet,
    through slots: AddressSet
  ) -> [UInt64] {
    // Calls through a slot take two instructions, and compilers write them only where they are told to.
    addresses(file, range, at: part) { word, address in
      let (_, target) = Self.flow(word, at: address)
      return target != 0 && targets.contains(target)
    }
  }

  func callTargets(_ file: ELFFile, _ range: CodeRange) -> [UInt64] {
    var targets: [UInt64] = []
    _ = addresses(file, range, at: range.offset..<(range.offset + range.count)) { word, address in
      if case (.call, let target) = Self.flow(word, at: address) { targets.append(target) }
      return false
    }
    return targets
  }

  /// adrp x16, page; ldr x17, [x16, #n]; and, before them, maybe a landing pad.
  func stubs(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>, through slots: AddressSet
  ) -> [UInt64: UInt64] {
    guard !slots.isEmpty else { return [:] }
    let code = file.bytes.span
    var stubs: [UInt64: UInt64] = [:]
    let last = min(part.upperBound, range.offset + range.count - 7)
    var offset = part.lowerBound
    while offset < last {
      defer { offset += 4 }
      let address = range.address(ofOffset: offset)
      let first = Self.word(code, at: offset)
      guard first & 31 == 16, let page = Self.page(first, at: address) else { continue }
      let second = Self.word(code, at: offset + 4)
      guard second & 0x3ff == 16 << 5 | 17, let distance = Self.load(second),
        slots.contains(page &+ distance)
      else { continue }
      stubs[address] = page &+ distance
      if offset >= range.offset + 4, Self.word(code, at: offset - 4) == 0xd503_245f {
        stubs[address &- 4] = page &+ distance
      }
    }
    return stubs
  }

  private func addresses(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>,
    where isWanted: (UInt32, UInt64) -> Bool
  ) -> [UInt64] {
    let code = file.bytes.span
    var found: [UInt64] = []
    let last = min(part.upperBound, range.offset + range.count - 3)
    var offset = part.lowerBound
    while offset < last {
      let address = range.address(ofOffset: offset)
      if isWanted(Self.word(code, at: offset), address) { found.append(address) }
      offset += 4
    }
    return found
  }
}
