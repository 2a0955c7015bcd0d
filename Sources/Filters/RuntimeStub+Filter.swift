internal import Syscalls

extension Filter {
  /// The program that a runtime loads: its stub, then the profile's filter.
  ///
  /// Throws where the two together are longer than the kernel takes.
  package init(_ filter: Filter, behind stub: RuntimeStub) throws(FilterError) {
    try self.init(stub.instructions + filter.instructions)
  }
}

extension RuntimeStub {
  /// Answers or falls through; the jumps of what follows are relative, and stay right.
  ///
  /// Not runc's own code, which is longer and answers alike.
  fileprivate var instructions: [Instruction] {
    var byToken: [UInt32: [Architecture]] = [:]
    for architecture in bars.keys {
      byToken[architecture.auditToken, default: []].append(architecture)
    }
    return byToken.sorted { $0.key < $1.key }.flatMap { token, architectures in
      let block = self.block(for: architectures)
      return [.loadArchitecture, .skip(UInt8(block.count), unlessEqual: token)] + block
    }
  }

  /// What is asked about the number once the architecture is known: up to eight instructions.
  private func block(for architectures: [Architecture]) -> [Instruction] {
    if architectures.contains(where: { $0 == .x86_64 || $0 == .x32 }) {
      let wide = bars[.x86_64].map(Instruction.refusing(above:)) ?? []
      let x32 = bars[.x32].map(Instruction.refusing(above:)) ?? []
      // One token, told apart by a bit of the number: each part stands behind a test of it.
      return [.loadNumber, .skip(UInt8(wide.count), ifAnyBit: Architecture.x32Bit)] + wide
        + [.skip(UInt8(x32.count), unlessAnyBit: Architecture.x32Bit)] + x32
    }
    // Every other architecture has a token to itself.
    guard let architecture = architectures.first, let bar = bars[architecture] else { return [] }
    let zero: [Instruction] =
      architecture == .s390x || architecture == .s390
      ? [.skip(1, unlessEqual: 0), .enosys] : []
    return [.loadNumber] + zero + Instruction.refusing(above: bar)
  }
}

extension Instruction {
  fileprivate static let loadNumber = Instruction(code: 0x20, k: 0)
  fileprivate static let loadArchitecture = Instruction(code: 0x20, k: 4)
  fileprivate static let enosys = Instruction(code: 0x06, k: RuntimeStub.answer.returnValue)

  fileprivate static func skip(_ count: UInt8, unlessEqual value: UInt32) -> Instruction {
    Instruction(code: 0x15, jt: 0, jf: count, k: value)
  }

  fileprivate static func skip(_ count: UInt8, ifAnyBit bits: UInt32) -> Instruction {
    Instruction(code: 0x45, jt: count, jf: 0, k: bits)
  }

  fileprivate static func skip(_ count: UInt8, unlessAnyBit bits: UInt32) -> Instruction {
    Instruction(code: 0x45, jt: 0, jf: count, k: bits)
  }

  fileprivate static func refusing(above bar: UInt32) -> [Instruction] {
    [Instruction(code: 0x25, jt: 0, jf: 1, k: bar), .enosys]
  }
}
