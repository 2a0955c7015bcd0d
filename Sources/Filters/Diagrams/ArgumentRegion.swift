/// The arguments of one call that are in a region, as people write them.
///
/// Alternatives are or-bound, the terms of one alternative and-bound.
package struct ArgumentRegion: Hashable, Sendable {
  /// A set of values of one argument.
  package struct Term: Hashable, Sendable {
    /// A set of values of one argument.
    package enum Values: Hashable, Sendable {
      /// Ascending, with a gap between any two; of the argument's low half alone where `isHalf`.
      case intervals([ClosedRange<UInt64>], isHalf: Bool)
      /// The bits of `mask` equal those of the value, or differ from them.
      case masked(UInt64, UInt64, isEqual: Bool)
    }

    /// 0 to 5.
    package let argument: Int
    /// The values that belong to the region.
    package let values: Values
  }

  /// Empty for no call; one empty list of terms means any arguments.
  package let alternatives: [[Term]]

  static let maxAlternatives = 8
  static let maxIntervals = 6
}

extension Diagrams {
  /// What `region`, of one architecture and number, asks of the arguments; `nil` where it takes
  /// more words than anybody reads, or where the instruction pointer counts.
  package mutating func argumentRegion(
    _ region: Region
  ) throws(TooComplex) -> ArgumentRegion? {
    guard level(region.node) >= Level.arguments else { return nil }
    var alternatives: [[ArgumentRegion.Term]] = []
    guard try describe(region.node, after: [], &alternatives) else { return nil }
    return ArgumentRegion(alternatives: alternatives)
  }

  /// Adds the alternatives that begin with `terms`; `false` where they are too many.
  private mutating func describe(
    _ node: Index, after terms: [ArgumentRegion.Term],
    _ alternatives: inout [[ArgumentRegion.Term]]
  ) throws(TooComplex) -> Bool {
    if node == Self.falseLeaf { return true }
    if node == Self.trueLeaf {
      guard alternatives.count < ArgumentRegion.maxAlternatives else { return false }
      alternatives.append(terms)
      return true
    }
    // What is left to ask of later arguments, and the values of this one that lead there.
    let argument = Level.argument(at: level(node))
    for rest in exits(of: node, argument) where rest != Self.falseLeaf {
      let values = try values(of: node, argument, leadingTo: rest)
      guard let described = try described(values, argument),
        try describe(rest, after: terms + described, &alternatives)
      else { return false }
    }
    return true
  }

  /// The nodes behind the bits of one argument, in the order in which the smallest values meet them.
  private func exits(of node: Index, _ argument: Int) -> [Index] {
    var seen: Set<Index> = []
    var exits: [Index] = []
    func visit(_ index: Index) {
      guard seen.insert(index).inserted else { return }
      let node = nodes[Int(index)]
      guard node.level != Level.leaf, Level.argument(at: node.level) == argument else {
        exits.append(index)
        return
      }
      visit(node.low)
      visit(node.high)
    }
    visit(node)
    return exits
  }

  private mutating func values(
    of node: Index, _ argument: Int, leadingTo exit: Index
  ) throws(TooComplex) -> Index {
    var known: [Index: Index] = [:]
    func visit(_ index: Index, _ diagrams: inout Diagrams) throws(TooComplex) -> Index {
      if let result = known[index] { return result }
      let node = diagrams.nodes[Int(index)]
      let result: Index
      if node.level != Level.leaf, Level.argument(at: node.level) == argument {
        let low = try visit(node.low, &diagrams)
        let high = try visit(node.high, &diagrams)
        result = try diagrams.node(node.level, low: low, high: high)
      } else {
        result = index == exit ? Self.trueLeaf : Self.falseLeaf
      }
      known[index] = result
      return result
    }
    return try visit(node, &self)
  }

  /// One term for a set of values; none where all values are in it; `nil` where no form fits.
  private mutating func described(
    _ values: Index, _ argument: Int
  ) throws(TooComplex) -> [ArgumentRegion.Term]? {
    if values == Self.trueLeaf { return [] }
    func term(_ values: ArgumentRegion.Term.Values) -> [ArgumentRegion.Term] {
      [.init(argument: argument, values: values)]
    }
    if let intervals = intervals(values, argument), intervals.count <= 2 {
      return term(.intervals(intervals, isHalf: false))
    }
    let isHalf = level(values) >= Level.argument(argument, bit: 31)
    if isHalf, let intervals = intervals(values, argument, width: 32), intervals.count <= 2 {
      return term(.intervals(intervals, isHalf: true))
    }
    if let (mask, value) = cube(values) { return term(.masked(mask, value, isEqual: true)) }
    let others = try not(values)
    if let (mask, value) = cube(others) {
      return term(.masked(mask, value, isEqual: false))
    }
    if let intervals = intervals(values, argument) {
      return term(.intervals(intervals, isHalf: false))
    }
    if isHalf, let intervals = intervals(values, argument, width: 32) {
      return term(.intervals(intervals, isHalf: true))
    }
    return nil
  }

  /// The bits that every value of a set has, where no others matter.
  private func cube(_ values: Index) -> (mask: UInt64, value: UInt64)? {
    var (mask, value): (UInt64, UInt64) = (0, 0)
    var index = values
    while level(index) != Level.leaf {
      let node = nodes[Int(index)]
      let bit: UInt64 = 1 << UInt64(63 - node.level % 64)
      mask |= bit
      if node.low == Self.falseLeaf {
        value |= bit
        index = node.high
      } else if node.high == Self.falseLeaf {
        index = node.low
      } else {
        return nil
      }
    }
    return index == Self.trueLeaf ? (mask, value) : nil
  }

  /// The values as runs; `nil` where there are too many.
  private func intervals(
    _ values: Index, _ argument: Int, width: Int = 64
  ) -> [ClosedRange<UInt64>]? {
    var result: [ClosedRange<UInt64>] = []
    /// `bit`: of the first one that is not decided yet.
    func visit(_ index: Index, _ bit: Int, _ start: UInt64) -> Bool {
      if index == Self.falseLeaf { return true }
      let end = bit < 0 ? start : start | (UInt64.max >> UInt64(63 - bit))
      if index == Self.trueLeaf {
        if let last = result.last, last.upperBound &+ 1 == start {
          result[result.count - 1] = last.lowerBound...end
          return true
        }
        result.append(start...end)
        return result.count <= ArgumentRegion.maxIntervals
      }
      let node = nodes[Int(index)]
      let isAsked = node.level == Level.argument(argument, bit: bit)
      let upper = start | 1 << UInt64(bit)
      return visit(isAsked ? node.low : index, bit - 1, start)
        && visit(isAsked ? node.high : index, bit - 1, upper)
    }
    return visit(values, width - 1, 0) ? result : nil
  }
}
