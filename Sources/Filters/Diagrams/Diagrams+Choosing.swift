extension Diagrams {
  /// `first` where `condition` holds and `second` elsewhere.
  mutating func choose(
    _ condition: Index, _ first: Index, _ second: Index
  ) throws(TooComplex) -> Index {
    if condition == Self.trueLeaf || first == second { return first }
    if condition == Self.falseLeaf { return second }
    if first == Self.trueLeaf, second == Self.falseLeaf { return condition }
    let (ask, then, other) = (nodes[Int(condition)], nodes[Int(first)], nodes[Int(second)])
    let level = min(ask.level, then.level, other.level)
    // Words are compared bit by bit from below: mostly a single bit is asked for above the rest.
    if ask.low == Self.falseLeaf, ask.high == Self.trueLeaf, ask.level < then.level,
      ask.level < other.level
    {
      return try node(level, low: second, high: first)
    }
    if let known = choices[condition, first, second] { return known }
    try step()
    let low = try choose(
      ask.level == level ? ask.low : condition, then.level == level ? then.low : first,
      other.level == level ? other.low : second)
    let high = try choose(
      ask.level == level ? ask.high : condition, then.level == level ? then.high : first,
      other.level == level ? other.high : second)
    let result = try node(level, low: low, high: high)
    choices[condition, first, second] = result
    return result
  }

  mutating func and(_ left: Index, _ right: Index) throws(TooComplex) -> Index {
    try choose(left, right, Self.falseLeaf)
  }

  mutating func or(_ left: Index, _ right: Index) throws(TooComplex) -> Index {
    try choose(left, Self.trueLeaf, right)
  }

  mutating func not(_ index: Index) throws(TooComplex) -> Index {
    try choose(index, Self.falseLeaf, Self.trueLeaf)
  }

  mutating func exclusiveOr(_ left: Index, _ right: Index) throws(TooComplex) -> Index {
    try choose(left, try not(right), right)
  }
}

extension Diagrams {
  /// `first` for the calls of `region`, `second` for all others.
  package mutating func choose<Leaf>(
    in region: Region, _ first: Diagram<Leaf>, elsewhere second: Diagram<Leaf>
  ) throws(TooComplex) -> Diagram<Leaf> {
    Diagram(node: try choose(region.node, first.node, second.node))
  }

  /// The calls that are in both regions.
  package mutating func intersection(
    _ first: Region, _ second: Region
  ) throws(TooComplex) -> Region {
    Region(node: try and(first.node, second.node))
  }

  /// The calls that are in one region at least.
  package mutating func union(_ first: Region, _ second: Region) throws(TooComplex) -> Region {
    Region(node: try or(first.node, second.node))
  }

  /// The calls that are not in the region.
  package mutating func complement(of region: Region) throws(TooComplex) -> Region {
    Region(node: try not(region.node))
  }

  /// The calls of the first region that are not in the second.
  package mutating func subtracting(
    _ second: Region, from first: Region
  ) throws(TooComplex) -> Region {
    Region(node: try choose(second.node, Self.falseLeaf, first.node))
  }

  /// The same of every call.
  package mutating func constant<Leaf>(_ leaf: Leaf) throws(TooComplex) -> Diagram<Leaf> {
    Diagram(node: try self.leaf(leaf.bits))
  }
}

/// Results of choosing, each until another takes its place.
struct ChoiceCache: Sendable {
  private struct Entry {
    var condition: Diagrams.Index
    var first: Diagrams.Index
    var second: Diagrams.Index
    var result: Diagrams.Index
  }

  private static let count = 1 << 14
  private var entries = [Entry](
    repeating: Entry(condition: .max, first: 0, second: 0, result: 0), count: count)

  subscript(
    condition: Diagrams.Index, first: Diagrams.Index, second: Diagrams.Index
  ) -> Diagrams.Index? {
    get {
      let entry = entries[Diagrams.hash(condition, first, second) & (Self.count - 1)]
      let isKnown = entry.condition == condition && entry.first == first && entry.second == second
      return isKnown ? entry.result : nil
    }
    set {
      guard let newValue else { return }
      entries[Diagrams.hash(condition, first, second) & (Self.count - 1)] =
        Entry(condition: condition, first: first, second: second, result: newValue)
    }
  }
}
