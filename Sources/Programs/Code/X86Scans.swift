/// Searches over all code of a file for bytes that may be of interest. What is found is decoded, from the
/// start of its function, before it counts.
extension X86Code {
  func possibleSites(_ file: ELFFile, _ range: CodeRange, at part: Range<Int>) -> [UInt64] {
    let code = file.bytes.span
    let end = range.offset + range.count
    var found: [UInt64] = []
    let last = min(part.upperBound, end - 1)
    var offset = part.lowerBound
    if decoder.is64 {
      // syscall; and int $0x80 and sysenter, by which i386 enters the kernel
      while offset < last {
        let byte = code[offset]
        if byte == 0x0f || byte == 0xcd {
          switch (byte, code[offset + 1]) {
          case (0x0f, 0x05), (0x0f, 0x34), (0xcd, 0x80):
            found.append(range.address(ofOffset: offset))
          default: break
          }
        }
        offset += 1
      }
      return found
    }
    while offset < last {
      switch (code[offset], code[offset + 1]) {
      case (0xcd, 0x80), (0x0f, 0x34): found.append(range.address(ofOffset: offset))
      case (0x65, 0xff):
        if offset + 7 <= end, code[offset + 2] == 0x15, code.displacement(at: offset + 3) == 0x10 {
          found.append(range.address(ofOffset: offset))
        }
      default: break
      }
      offset += 1
    }
    return found
  }

  func possibleCalls(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>, to targets: AddressSet,
    through slots: AddressSet
  ) -> [UInt64] {
    let code = file.bytes.span
    let end = range.offset + range.count
    let last = min(part.upperBound, end - 4)
    var found: [UInt64] = []
    var offset = part.lowerBound
    while offset < last {
      let byte = code[offset]
      // call and jmp, or the second byte of a conditional jump.
      if byte & 0xfe == 0xe8
        || byte & 0xf0 == 0x80 && offset > range.offset && code[offset - 1] == 0x0f
      {
        let next = range.address(ofOffset: offset + 5)
        let target = next &+ UInt64(bitPattern: code.displacement(at: offset + 1))
        if targets.contains(decoder.is64 ? target : target & 0xffff_ffff) {
          found.append(range.address(ofOffset: offset))
        }
      } else if byte == 0xff, !slots.isEmpty, offset + 6 <= end,
        let slot = slot(code, range, at: offset), slots.contains(slot)
      {
        found.append(range.address(ofOffset: offset))
      }
      offset += 1
    }
    return found
  }

  /// The slot that an indirect call or jump at an offset reads; six bytes stand there.
  private func slot(_ code: Span<UInt8>, _ range: CodeRange, at offset: Int) -> UInt64? {
    let distance = UInt64(bitPattern: code.displacement(at: offset + 2))
    switch code[offset + 1] {
    case 0x15, 0x25:
      return decoder.is64
        ? range.address(ofOffset: offset + 6) &+ distance : distance & 0xffff_ffff
    case 0x93, 0xa3:
      return tableBase.map { ($0 &+ distance) & 0xffff_ffff }
    default: return nil
    }
  }

  func stubs(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>, through slots: AddressSet
  ) -> [UInt64: UInt64] {
    guard !slots.isEmpty else { return [:] }
    let code = file.bytes.span
    let last = min(part.upperBound, range.offset + range.count - 5)
    var stubs: [UInt64: UInt64] = [:]
    var offset = part.lowerBound
    while offset < last {
      defer { offset += 1 }
      guard code[offset] == 0xff, code[offset + 1] == 0x25 || code[offset + 1] == 0xa3,
        let slot = slot(code, range, at: offset), slots.contains(slot)
      else { continue }
      // `endbr64` or `endbr32`, and the prefix `bnd`, may stand before the jump.
      var start = offset
      if start > range.offset, code[start - 1] == 0xf2 { start -= 1 }
      if start >= range.offset + 4, code[start - 4] == 0xf3, code[start - 3] == 0x0f,
        code[start - 2] == 0x1e, code[start - 1] & 0xfe == 0xfa
      {
        start -= 4
      }
      stubs[range.address(ofOffset: start)] = slot
      stubs[range.address(ofOffset: offset)] = slot
    }
    return stubs
  }

  func callTargets(_ file: ELFFile, _ range: CodeRange) -> [UInt64] {
    let code = file.bytes.span
    let end = range.offset + range.count
    var targets: [UInt64] = []
    var offset = range.offset
    while offset < end {
      guard let instruction = decoder.instruction(code, at: offset, limit: end) else {
        offset += 1
        continue
      }
      if instruction.map == .oneByte, instruction.opcode == 0xe8, !instruction.isVector {
        let next = range.address(ofOffset: offset + instruction.length)
        let target =
          next &+ UInt64(bitPattern: code.displacement(at: offset + instruction.immediate))
        targets.append(decoder.is64 ? target : target & 0xffff_ffff)
      }
      offset += instruction.length
    }
    return targets
  }
}
