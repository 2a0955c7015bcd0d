extension Diagrams {
  /// What a filter answers, to every call there is.
  ///
  /// `stub`: what the runtime decides in front of it.
  package mutating func diagram(
    of filter: Filter, behind stub: RuntimeStub? = nil
  ) throws(TooComplex) -> Diagram<Verdict> {
    // The token's byte order says which half of an argument a load gets, so that each order has a
    // run of its own, in which that bit is known.
    var bigEndian = SymbolicProgram(filter, .bigEndian)
    var littleEndian = SymbolicProgram(filter, .littleEndian)
    let big = try bigEndian.run(&self)
    let little = try littleEndian.run(&self)
    let order = try bit(Level.architecture(bit: SymbolicProgram.byteOrderBit))
    let answers = Diagram<Verdict>(node: try choose(order, little, big))
    guard let stub else { return answers }
    return try choose(
      in: try region(of: stub), try constant(RuntimeStub.answer), elsewhere: answers)
  }
}

/// A program run on all calls at once.
///
/// Forwards, every instruction is executed once for each different content of registers and memory
/// with which it can be reached. Both ways of a branch are followed, unless its condition is the
/// same for every call. Backwards, the answers are put together.
struct SymbolicProgram {
  /// Of the architecture token: `__AUDIT_ARCH_LE`.
  static let byteOrderBit = 30

  /// Positions in ``words`` and ``memories``.
  private struct State: Hashable {
    var accumulator = 0
    var index = 0
    var memory = 0
  }

  private enum Step {
    case goOn(Int)
    case branch(Diagrams.Index, Int, Int)
    /// Ends with the answer 0 where the divisor is 0.
    case divide(isZero: Diagrams.Index, Int)
    case answer(Diagrams.Index)
  }

  private let operations: [Operation]
  private let byteOrder: ByteOrder
  private var words = Interned<SymbolicWord>()
  private var memories = Interned<[Int]>()
  private var loaded = [Int?](repeating: nil, count: 16)
  /// By instruction: its states in the order of arrival, numbered over the whole program.
  private var arrivals: [[(state: State, position: Int)]]
  private var positions: [[State: Int]]
  private var stateCount = 0

  init(_ filter: Filter, _ byteOrder: ByteOrder) {
    operations = filter.operations
    self.byteOrder = byteOrder
    arrivals = Array(repeating: [], count: operations.count)
    positions = Array(repeating: [:], count: operations.count)
  }

  mutating func run(_ diagrams: inout Diagrams) throws(TooComplex) -> Diagrams.Index {
    let zero = words.position(of: SymbolicWord(0))
    let memory = memories.position(
      of: Array(repeating: zero, count: Int(Operation.memoryWords)))
    let start = arrive(at: 0, State(accumulator: zero, index: zero, memory: memory))
    var steps: [(state: Int, counter: Int, step: Step)] = []
    for counter in operations.indices {
      for (state, position) in arrivals[counter] {
        do {
          steps.append((position, counter, try execute(counter, state, &diagrams)))
        } catch {
          throw located(counter)
        }
      }
    }
    var answers = [Diagrams.Index](repeating: 0, count: stateCount)
    let killed = try diagrams.leaf(Verdict(returned: 0).bits)
    for (state, counter, step) in steps.reversed() {
      do {
        switch step {
        case .goOn(let next): answers[state] = answers[next]
        case .answer(let answer): answers[state] = answer
        case .branch(let condition, let first, let second):
          answers[state] = try diagrams.choose(condition, answers[first], answers[second])
        case .divide(let isZero, let next):
          answers[state] = try diagrams.choose(isZero, killed, answers[next])
        }
      } catch {
        throw located(counter)
      }
    }
    return answers[start]
  }

  private func located(_ counter: Int) -> TooComplex {
    TooComplex(instruction: counter, operation: operations[counter].line(at: counter))
  }

  private mutating func arrive(at counter: Int, _ state: State) -> Int {
    if let known = positions[counter][state] { return known }
    let position = stateCount
    stateCount += 1
    positions[counter][state] = position
    arrivals[counter].append((state, position))
    return position
  }

  private mutating func execute(
    _ counter: Int, _ state: State, _ diagrams: inout Diagrams
  ) throws(TooComplex) -> Step {
    try diagrams.step()
    var state = state
    let next = counter + 1
    switch operations[counter] {
    case .loadWord(let offset):
      state.accumulator = try load(Int(offset / 4), &diagrams)
    case .loadConstant(.accumulator, let value):
      state.accumulator = words.position(of: SymbolicWord(value))
    case .loadConstant(.index, let value):
      state.index = words.position(of: SymbolicWord(value))
    case .loadMemory(.accumulator, let slot):
      state.accumulator = memories[state.memory][Int(slot)]
    case .loadMemory(.index, let slot):
      state.index = memories[state.memory][Int(slot)]
    case .store(let register, let slot):
      var memory = memories[state.memory]
      memory[Int(slot)] = register == .accumulator ? state.accumulator : state.index
      state.memory = memories.position(of: memory)
    case .copyToIndex: state.index = state.accumulator
    case .copyToAccumulator: state.accumulator = state.index
    case .negate:
      let word = try diagrams.compute(.subtract, SymbolicWord(0), words[state.accumulator])
      state.accumulator = words.position(of: word)
    case .compute(let arithmetic, let operand):
      let right = value(of: operand, state)
      let word = try diagrams.compute(arithmetic, words[state.accumulator], right)
      state.accumulator = words.position(of: word)
      guard arithmetic == .divide else { break }
      let isZero = try diagrams.compare(.equal, right, SymbolicWord(0))
      return .divide(isZero: isZero, arrive(at: next, state))
    case .jump(let distance):
      return .goOn(arrive(at: next + Int(distance), state))
    case .branch(let comparison, let operand, let ifTrue, let ifFalse):
      if ifTrue == ifFalse { return .goOn(arrive(at: next + Int(ifTrue), state)) }
      let condition = try diagrams.compare(
        comparison, words[state.accumulator], value(of: operand, state))
      switch condition {
      case Diagrams.trueLeaf: return .goOn(arrive(at: next + Int(ifTrue), state))
      case Diagrams.falseLeaf: return .goOn(arrive(at: next + Int(ifFalse), state))
      default:
        return .branch(
          condition, arrive(at: next + Int(ifTrue), state),
          arrive(at: next + Int(ifFalse), state))
      }
    case .answer(let value):
      return .answer(try diagrams.leaf(Verdict(returned: value).bits))
    case .answerAccumulator:
      return .answer(try answer(words[state.accumulator], &diagrams))
    }
    return .goOn(arrive(at: next, state))
  }

  private func value(of operand: Operation.Operand, _ state: State) -> SymbolicWord {
    switch operand {
    case .constant(let value): SymbolicWord(value)
    case .index: words[state.index]
    }
  }

  /// The word of `seccomp_data` with this index; see ``Invocation/word(_:)``.
  private mutating func load(
    _ index: Int, _ diagrams: inout Diagrams
  ) throws(TooComplex) -> Int {
    if let known = loaded[index] { return known }
    var word: SymbolicWord
    switch index {
    case 0:
      word = try diagrams.word(Level.number)
    case 1:
      word = try diagrams.word(Level.architecture)
      word.bits[Self.byteOrderBit] =
        byteOrder == .littleEndian ? Diagrams.trueLeaf : Diagrams.falseLeaf
    default:
      let isHigh = (index % 2 == 1) == (byteOrder == .littleEndian)
      let level: (Int) -> UInt32 =
        index < 4
        ? { Level.instructionPointer(bit: $0) } : { Level.argument(index / 2 - 2, bit: $0) }
      word = try diagrams.word(level, from: isHigh ? SymbolicWord.width : 0)
    }
    let position = words.position(of: word)
    loaded[index] = position
    return position
  }

  /// What a return of `word` means.
  private func answer(
    _ word: SymbolicWord, _ diagrams: inout Diagrams, bit: Int = SymbolicWord.width - 1,
    above: UInt32 = 0
  ) throws(TooComplex) -> Diagrams.Index {
    guard bit >= 0 else { return try diagrams.leaf(Verdict(returned: above).bits) }
    try diagrams.step()
    func answer(_ value: UInt32) throws(TooComplex) -> Diagrams.Index {
      try self.answer(word, &diagrams, bit: bit - 1, above: above | value << UInt32(bit))
    }
    switch word.bits[bit] {
    case Diagrams.trueLeaf: return try answer(1)
    case Diagrams.falseLeaf: return try answer(0)
    case let condition: return try diagrams.choose(condition, try answer(1), try answer(0))
    }
  }
}

/// Values by number, each once.
private struct Interned<Value: Hashable> {
  private var values: [Value] = []
  private var positions: [Value: Int] = [:]

  mutating func position(of value: Value) -> Int {
    if let known = positions[value] { return known }
    positions[value] = values.count
    values.append(value)
    return values.count - 1
  }

  subscript(position: Int) -> Value { values[position] }
}
