/// What one instruction of aarch64 does to registers and to words on the stack.
struct AArch64Effects {
  let word: UInt32
  let flow: Step.Flow

  private static let stackPointer: UInt32 = 31
  private static let framePointer: UInt32 = 29

  private var target: UInt32 { word & 31 }
  private var source: UInt32 { word >> 5 & 31 }
  private var second: UInt32 { word >> 16 & 31 }

  func effect(on place: Place) -> Effect {
    switch place {
    case .register(let number): effect(onRegister: UInt32(number))
    case .stack(let distance): effect(onStackAt: distance)
    case .frame(let distance): effect(onFrameAt: distance)
    }
  }

  private static func register(_ number: UInt32) -> Effect {
    // As a source, 31 is a zero.
    number == 31 ? .constant(0) : .moves(from: .register(UInt8(truncatingIfNeeded: number)))
  }

  private func effect(onRegister number: UInt32) -> Effect {
    switch flow {
    // The procedure call standard: a call may change x0 to x17, and x30.
    case .call, .indirectCall: return number < 18 || number == 30 ? .unknown : .keeps
    case .site: return number == 0 ? .unknown : .keeps
    case .branch, .jump, .end: return .keeps
    case .next, .filler: break
    }
    if word & 0x0a00_0000 == 0x0800_0000 { return effectOfMemory(on: number) }
    guard target == number else { return .keeps }
    // movz and mov from a register
    if word & 0x7fe0_0000 == 0x5280_0000 { return .constant(Int64(word >> 5 & 0xffff)) }
    if word & 0x7fe0_ffe0 == 0x2a00_03e0 { return Self.register(second) }
    // csel
    if word & 0x7fe0_0c00 == 0x1a80_0000 {
      switch (Self.register(source), Self.register(second)) {
      case (.moves(let one), .moves(let other)): return .chooses(one, other)
      default: return .unknown
      }
    }
    // Comparisons and the like write register 31; everything else of these two classes writes its own.
    let isDataProcessing = word & 0x1c00_0000 == 0x1000_0000 || word & 0x0e00_0000 == 0x0a00_0000
    // fmov and the like move a vector's word into a register.
    let isConversion = word & 0x7f20_fc00 == 0x1e20_0000 || word & 0xbfe0_fc00 == 0x0e00_3c00
    return isDataProcessing || isConversion ? .unknown : .keeps
  }

  private func effectOfMemory(on number: UInt32) -> Effect {
    // Vector registers.
    guard word & 0x0400_0000 == 0 else { return .keeps }
    let isPair = word & 0x3a00_0000 == 0x2800_0000
    let isLoad = word & (isPair ? 0x0040_0000 : 0x00c0_0000) != 0
    // Before and after the access the register of the address may be changed as well.
    let changesAddress =
      isPair
      ? word & 0x0080_0000 != 0
      : word & 0x3b20_0400 == 0x3800_0400
    if changesAddress, source == number, number != 31 { return .unknown }
    // Literals, exclusive loads and stores.
    if word & 0x3b00_0000 == 0x1800_0000 { return target == number ? .unknown : .keeps }
    if word & 0x3f00_0000 == 0x0800_0000 {
      return target == number || second == number ? .unknown : .keeps
    }
    guard isLoad else { return .keeps }
    if isPair, word >> 10 & 31 == number { return .unknown }
    guard target == number else { return .keeps }
    guard let place = loaded else { return .unknown }
    return .moves(from: place)
  }

  /// The place that a load of four or eight bytes reads.
  private var loaded: Place? {
    switch word & 0xffc0_0000 {
    case 0xb940_0000, 0xb980_0000: place(at: word >> 10 & 0xfff, times: 4)
    case 0xf940_0000: place(at: word >> 10 & 0xfff, times: 8)
    default: nil
    }
  }

  private func place(at field: UInt32, times size: UInt32) -> Place? {
    let distance = Int32(field * size)
    switch source {
    case Self.stackPointer: return .stack(distance)
    case Self.framePointer: return .frame(distance)
    default: return nil
    }
  }

  /// What is written to a place; `nil` where nothing is.
  private func stored(at wanted: Place) -> Effect? {
    switch word & 0xffc0_0000 {
    case 0xb900_0000:
      if place(at: word >> 10 & 0xfff, times: 4) == wanted { return Self.register(target) }
    case 0xf900_0000:
      if place(at: word >> 10 & 0xfff, times: 8) == wanted { return Self.register(target) }
    case 0xa900_0000, 0xa980_0000, 0x2900_0000, 0x2980_0000:
      // A pair, at a distance or before the stack pointer moves there.
      let size: Int32 = word >> 31 == 1 ? 8 : 4
      let isMoved = word & 0x0080_0000 != 0
      let start = isMoved ? 0 : pairDistance
      let base: (Int32) -> Place? = { distance in
        switch source {
        case Self.stackPointer: .stack(distance)
        case Self.framePointer: .frame(distance)
        default: nil
        }
      }
      if base(start) == wanted { return Self.register(target) }
      if base(start + size) == wanted { return Self.register(word >> 10 & 31) }
    default: break
    }
    return nil
  }

  private var pairDistance: Int32 {
    let field = Int32(bitPattern: word << 10) >> 25
    return field * (word >> 31 == 1 ? 8 : 4)
  }

  /// By how much the instruction moves the stack pointer; `nil` where it does something else to it.
  private var stackMovement: Int32? {
    // sub sp, sp, #n and add sp, sp, #n
    let amount = Int32(word >> 10 & 0xfff) << (word & 0x0040_0000 != 0 ? 12 : 0)
    switch word & 0xff80_03ff {
    case 0xd100_03ff: return -amount
    case 0x9100_03ff: return amount
    default: break
    }
    if target == 31, isAddition { return nil }
    guard source == Self.stackPointer else { return 0 }
    // A pair, before or after which the pointer moves; then a single word.
    if word & 0x3a80_0000 == 0x2880_0000 { return pairDistance }
    if word & 0x3b20_0400 == 0x3800_0400 { return Int32(bitPattern: word << 11) >> 23 }
    return 0
  }

  /// `add` and `sub` of a constant or an extended register, which alone write the stack pointer.
  private var isAddition: Bool {
    word & 0x3f80_0000 == 0x1100_0000 || word & 0x3fe0_0000 == 0x0b20_0000
  }

  private func effect(onStackAt distance: Int32) -> Effect {
    if let stored = stored(at: .stack(distance)) { return stored }
    guard flow == .next else { return .keeps }
    guard let movement = stackMovement else {
      // mov sp, x29
      return word == 0x9100_03bf ? .moves(from: .frame(distance)) : .unknown
    }
    guard movement != 0 else { return .keeps }
    let (before, overflow) = distance.addingReportingOverflow(movement)
    return overflow || before < 0 || before > 1 << 16 ? .unknown : .moves(from: .stack(before))
  }

  private func effect(onFrameAt distance: Int32) -> Effect {
    if let stored = stored(at: .frame(distance)) { return stored }
    // add x29, sp, #n
    if word & 0xffc0_03ff == 0x9100_03fd {
      return .moves(from: .stack(distance &+ Int32(word >> 10 & 0xfff)))
    }
    return effect(onRegister: Self.framePointer) == .keeps ? .keeps : .unknown
  }
}
