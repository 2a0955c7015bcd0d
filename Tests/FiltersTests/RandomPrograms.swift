import Filters
import TestSupport

extension Seeded {
  /// Values that meet each other often, at the borders of 32 bits too.
  mutating func value() -> UInt32 {
    let usual: [UInt32] = [0, 1, 2, 3, 31, 32, 0x7fff_ffff, 0x8000_0000, .max]
    return Bool.random(using: &self)
      ? usual.randomElement(using: &self) ?? 0 : UInt32.random(in: 0...(.max), using: &self)
  }

  mutating func argument() -> UInt64 { UInt64(value()) << 32 | UInt64(value()) }

  /// A program of every kind of instruction, instruction pointer excepted, each return of which
  /// answers with its own index plus 1 as errno.
  mutating func program(count: Int) -> [Instruction] {
    let slots: UInt32 = 4
    // All slots are stored to first, so that loads of them are valid.
    var result = (0..<slots).flatMap { [Instruction.load($0 * 4 + 16), .store($0)] }
    while result.count < count - 1 {
      let left = count - result.count - 2
      let skip = UInt8(Int.random(in: 0...min(left, 6), using: &self))
      let other = UInt8(Int.random(in: 0...min(left, 6), using: &self))
      let slot = UInt32.random(in: 0..<slots, using: &self)
      let ofIndex: UInt16 = Bool.random(using: &self) ? 8 : 0
      let next: Instruction
      switch Int.random(in: 0..<12, using: &self) {
      case 0: next = .load([0, 4, 16, 20, 24, 28, 56, 60].randomElement(using: &self) ?? 0)
      case 1: next = Instruction(code: [0, 1].randomElement(using: &self) ?? 0, k: value())
      case 2: next = Instruction(code: [0x60, 0x61].randomElement(using: &self) ?? 0x60, k: slot)
      case 3: next = Instruction(code: [2, 3].randomElement(using: &self) ?? 2, k: slot)
      case 4: next = Instruction(code: [7, 0x87, 0x84].randomElement(using: &self) ?? 7)
      case 5: next = Instruction(code: [0x80, 0x81].randomElement(using: &self) ?? 0x80)
      case 6...8:
        let operation = UInt16([0, 1, 2, 3, 4, 5, 6, 7, 10].randomElement(using: &self) ?? 0) << 4
        let isShift = operation == 0x60 || operation == 0x70
        let k = ofIndex == 8 || !isShift ? max(1, value()) : value() % 32
        next = Instruction(code: 0x04 | ofIndex | operation, k: k)
      case 9...10:
        let operation = UInt16.random(in: 1...4, using: &self) << 4
        next = Instruction(code: 0x05 | ofIndex | operation, jt: skip, jf: other, k: value())
      default:
        next =
          Int.random(in: 0..<4, using: &self) == 0
          ? .answer(.errno(UInt16(result.count + 1))) : .jump(UInt32(skip))
      }
      result.append(next)
    }
    return result + [.answer(.errno(UInt16(count)))]
  }
}
