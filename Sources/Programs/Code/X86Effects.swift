/// What one instruction of x86 does to registers and to words on the stack.
struct X86Effects {
  let instruction: X86Instruction
  let step: Step
  let offset: Int
  let bytes: [UInt8]
  let is64: Bool

  private var wordSize: Int32 { is64 ? 8 : 4 }

  func effect(on place: Place) -> Effect {
    switch place {
    case .register(let number): effect(onRegister: number)
    case .stack(let distance): effect(onStackAt: distance)
    case .frame(let distance): effect(onFrameAt: distance)
    }
  }

  /// The immediate operand of one or four bytes, sign-extended.
  private func immediate(short: Bool) -> Int64 {
    let start = offset + instruction.immediate
    if short {
      return start < bytes.count ? Int64(Int8(bitPattern: bytes[start])) : 0
    }
    return bytes.integer(UInt32.self, at: start).map { Int64(Int32(bitPattern: $0)) } ?? 0
  }

  /// The place that the operand in memory names.
  private var memory: Place? {
    switch instruction.base {
    case .register(4)?: .stack(instruction.displacement)
    case .register(5)?: .frame(instruction.displacement)
    default: nil
    }
  }

  /// The value that an operand, register or memory, holds.
  private var moved: Effect {
    guard instruction.base != nil else { return .moves(from: .register(instruction.operand)) }
    return memory.map { .moves(from: $0) } ?? .unknown
  }

  /// Whether the operand is that register.
  private func isOperand(_ number: UInt8) -> Bool {
    instruction.base == nil && instruction.operand == number
  }

  /// The register that an operand of one byte is part of.
  private func whole(_ number: UInt8) -> UInt8 {
    !instruction.hasREX && (4...7).contains(number) ? number - 4 : number
  }

  // MARK: Registers

  private func effect(onRegister number: UInt8) -> Effect {
    switch step.flow {
    case .call, .indirectCall:
      return isClobberedByCall(number) ? .unknown : .keeps
    case .site:
      return number == 0 || is64 && (number == 1 || number == 11) ? .unknown : .keeps
    case .next, .filler, .branch, .jump, .end: break
    }
    if instruction.isVector { return effectOfVector(on: number) }
    switch instruction.map {
    case .oneByte: return effectOfOneByte(on: number)
    case .twoByte: return effectOfTwoBytes(on: number)
    case .map38: return effectOfMap38(on: number)
    case .map3a:
      // pextr*: into a register.
      return (0x14...0x17).contains(instruction.opcode) && isOperand(number) ? .unknown : .keeps
    }
  }

  /// The calling conventions of System V.
  private func isClobberedByCall(_ number: UInt8) -> Bool {
    is64 ? number < 3 || (6...11).contains(number) : number < 3
  }

  private func effectOfOneByte(on number: UInt8) -> Effect {
    let opcode = instruction.opcode
    switch opcode {
    case 0x00...0x3f where opcode & 7 < 6:
      return effectOfArithmetic(on: number)
    case 0x40...0x4f where !is64:
      return opcode & 7 == number ? .unknown : .keeps
    case 0x58...0x5f:
      return instruction.opcodeRegister == number ? .moves(from: .stack(0)) : .keeps
    case 0x61: return .unknown
    case 0x63, 0x8b:
      return instruction.register == number ? moved : .keeps
    case 0x69, 0x6b, 0x8d:
      return instruction.register == number ? .unknown : .keeps
    case 0x80...0x83:
      let changed = opcode & 1 == 0 ? whole(instruction.operand) : instruction.operand
      return instruction.base == nil && changed == number && instruction.operation != 7
        ? .unknown : .keeps
    case 0x86:
      return whole(instruction.register) == number
        || instruction.base == nil && whole(instruction.operand) == number ? .unknown : .keeps
    case 0x87:
      if instruction.register == number { return moved }
      return isOperand(number) ? .moves(from: .register(instruction.register)) : .keeps
    case 0x88, 0xc6:
      return instruction.base == nil && whole(instruction.operand) == number ? .unknown : .keeps
    case 0x89:
      return isOperand(number) ? .moves(from: .register(instruction.register)) : .keeps
    case 0x8a: return whole(instruction.register) == number ? .unknown : .keeps
    case 0x8c, 0x8f: return isOperand(number) ? .unknown : .keeps
    case 0x90...0x97:
      let other = instruction.opcodeRegister
      if number == 0 { return .moves(from: .register(other)) }
      return other == number ? .moves(from: .register(0)) : .keeps
    case 0x99: return number == 2 ? .unknown : .keeps
    case 0xa0, 0xa1, 0xac, 0xad, 0xd7, 0xe4, 0xe5, 0xec, 0xed, 0x9f:
      return number == 0 ? .unknown : .keeps
    case 0xa4...0xa7, 0xaa, 0xab, 0xae, 0xaf:
      return [1, 6, 7].contains(number) ? .unknown : .keeps
    case 0xb0...0xb7:
      // Written by hand after the register was cleared: the number is below 256.
      guard whole(instruction.opcodeRegister) == number else { return .keeps }
      return .constant(immediate(short: true) & 0xff)
    case 0xb8...0xbf:
      guard instruction.opcodeRegister == number else { return .keeps }
      guard instruction.isWide else { return .constant(immediate(short: false)) }
      let value = bytes.integer(UInt64.self, at: offset + instruction.immediate) ?? 0
      return .constant(Int64(bitPattern: value))
    case 0xc0, 0xc1, 0xd0...0xd3:
      return isOperand(opcode & 1 == 0 ? number & 3 : number) ? .unknown : .keeps
    case 0xc7: return isOperand(number) ? .constant(immediate(short: false)) : .keeps
    case 0xc9: return number == 4 || number == 5 ? .unknown : .keeps
    case 0xe0...0xe2: return number == 1 ? .unknown : .keeps
    case 0xf6, 0xf7:
      switch instruction.operation {
      case 0, 1: return .keeps
      case 2, 3: return isOperand(number) ? .unknown : .keeps
      default: return number == 0 || number == 2 ? .unknown : .keeps
      }
    case 0xfe, 0xff:
      return instruction.operation < 2 && isOperand(number) ? .unknown : .keeps
    default: return .keeps
    }
  }

  /// `add`, `or`, `adc`, `sbb`, `and`, `sub`, `xor` and `cmp`, in the six forms that each has.
  private func effectOfArithmetic(on number: UInt8) -> Effect {
    let operation = instruction.opcode >> 3
    guard operation != 7 else { return .keeps }
    let changed: UInt8?
    switch instruction.opcode & 7 {
    case 0: changed = instruction.base == nil ? whole(instruction.operand) : nil
    case 1: changed = instruction.base == nil ? instruction.operand : nil
    case 2: changed = whole(instruction.register)
    case 3: changed = instruction.register
    default: changed = 0
    }
    guard changed == number else { return .keeps }
    // A register less itself, or with itself in exclusive or, is 0.
    let clears =
      (operation == 5 || operation == 6) && instruction.hasModRM && instruction.base == nil
      && instruction.register == instruction.operand && instruction.opcode & 1 == 1
    return clears ? .constant(0) : .unknown
  }

  private func effectOfTwoBytes(on number: UInt8) -> Effect {
    let opcode = instruction.opcode
    switch opcode {
    case 0x01:
      // xgetbv and rdtscp.
      return instruction.base == nil && number < 3 ? .unknown : .keeps
    case 0x31, 0x32, 0x33: return number == 0 || number == 2 ? .unknown : .keeps
    case 0xa2: return number < 4 ? .unknown : .keeps
    case 0x40...0x4f:
      guard instruction.register == number else { return .keeps }
      guard case .moves(let place) = moved else { return .unknown }
      return .chooses(.register(number), place)
    case 0x90...0x9f:
      return instruction.base == nil && whole(instruction.operand) == number ? .unknown : .keeps
    case 0xb6, 0xb7, 0xbe, 0xbf:
      return instruction.register == number ? moved : .keeps
    case 0x02, 0x03, 0x2c, 0x2d, 0x50, 0xaf, 0xb2, 0xb4, 0xb5, 0xb8, 0xbc, 0xbd, 0xd7, 0xc5:
      return instruction.register == number ? .unknown : .keeps
    case 0x7e, 0xa4, 0xa5, 0xac, 0xad, 0xab, 0xb3, 0xbb:
      return isOperand(number) ? .unknown : .keeps
    case 0xba:
      return isOperand(number) && instruction.operation > 4 ? .unknown : .keeps
    case 0xb0, 0xb1: return number == 0 || isOperand(number) ? .unknown : .keeps
    case 0xc0, 0xc1:
      return instruction.register == number || isOperand(number) ? .unknown : .keeps
    case 0xc7:
      if instruction.base == nil { return isOperand(number) ? .unknown : .keeps }
      return number == 0 || number == 2 ? .unknown : .keeps
    case 0xc8...0xcf: return instruction.opcodeRegister == number ? .unknown : .keeps
    default: return .keeps
    }
  }

  private func effectOfMap38(on number: UInt8) -> Effect {
    switch instruction.opcode {
    case 0xf0, 0xf1, 0xf6: instruction.register == number ? .unknown : .keeps
    default: .keeps
    }
  }

  /// Few of the vector instructions write a general register; those that may are taken as doing so.
  private func effectOfVector(on number: UInt8) -> Effect {
    switch (instruction.map, instruction.opcode) {
    case (.twoByte, 0x2c), (.twoByte, 0x2d), (.twoByte, 0x50), (.twoByte, 0x93), (.twoByte, 0xc5),
      (.twoByte, 0xd7), (.map38, 0xf0...0xff), (.map3a, 0xf0):
      // With three operands, which of them is written is not looked at.
      instruction.register == number || isOperand(number) ? .unknown : .keeps
    case (.twoByte, 0x7e), (.map3a, 0x14...0x17):
      isOperand(number) ? .unknown : .keeps
    default: .keeps
    }
  }

  // MARK: The stack

  private func effect(onStackAt distance: Int32) -> Effect {
    if let stored = stored(at: .stack(distance)) { return stored }
    guard step.flow != .call, step.flow != .indirectCall else { return .keeps }
    guard instruction.map == .oneByte, !instruction.isVector else { return .keeps }
    switch instruction.opcode {
    case 0x50...0x57:
      return pushed(distance, .moves(from: .register(instruction.opcodeRegister)))
    case 0x68: return pushed(distance, .constant(immediate(short: false)))
    case 0x6a: return pushed(distance, .constant(immediate(short: true)))
    case 0xff where instruction.operation == 6: return pushed(distance, moved)
    case 0x9c: return pushed(distance, .unknown)
    case 0x06, 0x0e, 0x16, 0x1e: return is64 ? .keeps : pushed(distance, .unknown)
    case 0x58...0x5f:
      return instruction.opcodeRegister == 4 ? .unknown : shifted(distance, by: wordSize)
    case 0x8f, 0x9d: return shifted(distance, by: wordSize)
    case 0x60, 0x61, 0xc8: return .unknown
    case 0xc9: return .moves(from: .frame(distance &+ wordSize))
    case 0x81, 0x83:
      guard isOperand(4) else { return .keeps }
      let amount = Int32(truncatingIfNeeded: immediate(short: instruction.opcode == 0x83))
      switch instruction.operation {
      case 0: return shifted(distance, by: amount)
      case 5: return shifted(distance, by: 0 &- amount)
      case 7: return .keeps
      default: return .unknown
      }
    case 0x8d:
      guard instruction.register == 4 else { return .keeps }
      switch memory {
      case .stack(let amount)?: return shifted(distance, by: amount)
      case .frame(let amount)?: return .moves(from: .frame(distance &+ amount))
      default: return .unknown
      }
    case 0x89, 0x8b:
      guard case .moves(let source) = effect(onRegister: 4) else { return effect(onRegister: 4) }
      return source == .register(5) ? .moves(from: .frame(distance)) : .unknown
    default: return effect(onRegister: 4) == .keeps ? .keeps : .unknown
    }
  }

  private func pushed(_ distance: Int32, _ value: Effect) -> Effect {
    distance < wordSize
      ? (distance == 0 ? value : .unknown) : shifted(distance, by: 0 &- wordSize)
  }

  /// The same word, at its distance from where the stack pointer stood before.
  private func shifted(_ distance: Int32, by amount: Int32) -> Effect {
    let (before, overflow) = distance.addingReportingOverflow(amount)
    // What lies below the stack pointer has no value yet.
    return overflow || before < 0 || before > 1 << 16 ? .unknown : .moves(from: .stack(before))
  }

  private func effect(onFrameAt distance: Int32) -> Effect {
    if let stored = stored(at: .frame(distance)) { return stored }
    if instruction.map == .oneByte, !instruction.isVector, instruction.opcode == 0x8d,
      instruction.register == 5, case .stack(let amount)? = memory
    {
      return .moves(from: .stack(distance &+ amount))
    }
    switch effect(onRegister: 5) {
    case .keeps: return .keeps
    case .moves(from: .register(4)): return .moves(from: .stack(distance))
    default: return .unknown
    }
  }

  /// What is written to the place; `nil` where nothing is.
  private func stored(at place: Place) -> Effect? {
    guard instruction.hasModRM, let memory else { return nil }
    if instruction.isVector || instruction.map != .oneByte {
      return storesVector(over: place, at: memory) ? .unknown : nil
    }
    guard memory == place else { return nil }
    switch instruction.opcode {
    case 0x89: return .moves(from: .register(instruction.register))
    case 0xc7: return .constant(immediate(short: false))
    case 0x00...0x3f where instruction.opcode & 7 < 2 && instruction.opcode < 0x38: return .unknown
    case 0x80...0x83 where instruction.operation != 7: return .unknown
    case 0x86, 0x87, 0x88, 0x8f, 0xc0, 0xc1, 0xc6, 0xd0...0xd3: return .unknown
    case 0xf6, 0xf7: return (2...3).contains(instruction.operation) ? .unknown : nil
    case 0xfe, 0xff: return instruction.operation < 2 ? .unknown : nil
    default: return nil
    }
  }

  /// Whether a store of sixteen bytes covers the place.
  private func storesVector(over place: Place, at memory: Place) -> Bool {
    guard instruction.map == .twoByte,
      [0x11, 0x13, 0x17, 0x29, 0x2b, 0x7f, 0xd6, 0xe7].contains(instruction.opcode)
    else { return false }
    switch (place, memory) {
    case (.stack(let word), .stack(let start)), (.frame(let word), .frame(let start)):
      return word >= start && word &- start < 16
    default: return false
    }
  }
}
