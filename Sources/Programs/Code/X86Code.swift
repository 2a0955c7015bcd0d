internal import Syscalls

/// The code of x86-64 and i386.
struct X86Code: InstructionSet {
  let decoder: X86Decoder
  /// What position-independent code of i386 keeps a register at: the table of global offsets.
  let tableBase: UInt64?

  init(_ file: ELFFile, _ dynamic: DynamicSection?) {
    decoder = X86Decoder(is64: file.architecture == .x86_64)
    tableBase = decoder.is64 ? nil : dynamic?[.globalOffsetTable]
  }

  private var wordSize: Int32 { decoder.is64 ? 8 : 4 }

  var numberPlace: Place { .register(0) }

  var syscallArgument: Place { decoder.is64 ? .register(7) : .stack(4) }

  func place(_ place: Place, beforeCall isCall: Bool) -> Place? {
    guard case .stack(let distance) = place, isCall else { return place }
    // The call itself puts an address onto the stack.
    return distance >= wordSize ? .stack(distance - wordSize) : nil
  }

  func decode(
    _ file: ELFFile, _ range: CodeRange, from start: UInt64, to end: UInt64,
    into listing: inout Listing
  ) {
    let code = file.bytes.span
    let limit = range.offset(of: end)
    var offset = range.offset(of: start)
    while offset < limit {
      guard let instruction = decoder.instruction(code, at: offset, limit: limit) else {
        // Data among the code: the next byte may begin an instruction.
        offset += 1
        continue
      }
      let address = range.address(ofOffset: offset)
      let step = self.step(instruction, code, at: offset, address)
      listing.append(step)
      if listing.keepsReferences, let reference = reference(instruction, step) {
        listing.append(reference)
      }
      offset += instruction.length
    }
  }

  private func step(
    _ instruction: X86Instruction, _ code: Span<UInt8>, at offset: Int, _ address: UInt64
  ) -> Step {
    let length = instruction.length
    let operand = offset + instruction.immediate
    func target(short: Bool) -> UInt64 {
      let distance = short ? Int64(Int8(bitPattern: code[operand])) : code.displacement(at: operand)
      let target = address &+ UInt64(length) &+ UInt64(bitPattern: distance)
      return decoder.is64 ? target : target & 0xffff_ffff
    }
    guard !instruction.isVector else { return Step(address, length: length, .next) }
    var flow = Step.Flow.next
    switch (instruction.map, instruction.opcode) {
    case (.oneByte, 0xe8):
      return Step(address, length: length, .call, to: target(short: false))
    case (.oneByte, 0xe9):
      return Step(address, length: length, .jump, to: target(short: false))
    case (.oneByte, 0xeb):
      return Step(address, length: length, .jump, to: target(short: true))
    case (.oneByte, 0x70...0x7f), (.oneByte, 0xe0...0xe3):
      return Step(address, length: length, .branch, to: target(short: true))
    case (.twoByte, 0x80...0x8f):
      return Step(address, length: length, .branch, to: target(short: false))
    case (.oneByte, 0xc2), (.oneByte, 0xc3), (.oneByte, 0xca), (.oneByte, 0xcb),
      (.oneByte, 0xcc), (.oneByte, 0xcf), (.oneByte, 0xf4),
      (.twoByte, 0x0b), (.twoByte, 0xb9), (.twoByte, 0xff):
      flow = .end
    case (.oneByte, 0xff):
      switch instruction.operation {
      case 2, 3: flow = isKernelEntry(instruction) ? .site : .indirectCall
      case 4, 5: flow = .end
      default: break
      }
    case (.oneByte, 0xcd):
      // In code of 64 bits too: a call of i386.
      if code[operand] == 0x80 { flow = .site }
    case (.oneByte, 0x90): if instruction.extensionBit == 0 { flow = .filler }
    case (.twoByte, 0x1f): flow = .filler
    case (.oneByte, 0x8d), (.oneByte, 0x89):
      if !decoder.is64, isFiller(instruction) { flow = .filler }
    case (.twoByte, 0x05): if decoder.is64 { flow = .site }
    case (.twoByte, 0x34): flow = .site
    default: break
    }
    return Step(address, length: length, flow)
  }

  /// `lea 0x0(%esi,%eiz,1),%esi` and `mov %esi,%esi`, which assemblers write on i386.
  private func isFiller(_ instruction: X86Instruction) -> Bool {
    instruction.opcode == 0x89
      ? instruction.base == nil && instruction.register == instruction.operand
      : instruction.base == .register(instruction.register) && instruction.displacement == 0
  }

  /// `call *%gs:0x10`, by which the C library of i386 enters the kernel.
  private func isKernelEntry(_ instruction: X86Instruction) -> Bool {
    !decoder.is64 && instruction.isThreadRelative && instruction.base == .absolute
      && instruction.displacement == 0x10
  }

  private func reference(_ instruction: X86Instruction, _ step: Step) -> Reference? {
    let takesAddress =
      instruction.map == .oneByte && instruction.opcode == 0x8d && !instruction.isVector
    switch instruction.base {
    case .instruction?:
      let target = step.end &+ UInt64(bitPattern: Int64(instruction.displacement))
      return Reference(address: step.address, target: target, reads: !takesAddress)
    case .register?:
      guard let tableBase, instruction.hasLongDisplacement else { return nil }
      let target = tableBase &+ UInt64(bitPattern: Int64(instruction.displacement))
      return Reference(address: step.address, target: target & 0xffff_ffff, reads: !takesAddress)
    case .absolute?, .indexed?, nil: return nil
    }
  }

  func entry(by site: Step, in file: ELFFile) -> Architecture {
    guard decoder.is64, let range = file.codeRange(of: site.address) else { return .x86 }
    let end = range.offset(of: site.address) + Int(site.length)
    let code = file.bytes.span
    return code[end - 2] == 0x0f && code[end - 1] == 0x05 ? .x86_64 : .x86
  }

  func isUnrunnable(_ step: Step, in file: ELFFile) -> Bool {
    guard let range = file.codeRange(of: step.address),
      let instruction = decoder.instruction(
        file.bytes.span, at: range.offset(of: step.address), limit: range.offset + range.count),
      instruction.map == .oneByte, !instruction.isVector
    else { return false }
    switch instruction.opcode {
    // ins, outs, in, out, hlt, cli, sti; iret and far returns, which no compiler writes.
    case 0x6c...0x6f, 0xe4...0xe7, 0xec...0xef, 0xf4, 0xfa, 0xfb, 0xca, 0xcb, 0xcf: return true
    // Instructions of i386 alone.
    case 0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x82, 0x9a,
      0xce, 0xd4...0xd6, 0xea:
      return decoder.is64
    default: return false
    }
  }

  func effect(of step: Step, on place: Place, in file: ELFFile) -> Effect {
    guard let range = file.codeRange(of: step.address),
      let instruction = decoder.instruction(
        file.bytes.span, at: range.offset(of: step.address), limit: range.offset + range.count)
    else { return .unknown }
    let effects = X86Effects(
      instruction: instruction, step: step, offset: range.offset(of: step.address),
      bytes: file.bytes, is64: decoder.is64)
    return effects.effect(on: place)
  }
}
