extension Diagrams {
  /// What `combine` makes of the values of two diagrams, call by call.
  ///
  /// `same`: the result wherever both are equal, which saves looking there.
  package mutating func combine<First, Second, Result>(
    _ first: Diagram<First>, _ second: Diagram<Second>, same: Result? = nil,
    _ combine: (First, Second) -> Result
  ) throws(TooComplex) -> Diagram<Result> {
    var known: [UInt64: Index] = [:]
    let same = try same.map { value throws(TooComplex) in try leaf(value.bits) }
    return Diagram(
      node: try combined(first.node, second.node, same: same, &known) {
        combine(First(bits: $0), Second(bits: $1)).bits
      })
  }

  private mutating func combined(
    _ first: Index, _ second: Index, same: Index?, _ known: inout [UInt64: Index],
    _ combine: (UInt64, UInt64) -> UInt64
  ) throws(TooComplex) -> Index {
    if first == second, let same { return same }
    let key = UInt64(first) << 32 | UInt64(second)
    if let result = known[key] { return result }
    try step()
    let (left, right) = (nodes[Int(first)], nodes[Int(second)])
    let level = min(left.level, right.level)
    let result: Index
    if level == Level.leaf {
      result = try leaf(combine(leaf(first), leaf(second)))
    } else {
      let low = try combined(
        left.level == level ? left.low : first, right.level == level ? right.low : second,
        same: same, &known, combine)
      let high = try combined(
        left.level == level ? left.high : first, right.level == level ? right.high : second,
        same: same, &known, combine)
      result = try node(level, low: low, high: high)
    }
    known[key] = result
    return result
  }

  /// What `transform` makes of the values of a diagram, call by call.
  package mutating func map<Leaf, Result>(
    _ diagram: Diagram<Leaf>, _ transform: (Leaf) -> Result
  ) throws(TooComplex) -> Diagram<Result> {
    try combine(diagram, Region.none) { value, _ in transform(value) }
  }

  /// The calls of which `relation` holds between the values of two diagrams.
  package mutating func calls<First, Second>(
    _ first: Diagram<First>, _ second: Diagram<Second>, where relation: (First, Second) -> Bool
  ) throws(TooComplex) -> Region {
    try combine(first, second, relation)
  }

  /// The calls that the filters of two diagrams answer differently, with both answers; elsewhere a
  /// pair of equals.
  package mutating func pairs(
    _ first: Diagram<Verdict>, _ second: Diagram<Verdict>
  ) throws(TooComplex) -> Diagram<VerdictPair> {
    try combine(first, second) { VerdictPair($0, $1) }
  }
}

extension Diagrams {
  /// What a diagram says of one call.
  package func value<Leaf>(of diagram: Diagram<Leaf>, for call: Invocation) -> Leaf {
    var index = diagram.node
    while level(index) != Level.leaf {
      let node = nodes[Int(index)]
      index = call.bit(at: node.level) ? node.high : node.low
    }
    return Leaf(bits: leaf(index))
  }

  /// The diagram for one architecture token and number: what is left depends on the instruction
  /// pointer and the arguments alone.
  package func arguments<Leaf>(
    of diagram: Diagram<Leaf>, token: UInt32, number: UInt32
  ) -> Diagram<Leaf> {
    let call = Invocation(architectureToken: token, number: number)
    var index = diagram.node
    while level(index) < Level.instructionPointer {
      let node = nodes[Int(index)]
      index = call.bit(at: node.level) ? node.high : node.low
    }
    return Diagram(node: index)
  }

  /// Everything that a diagram says of some call, in no order.
  package func values<Leaf>(of diagram: Diagram<Leaf>) -> Set<Leaf> {
    var seen: Set<Index> = [diagram.node]
    var pending = [diagram.node]
    var values: Set<Leaf> = []
    while let index = pending.popLast() {
      let node = nodes[Int(index)]
      if node.level == Level.leaf {
        values.insert(Leaf(bits: leaf(index)))
      } else {
        for next in [node.low, node.high] where seen.insert(next).inserted { pending.append(next) }
      }
    }
    return values
  }

  /// The one thing that a diagram says of every call; `nil` where it says several.
  package func constant<Leaf>(_ diagram: Diagram<Leaf>) -> Leaf? {
    level(diagram.node) == Level.leaf ? Leaf(bits: leaf(diagram.node)) : nil
  }
}
