/// Why the kernel would not take a program as a seccomp filter.
package struct FilterError: Error, Hashable, Sendable {
  /// What is wrong with a program.
  package enum Reason: Hashable, Sendable {
    /// The bytes end inside an instruction; so many are left over.
    case cutInstruction(bytes: Int)
    case empty
    case tooLong(count: Int)
    /// Not an operation of seccomp filters.
    case unknownCode(UInt16)
    /// Outside of `seccomp_data`, or not at a multiple of 4.
    case offset(UInt32)
    case memorySlot(UInt32)
    /// A path reaches this load without having stored to the slot.
    case unwrittenMemory(slot: UInt32)
    case divisionByZero
    case shift(UInt32)
    /// A jump to this index, past the last instruction.
    case jump(to: Int)
    /// The last instruction is not a return.
    case missingReturn
  }

  /// What is wrong.
  package let reason: Reason
  /// Index of the instruction, from 0; `nil` where the program as a whole is meant.
  package let instruction: Int?

  /// A fault of one instruction, counted from 0, or of the whole program.
  package init(_ reason: Reason, at instruction: Int? = nil) {
    self.reason = reason
    self.instruction = instruction
  }
}

extension FilterError: CustomStringConvertible {
  package var description: String {
    let place = instruction.map { "instruction \($0): " } ?? ""
    return place + reason.description
  }
}

extension FilterError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cutInstruction(let bytes):
      "the program ends with \(bytes) of an instruction's \(Instruction.byteCount) bytes"
    case .empty:
      "the program has no instructions"
    case .tooLong(let count):
      "the program has \(count) instructions, the kernel takes \(Filter.maxCount)"
    case .unknownCode(let code):
      "code 0x\(String(code, radix: 16)) is not allowed in a seccomp filter"
    case .offset(let offset):
      "loads at offset \(offset); words of seccomp_data stand at 0, 4, … 60"
    case .memorySlot(let slot):
      "uses memory word \(slot); there are \(Operation.memoryWords), counted from 0"
    case .unwrittenMemory(let slot):
      "loads memory word \(slot), which may not have been stored before"
    case .divisionByZero:
      "divides by the constant 0"
    case .shift(let distance):
      "shifts a 32-bit value by \(distance)"
    case .jump(let target):
      "jumps to \(target), past the end of the program"
    case .missingReturn:
      "the program does not end with a return"
    }
  }
}
