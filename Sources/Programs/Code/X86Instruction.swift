/// One instruction of x86: how long it is, and the fields by which its effect is told.
///
/// Intel's manual, volume 2, chapter 2 and appendix A.
struct X86Instruction {
  enum Map { case oneByte, twoByte, map38, map3a }

  /// What the address of an operand in memory is made of.
  enum Base: Equatable {
    /// A register and the displacement, nothing else.
    case register(UInt8)
    /// The next instruction's address and the displacement.
    case instruction
    /// The displacement alone.
    case absolute
    /// A sum of registers.
    case indexed
  }

  fileprivate(set) var length = 0
  fileprivate(set) var map = Map.oneByte
  fileprivate(set) var opcode: UInt8 = 0
  /// Of the VEX or EVEX form.
  fileprivate(set) var isVector = false
  /// `REX.W`, or its like in VEX.
  fileprivate(set) var isWide = false
  fileprivate(set) var hasREX = false
  fileprivate(set) var hasOperandSize = false
  fileprivate(set) var isThreadRelative = false
  /// The `reg` and `rm` fields of ModRM, widened by REX; `rm` is a register where ``base`` is `nil`.
  fileprivate(set) var register: UInt8 = 0
  fileprivate(set) var operand: UInt8 = 0
  fileprivate(set) var hasModRM = false
  /// Of the operand in memory; `nil` where the operand is a register.
  fileprivate(set) var base: Base?
  fileprivate(set) var displacement: Int32 = 0
  /// Whether the displacement has four bytes.
  fileprivate(set) var hasLongDisplacement = false
  /// Where the immediate operand begins, from the instruction's start.
  fileprivate(set) var immediate = 0
  /// The bits of REX.B, for opcodes that name a register themselves.
  fileprivate(set) var extensionBit: UInt8 = 0

  /// The register that the opcode's low bits name.
  var opcodeRegister: UInt8 { opcode & 7 | extensionBit }

  /// The `reg` field as the number of an operation.
  var operation: UInt8 { register & 7 }
}

/// Tells instructions' lengths and fields.
struct X86Decoder: Sendable {
  let is64: Bool

  private static let longest = 15

  /// The instruction at `offset`, which must end at `limit` at the latest; `nil` where there is none.
  func instruction(_ code: Span<UInt8>, at offset: Int, limit: Int) -> X86Instruction? {
    let end = min(limit, offset + Self.longest)
    var cursor = offset
    var result = X86Instruction()
    prefixes: while cursor < end {
      switch code[cursor] {
      case 0x66: result.hasOperandSize = true
      case 0x64, 0x65: result.isThreadRelative = true
      case 0xf0, 0xf2, 0xf3, 0x2e, 0x36, 0x3e, 0x26, 0x67: break
      default: break prefixes
      }
      cursor += 1
    }
    guard cursor < end else { return nil }
    // W, R, X and B of REX, or of VEX in its sense.
    var rex: UInt8 = 0
    if is64, code[cursor] & 0xf0 == 0x40 {
      rex = code[cursor]
      result.hasREX = true
      cursor += 1
      guard cursor < end else { return nil }
    }
    var opcode = code[cursor]
    cursor += 1
    switch opcode {
    case 0x0f:
      guard cursor < end else { return nil }
      opcode = code[cursor]
      cursor += 1
      result.map = .twoByte
      if opcode == 0x38 || opcode == 0x3a {
        result.map = opcode == 0x38 ? .map38 : .map3a
        guard cursor < end else { return nil }
        opcode = code[cursor]
        cursor += 1
      }
    case 0xc5 where cursor + 1 < end && (is64 || code[cursor] & 0xc0 == 0xc0):
      result.isVector = true
      result.map = .twoByte
      rex = code[cursor] & 0x80 == 0 ? 4 : 0
      opcode = code[cursor + 1]
      cursor += 2
    case 0xc4 where cursor + 2 < end && (is64 || code[cursor] & 0xc0 == 0xc0):
      guard let map = Self.map(code[cursor] & 0x1f) else { return nil }
      result.isVector = true
      result.map = map
      rex = ~code[cursor] >> 5 & 7 | (code[cursor + 1] & 0x80) >> 4
      opcode = code[cursor + 2]
      cursor += 3
    case 0x62 where cursor + 3 < end && (is64 || code[cursor] & 0xc0 == 0xc0):
      guard let map = Self.map(code[cursor] & 7) else { return nil }
      result.isVector = true
      result.map = map
      rex = ~code[cursor] >> 5 & 7 | (code[cursor + 1] & 0x80) >> 4
      opcode = code[cursor + 3]
      cursor += 4
    default: break
    }
    result.opcode = opcode
    result.isWide = rex & 8 != 0
    result.extensionBit = (rex & 1) << 3
    var form = form(result.map, opcode)
    // vzeroupper has no operands, emms neither, and a vector shift by a register has no immediate.
    if form.contains(.modRM) {
      guard readOperand(code, &cursor, end, rex, &result) else { return nil }
      // Only `test` of the groups f6 and f7 has an immediate.
      if result.operation < 2 {
        if form.contains(.testByte) { form.insert(.byte) }
        if form.contains(.testWord) { form.insert(.word) }
      }
    }
    result.immediate = cursor - offset
    cursor += immediateLength(form, result)
    guard cursor <= end else { return nil }
    result.length = cursor - offset
    return result
  }

  /// The maps that VEX and EVEX number; 5 and 6 hold operations on half-precision numbers, which have no
  /// immediate.
  private static func map(_ number: UInt8) -> X86Instruction.Map? {
    switch number {
    case 1: .twoByte
    case 2, 5, 6: .map38
    case 3: .map3a
    default: nil
    }
  }

  private func readOperand(
    _ code: Span<UInt8>, _ cursor: inout Int, _ end: Int, _ rex: UInt8,
    _ result: inout X86Instruction
  ) -> Bool {
    guard cursor < end else { return false }
    let byte = code[cursor]
    cursor += 1
    result.hasModRM = true
    result.register = byte >> 3 & 7 | (rex & 4) << 1
    let low = byte & 7
    result.operand = low | (rex & 1) << 3
    let mode = byte >> 6
    guard mode != 3 else { return true }
    var base = X86Instruction.Base.register(result.operand)
    var size = mode == 1 ? 1 : mode == 2 ? 4 : 0
    if low == 4 {
      guard cursor < end else { return false }
      let scaled = code[cursor]
      cursor += 1
      let index = scaled >> 3 & 7 | (rex & 2) << 2
      let hasBase = !(mode == 0 && scaled & 7 == 5)
      if !hasBase { size = 4 }
      base =
        index != 4
        ? .indexed : hasBase ? .register(scaled & 7 | (rex & 1) << 3) : .absolute
    } else if mode == 0, low == 5 {
      size = 4
      base = is64 ? .instruction : .absolute
    }
    result.base = base
    guard cursor + size <= end else { return false }
    if size == 1 {
      result.displacement = Int32(Int8(bitPattern: code[cursor]))
    } else if size == 4 {
      result.displacement = Int32(truncatingIfNeeded: code.displacement(at: cursor))
      result.hasLongDisplacement = true
    }
    cursor += size
    return true
  }

  private func immediateLength(_ form: X86Form, _ instruction: X86Instruction) -> Int {
    var length = 0
    if form.contains(.byte) { length += 1 }
    if form.contains(.half) { length += 2 }
    if form.contains(.word) {
      length += instruction.hasOperandSize && !form.contains(.near) ? 2 : 4
    }
    if form.contains(.wide) {
      length += instruction.isWide ? 8 : instruction.hasOperandSize ? 2 : 4
    }
    if form.contains(.address) { length += is64 ? 8 : 4 }
    if form.contains(.far) { length += 6 }
    return length
  }

  private func form(_ map: X86Instruction.Map, _ opcode: UInt8) -> X86Form {
    switch map {
    case .oneByte:
      let form = X86Form.oneByte[Int(opcode)]
      return form
    case .twoByte: return X86Form.twoByte[Int(opcode)]
    case .map38: return .modRM
    case .map3a: return [.modRM, .byte]
    }
  }
}
