/// What one instruction does to the accumulator `A`, the index register `X` and the sixteen words
/// of memory `M`, all 32 bits wide.
///
/// Only what the kernel lets into a seccomp filter has a case here: the list of
/// `seccomp_check_filter` (`kernel/seccomp.c`). It is shorter than classic BPF: no packet loads,
/// no `BPF_MOD`.
package enum Operation: Hashable, Sendable {
  /// `BPF_LD+BPF_W+BPF_ABS`: A ← the word of `seccomp_data` at this byte offset.
  case loadWord(offset: UInt32)
  /// `BPF_LD` or `BPF_LDX` with `BPF_IMM`; `BPF_LEN` too, which is the constant 64.
  case loadConstant(Register, UInt32)
  /// `BPF_LD+BPF_MEM`, `BPF_LDX+BPF_MEM`.
  case loadMemory(Register, slot: UInt32)
  /// `BPF_ST`, `BPF_STX`.
  case store(Register, slot: UInt32)
  /// `BPF_MISC+BPF_TAX`: X ← A.
  case copyToIndex
  /// `BPF_MISC+BPF_TXA`: A ← X.
  case copyToAccumulator
  /// `BPF_ALU`: A ← A `Arithmetic` operand.
  case compute(Arithmetic, Operand)
  /// `BPF_ALU+BPF_NEG`: A ← −A.
  case negate
  /// `BPF_JMP+BPF_JA`: skips this many instructions.
  case jump(UInt32)
  /// `BPF_JMP`: compares A with the operand and skips instructions either way.
  case branch(Comparison, Operand, ifTrue: UInt8, ifFalse: UInt8)
  /// `BPF_RET+BPF_K`: ends with this answer.
  case answer(UInt32)
  /// `BPF_RET+BPF_A`: ends with what A holds.
  case answerAccumulator

  /// A register of the machine.
  package enum Register: Hashable, Sendable {
    case accumulator, index
  }

  /// What an operation works with beside the accumulator.
  package enum Operand: Hashable, Sendable {
    /// `BPF_K`.
    case constant(UInt32)
    /// `BPF_X`.
    case index
  }

  /// Raw values are the kernel's operation bits (`linux/bpf_common.h`).
  package enum Arithmetic: UInt16, Hashable, Sendable {
    case add = 0x00
    case subtract = 0x10
    case multiply = 0x20
    case divide = 0x30
    case or = 0x40
    case and = 0x50
    case shiftLeft = 0x60
    case shiftRight = 0x70
    case exclusiveOr = 0xa0
  }

  /// Unsigned, all of them. Raw values are the kernel's operation bits (`linux/bpf_common.h`).
  package enum Comparison: UInt16, Hashable, Sendable {
    case equal = 0x10
    case greater = 0x20
    case greaterOrEqual = 0x30
    /// `BPF_JSET`: A and the operand have a bit in common.
    case anyBit = 0x40
  }
}

extension Operation {
  /// `BPF_MEMWORDS`.
  package static let memoryWords: UInt32 = 16
  /// `sizeof(struct seccomp_data)`.
  package static let dataByteCount: UInt32 = 64

  /// What `instruction` does; `nil` for a code that the kernel keeps out of seccomp filters.
  ///
  /// Operands are taken as they stand; ``Filter`` checks them. As in the kernel the whole code
  /// must match: a stray bit makes another, unknown instruction.
  package init?(_ instruction: Instruction) {
    let k = instruction.k
    switch instruction.code {
    case 0x20: self = .loadWord(offset: k)
    case 0x80: self = .loadConstant(.accumulator, Self.dataByteCount)
    case 0x81: self = .loadConstant(.index, Self.dataByteCount)
    case 0x00: self = .loadConstant(.accumulator, k)
    case 0x01: self = .loadConstant(.index, k)
    case 0x60: self = .loadMemory(.accumulator, slot: k)
    case 0x61: self = .loadMemory(.index, slot: k)
    case 0x02: self = .store(.accumulator, slot: k)
    case 0x03: self = .store(.index, slot: k)
    case 0x07: self = .copyToIndex
    case 0x87: self = .copyToAccumulator
    case 0x84: self = .negate
    case 0x05: self = .jump(k)
    case 0x06: self = .answer(k)
    case 0x16: self = .answerAccumulator
    default:
      let operand: Operand = instruction.code & 0x08 == 0 ? .constant(k) : .index
      let bits = instruction.code & ~0x0f
      switch instruction.code & 0x07 {
      case 0x04:
        guard let arithmetic = Arithmetic(rawValue: bits) else { return nil }
        self = .compute(arithmetic, operand)
      case 0x05:
        guard let comparison = Comparison(rawValue: bits) else { return nil }
        self = .branch(comparison, operand, ifTrue: instruction.jt, ifFalse: instruction.jf)
      default:
        return nil
      }
    }
  }
}

extension Operation.Arithmetic {
  /// A ← A `self` operand as the kernel computes it; `nil` for a division by zero, which ends the
  /// filter with the answer 0 (`bpf_convert_filter`, `net/core/filter.c`).
  ///
  /// A shift by the index register uses its low five bits, as `BPF_ALU` of the eBPF that the
  /// kernel translates to.
  package func callAsFunction(_ left: UInt32, _ right: UInt32) -> UInt32? {
    switch self {
    case .add: left &+ right
    case .subtract: left &- right
    case .multiply: left &* right
    case .divide: right == 0 ? nil : left / right
    case .or: left | right
    case .and: left & right
    case .exclusiveOr: left ^ right
    case .shiftLeft: left &<< right
    case .shiftRight: left &>> right
    }
  }
}

extension Operation.Comparison {
  /// Whether the comparison holds.
  package func callAsFunction(_ left: UInt32, _ right: UInt32) -> Bool {
    switch self {
    case .equal: left == right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .anyBit: left & right != 0
    }
  }
}
