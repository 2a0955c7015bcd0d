internal import Syscalls

/// The code of aarch64: instructions of four bytes. Arm's manual, chapter C4.
struct AArch64Code: InstructionSet {
  /// x8 holds the number.
  var numberPlace: Place { .register(8) }

  var syscallArgument: Place { .register(0) }

  func entry(by site: Step, in file: ELFFile) -> Architecture { .aarch64 }

  func isUnrunnable(_ step: Step, in file: ELFFile) -> Bool { false }

  func place(_ place: Place, beforeCall isCall: Bool) -> Place? { place }

  func decode(
    _ file: ELFFile, _ range: CodeRange, from start: UInt64, to end: UInt64,
    into listing: inout Listing
  ) {
    let code = file.bytes.span
    let limit = range.offset(of: end)
    var offset = range.offset(of: start)
    // What `adrp` has left in each register, and how long ago.
    var pages = [(page: UInt64, offset: Int)](repeating: (0, .min / 2), count: 32)
    while offset + 4 <= limit {
      let word = Self.word(code, at: offset)
      let address = range.address(ofOffset: offset)
      let (flow, target) = Self.flow(word, at: address)
      listing.append(Step(address, length: 4, flow, to: target))
      if listing.keepsReferences {
        if let page = Self.page(word, at: address) {
          pages[Int(word & 31)] = (page, offset)
        } else if let reference = Self.reference(word, at: address, offset, pages) {
          listing.append(reference)
        }
      }
      offset += 4
    }
  }

  static func word(_ code: Span<UInt8>, at offset: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: code.displacement(at: offset))
  }

  /// The low `bits` of a field as a signed number, times four.
  static func distance(_ field: UInt32, bits: UInt32) -> UInt64 {
    let shifted = Int32(bitPattern: field << (32 - bits)) >> Int32(32 - bits)
    return UInt64(bitPattern: Int64(shifted) * 4)
  }

  static func flow(_ word: UInt32, at address: UInt64) -> (Step.Flow, UInt64) {
    if word == 0xd400_0001 { return (.site, 0) }  // svc #0
    if word == 0xd503_201f { return (.filler, 0) }  // nop
    switch word & 0xfc00_0000 {
    case 0x9400_0000: return (.call, address &+ distance(word, bits: 26))
    case 0x1400_0000: return (.jump, address &+ distance(word, bits: 26))
    default: break
    }
    // b.cond, cbz and cbnz; tbz and tbnz
    if word & 0xff00_0010 == 0x5400_0000 || word & 0x7e00_0000 == 0x3400_0000 {
      return (.branch, address &+ distance(word >> 5, bits: 19))
    }
    if word & 0x7e00_0000 == 0x3600_0000 {
      return (.branch, address &+ distance(word >> 5, bits: 14))
    }
    // blr, with or without a signature; br and ret; brk and udf
    if word & 0xfeff_f800 == 0xd63f_0000 { return (.indirectCall, 0) }
    if word & 0xfedf_f800 == 0xd61f_0000 || word & 0xffe0_001f == 0xd420_0000 || word >> 16 == 0 {
      return (.end, 0)
    }
    return (.next, 0)
  }

  /// What `adrp` puts into its register.
  static func page(_ word: UInt32, at address: UInt64) -> UInt64? {
    guard word & 0x9f00_0000 == 0x9000_0000 else { return nil }
    return address & ~0xfff &+ relative(word) << 12
  }

  /// The 21 bits of `adr` and `adrp`.
  private static func relative(_ word: UInt32) -> UInt64 {
    let field = word >> 29 & 3 | (word >> 5 & 0x7_ffff) << 2
    return UInt64(bitPattern: Int64(Int32(bitPattern: field << 11) >> 11))
  }

  /// The byte that a load of eight bytes reads at, from its register; `nil` for another instruction.
  static func load(_ word: UInt32) -> UInt64? {
    word & 0xffc0_0000 == 0xf940_0000 ? UInt64(word >> 10 & 0xfff) * 8 : nil
  }

  /// How far `adrp` and the instruction that completes its address may stand apart, in bytes.
  private static let reach = 256

  private static func reference(
    _ word: UInt32, at address: UInt64, _ offset: Int, _ pages: [(page: UInt64, offset: Int)]
  ) -> Reference? {
    // adr
    if word & 0x9f00_0000 == 0x1000_0000 {
      return Reference(address: address, target: address &+ relative(word), reads: false)
    }
    let base = pages[Int(word >> 5 & 31)]
    guard offset - base.offset < reach else { return nil }
    // add x, x, #n
    if word & 0xffc0_0000 == 0x9100_0000 {
      return Reference(
        address: address, target: base.page &+ UInt64(word >> 10 & 0xfff), reads: false)
    }
    return load(word).map { Reference(address: address, target: base.page &+ $0, reads: true) }
  }

  func effect(of step: Step, on place: Place, in file: ELFFile) -> Effect {
    guard let range = file.codeRange(of: step.address),
      let word = file.bytes.integer(UInt32.self, at: range.offset(of: step.address))
    else { return .unknown }
    return AArch64Effects(word: word, flow: step.flow).effect(on: place)
  }
}
