/// How a filter came to its verdict about one call.
package struct Simulation: Hashable, Sendable {
  /// What the filter answers.
  package let verdict: Verdict
  /// Instructions executed, the return among them: what the call pays in the kernel's interpreter.
  package let steps: Int
  /// Index of the instruction that answered.
  package let answeredAt: Int
}

extension Filter {
  /// Runs the program on one call, exactly as the kernel does.
  package func simulate(_ invocation: Invocation) -> Simulation {
    var accumulator: UInt32 = 0
    var index: UInt32 = 0
    var memory: [16 of UInt32] = .init(repeating: 0)
    var counter = 0
    var steps = 0
    // Ends: a checked filter only jumps forward, and its last instruction returns.
    while true {
      steps += 1
      let operation = operations[counter]
      counter += 1
      switch operation {
      case .loadWord(let offset): accumulator = invocation.word(Int(offset / 4))
      case .loadConstant(.accumulator, let value): accumulator = value
      case .loadConstant(.index, let value): index = value
      case .loadMemory(.accumulator, let slot): accumulator = memory[Int(slot)]
      case .loadMemory(.index, let slot): index = memory[Int(slot)]
      case .store(.accumulator, let slot): memory[Int(slot)] = accumulator
      case .store(.index, let slot): memory[Int(slot)] = index
      case .copyToIndex: index = accumulator
      case .copyToAccumulator: accumulator = index
      case .negate: accumulator = 0 &- accumulator
      case .jump(let distance): counter += Int(distance)
      case .compute(let arithmetic, let operand):
        guard let result = arithmetic(accumulator, operand.value(index: index)) else {
          return Simulation(verdict: Verdict(returned: 0), steps: steps, answeredAt: counter - 1)
        }
        accumulator = result
      case .branch(let comparison, let operand, let ifTrue, let ifFalse):
        let holds = comparison(accumulator, operand.value(index: index))
        counter += Int(holds ? ifTrue : ifFalse)
      case .answer(let value):
        return Simulation(verdict: Verdict(returned: value), steps: steps, answeredAt: counter - 1)
      case .answerAccumulator:
        return Simulation(
          verdict: Verdict(returned: accumulator), steps: steps, answeredAt: counter - 1)
      }
    }
  }
}

extension Operation.Operand {
  fileprivate func value(index: UInt32) -> UInt32 {
    switch self {
    case .constant(let value): value
    case .index: index
    }
  }
}
