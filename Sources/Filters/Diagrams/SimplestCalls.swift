extension Diagrams {
  /// The call of `region` that is read most easily: fewest arguments other than 0, then the
  /// smallest first argument, the smallest second one and so on; `nil` for the empty region.
  ///
  /// The token and number are the smallest ones that have such a call.
  package func simplestCall(in region: Region) -> Invocation? {
    var search = SimplestCall(self)
    return search.run(from: region.node)
  }

  /// Up to `limit` calls of one token and number that are in `region`, the simplest first. None of
  /// them merely adds bits to the arguments of another, so that calls with one flag each stand for
  /// all those with several.
  package mutating func simplestCalls(
    in region: Region, token: UInt32, number: UInt32, limit: Int
  ) throws(TooComplex) -> [Invocation] {
    var rest = arguments(of: region, token: token, number: number)
    var calls: [Invocation] = []
    while calls.count < limit, let arguments = simplestCall(in: rest) {
      calls.append(
        Invocation(
          architectureToken: token, number: number,
          instructionPointer: arguments.instructionPointer, arguments: arguments.arguments))
      var more = Region.all
      for (index, value) in arguments.arguments.enumerated() where value != 0 {
        more = try intersection(
          more, try self.region(argument: index, masked: value, equals: value))
      }
      rest = try subtracting(more, from: rest)
    }
    return calls
  }
}

/// Finds the way through a diagram to `true` with the fewest values other than 0.
private struct SimplestCall {
  /// A node, and whether a bit of the value that it belongs to is set already.
  private struct State: Hashable {
    let node: Diagrams.Index
    let isSet: Bool
  }

  private let diagrams: Diagrams
  private var costs: [State: Int] = [:]
  private static let unreachable = 1000

  init(_ diagrams: Diagrams) { self.diagrams = diagrams }

  mutating func run(from node: Diagrams.Index) -> Invocation? {
    var values = [UInt64](repeating: 0, count: 8)
    var place = State(node: node, isSet: false)
    guard cost(place) < Self.unreachable else { return nil }
    while diagrams.level(place.node) != Level.leaf {
      let level = diagrams.level(place.node)
      let (low, high) = branches(of: place)
      if low.cost <= high.cost {
        place = low.place
      } else {
        let (word, bit) = Self.position(level)
        values[word] |= bit
        place = high.place
      }
    }
    return Invocation(
      architectureToken: UInt32(truncatingIfNeeded: values[0] >> 32),
      number: UInt32(truncatingIfNeeded: values[0]), instructionPointer: values[1],
      arguments: Array(values[2...]))
  }

  /// How many more values have to be other than 0.
  private mutating func cost(_ place: State) -> Int {
    if place.node == Diagrams.trueLeaf { return 0 }
    if place.node == Diagrams.falseLeaf { return Self.unreachable }
    if let known = costs[place] { return known }
    let (low, high) = branches(of: place)
    let result = min(low.cost, high.cost)
    costs[place] = result
    return result
  }

  private mutating func branches(
    of place: State
  ) -> (low: (cost: Int, place: State), high: (cost: Int, place: State)) {
    let node = diagrams.nodes[Int(place.node)]
    let low = next(node.low, from: node.level, isSet: place.isSet)
    let high = next(node.high, from: node.level, isSet: true)
    // Tokens and numbers are names: a 0 reads no better than others.
    let price = place.isSet || node.level < Level.instructionPointer ? 0 : 1
    return ((cost(low), low), (cost(high) + price, high))
  }

  private func next(_ node: Diagrams.Index, from level: UInt32, isSet: Bool) -> State {
    let nextLevel = diagrams.level(node)
    return State(node: node, isSet: isSet && nextLevel / 64 == level / 64)
  }

  private static func position(_ level: UInt32) -> (word: Int, bit: UInt64) {
    (Int(level / 64), 1 << UInt64(63 - level % 64))
  }
}
