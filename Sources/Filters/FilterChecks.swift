/// The kernel's rules for a seccomp program, in one pass over it.
///
/// `bpf_check_basics_ok`, `bpf_check_classic` and `check_load_and_stores` of `net/core/filter.c`,
/// then `seccomp_check_filter` of `kernel/seccomp.c`. Which of several faults is told first may
/// differ from the kernel, which says EINVAL for all of them.
extension Filter {
  static func checked(_ instructions: [Instruction]) throws(FilterError) -> [Operation] {
    guard !instructions.isEmpty else { throw FilterError(.empty) }
    guard instructions.count <= maxCount else {
      throw FilterError(.tooLong(count: instructions.count))
    }
    var operations: [Operation] = []
    operations.reserveCapacity(instructions.count)
    var memory = WrittenMemory(count: instructions.count)
    for (index, instruction) in instructions.enumerated() {
      guard let operation = Operation(instruction) else {
        throw FilterError(.unknownCode(instruction.code), at: index)
      }
      if let reason = fault(in: operation) { throw FilterError(reason, at: index) }
      let furthest = index + 1 + operation.longestSkip
      // The last instruction falls through to the end; that is told as a missing return below.
      if furthest >= instructions.count, operation.isJump {
        throw FilterError(.jump(to: furthest), at: index)
      }
      if let slot = memory.follow(operation, at: index) {
        throw FilterError(.unwrittenMemory(slot: slot), at: index)
      }
      operations.append(operation)
    }
    switch operations.last {
    case .answer, .answerAccumulator: return operations
    default: throw FilterError(.missingReturn, at: instructions.count - 1)
    }
  }

  private static func fault(in operation: Operation) -> FilterError.Reason? {
    switch operation {
    case .loadWord(let offset) where offset >= Operation.dataByteCount || offset % 4 != 0:
      .offset(offset)
    case .loadMemory(_, let slot) where slot >= Operation.memoryWords,
      .store(_, let slot) where slot >= Operation.memoryWords:
      .memorySlot(slot)
    case .compute(.divide, .constant(0)):
      .divisionByZero
    case .compute(.shiftLeft, .constant(let distance)) where distance >= 32,
      .compute(.shiftRight, .constant(let distance)) where distance >= 32:
      .shift(distance)
    default:
      nil
    }
  }
}

extension Operation {
  fileprivate var isJump: Bool { if case .jump = self { true } else { isBranch } }

  private var isBranch: Bool { if case .branch = self { true } else { false } }

  fileprivate var longestSkip: Int {
    switch self {
    case .jump(let distance): Int(distance)
    case .branch(_, _, let ifTrue, let ifFalse): Int(max(ifTrue, ifFalse))
    default: 0
    }
  }
}

/// Which words of memory are stored to on every path, instruction by instruction; one bit a word.
private struct WrittenMemory {
  /// What is written on every jump that lands on an instruction.
  private var onArrival: [UInt16]
  /// What is written when the instruction before falls through.
  private var current: UInt16 = 0

  init(count: Int) {
    onArrival = Array(repeating: .max, count: count)
  }

  /// Takes one step; the slot, where `operation` loads one that may not have been written.
  ///
  /// Jumps must be known to land inside the program.
  mutating func follow(_ operation: Operation, at index: Int) -> UInt32? {
    current &= onArrival[index]
    switch operation {
    case .store(_, let slot):
      current |= 1 << slot
    case .loadMemory(_, let slot):
      if current & (1 << slot) == 0 { return slot }
    case .jump(let distance):
      arrive(at: index + 1 + Int(distance))
      // As in the kernel: what follows is reached by jumps alone.
      current = .max
    case .branch(_, _, let ifTrue, let ifFalse):
      arrive(at: index + 1 + Int(ifTrue))
      arrive(at: index + 1 + Int(ifFalse))
      current = .max
    default:
      break
    }
    return nil
  }

  private mutating func arrive(at target: Int) { onArrival[target] &= current }
}
