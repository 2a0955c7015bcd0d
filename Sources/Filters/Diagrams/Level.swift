/// Where a bit of a call stands in the order in which diagrams ask for it.
enum Level {
  static let numbers: UInt32 = 32
  static let instructionPointer: UInt32 = 64
  static let arguments: UInt32 = 128
  /// After all bits.
  static let leaf: UInt32 = .max

  /// - Parameter bit: 0 for the least significant.
  static func architecture(bit: Int) -> UInt32 { UInt32(31 - bit) }
  static func number(bit: Int) -> UInt32 { numbers + UInt32(31 - bit) }
  static func instructionPointer(bit: Int) -> UInt32 { instructionPointer + UInt32(63 - bit) }
  static func argument(_ index: Int, bit: Int) -> UInt32 {
    arguments + UInt32(64 * index + 63 - bit)
  }

  /// The argument that the bit at `level` belongs to, −1 for the instruction pointer's.
  static func argument(at level: UInt32) -> Int { Int(level) / 64 - 2 }
}

extension Invocation {
  /// The bit that a diagram asks for at `level`.
  func bit(at level: UInt32) -> Bool {
    if level < Level.instructionPointer {
      let word = level < Level.numbers ? architectureToken : number
      return word >> (31 - level % 32) & 1 != 0
    }
    let value = level < Level.arguments ? instructionPointer : arguments[Level.argument(at: level)]
    return value >> UInt64(63 - level % 64) & 1 != 0
  }
}
