/// What a filter answers to a call whose arguments are known in part.
package enum Decision: Hashable, Sendable {
  case decided(Verdict)
  /// It depends on arguments that are not known.
  ///
  /// `arguments` are the indices of those whose unknown bits a comparison looked at. `verdicts` are
  /// what the filter may answer, each by at least one path through it, although a path may be
  /// impossible, since what one comparison tells is not carried over to the next; `nil` when the
  /// search was given up.
  case undecided(arguments: Set<Int>, verdicts: Set<Verdict>?)
}

extension Filter {
  /// The verdict about a call that is not wholly known, where the unknown does not matter to it.
  ///
  /// Both ways of an undecidable comparison are followed. `decided` is always right; `undecided`
  /// may be said of a call that a deeper look would decide.
  /// `limit`: on the number of instructions looked at.
  package func decide(_ invocation: PartialInvocation, limit: Int = 100_000) -> Decision {
    var search = PathSearch(operations: operations, invocation: invocation)
    let complete = search.run(limit: limit)
    if complete, search.verdicts.count == 1, let verdict = search.verdicts.first {
      return .decided(verdict)
    }
    let arguments = (0..<Invocation.argumentCount).filter { search.arguments & (1 << $0) != 0 }
    return .undecided(
      arguments: Set(arguments), verdicts: complete ? search.verdicts : nil)
  }
}

/// Every path that a partly known call can take through a program.
private struct PathSearch {
  struct State: Hashable {
    var counter = 0
    var accumulator = PartialWord(0)
    var index = PartialWord(0)
    /// Slots that were stored to; filters made by libseccomp have none.
    var memory: [UInt32: PartialWord] = [:]
  }

  let operations: [Operation]
  let invocation: PartialInvocation
  var verdicts: Set<Verdict> = []
  /// Arguments that undecided comparisons looked at; one bit each.
  var arguments: UInt8 = 0
  private var sawUnknownAction = false

  init(operations: [Operation], invocation: PartialInvocation) {
    self.operations = operations
    self.invocation = invocation
  }

  /// Whether ``verdicts`` holds all there are: `false` when the limit was hit, or when what is
  /// returned comes from an unknown argument.
  mutating func run(limit: Int) -> Bool {
    var pending = [State()]
    var seen: Set<State> = []
    var steps = 0
    while var state = pending.popLast() {
      while true {
        steps += 1
        guard steps <= limit else { return false }
        guard let fork = step(&state) else { break }
        // Paths that meet again in the same state go on as one.
        if let other = fork.other, seen.insert(other).inserted { pending.append(other) }
        if fork.other != nil, !seen.insert(state).inserted { break }
      }
    }
    return !sawUnknownAction
  }

  /// The state to come back to, where a comparison went both ways.
  struct Fork { var other: State? }

  /// Goes on by one instruction; `nil` when it was a return.
  private mutating func step(_ state: inout State) -> Fork? {
    let operation = operations[state.counter]
    state.counter += 1
    switch operation {
    case .loadWord(let offset): state.accumulator = invocation.word(Int(offset / 4))
    case .loadConstant(.accumulator, let value): state.accumulator = PartialWord(value)
    case .loadConstant(.index, let value): state.index = PartialWord(value)
    case .loadMemory(.accumulator, let slot):
      state.accumulator = state.memory[slot] ?? PartialWord(0)
    case .loadMemory(.index, let slot): state.index = state.memory[slot] ?? PartialWord(0)
    case .store(.accumulator, let slot): state.memory[slot] = state.accumulator
    case .store(.index, let slot): state.memory[slot] = state.index
    case .copyToIndex: state.index = state.accumulator
    case .copyToAccumulator: state.accumulator = state.index
    case .negate: state.accumulator.negate()
    case .jump(let distance): state.counter += Int(distance)
    case .compute(let arithmetic, let operand):
      let right = operand.value(index: state.index)
      if arithmetic == .divide, right.mayBeZero {
        // The kernel answers 0 for it; with an unknown divisor that is one of the outcomes.
        verdicts.insert(Verdict(returned: 0))
        if right.isKnown { return nil }
        arguments |= right.arguments
      }
      state.accumulator = state.accumulator.computed(arithmetic, right)
    case .branch(let comparison, let operand, let ifTrue, let ifFalse):
      let right = operand.value(index: state.index)
      if let holds = state.accumulator.compared(comparison, right) {
        state.counter += Int(holds ? ifTrue : ifFalse)
      } else if ifTrue == ifFalse {
        state.counter += Int(ifTrue)
      } else {
        arguments |= state.accumulator.arguments | right.arguments
        var other = state
        other.counter += Int(ifFalse)
        state.counter += Int(ifTrue)
        return Fork(other: other)
      }
    case .answer(let value):
      verdicts.insert(Verdict(returned: value))
      return nil
    case .answerAccumulator:
      arguments |= state.accumulator.arguments
      if let possible = state.accumulator.verdicts {
        verdicts.formUnion(possible)
      } else {
        sawUnknownAction = true
      }
      return nil
    }
    return Fork(other: nil)
  }
}

extension Operation.Operand {
  fileprivate func value(index: PartialWord) -> PartialWord {
    switch self {
    case .constant(let value): PartialWord(value)
    case .index: index
    }
  }
}

extension PartialInvocation {
  fileprivate func word(_ index: Int) -> PartialWord {
    guard index >= 4 else { return PartialWord(invocation.word(index)) }
    let argument = index / 2 - 2
    let mask = invocation.holdsHighHalf(index) ? known[argument] >> 32 : known[argument]
    return PartialWord(
      invocation.word(index), known: UInt32(truncatingIfNeeded: mask), arguments: 1 << argument)
  }
}
