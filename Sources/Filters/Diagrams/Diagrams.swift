/// Decision diagrams over the bits of a call, sharing whatever they have in common.
///
/// Nodes are hash-consed and reduced, so that equal functions are one node. Bits are asked for in
/// one order, see `Level`: architecture, number, instruction pointer, arguments; of each the most
/// significant bit first, which keeps comparisons with constants linear in the number of bits.
///
/// A value: a copy goes on by itself, and diagrams of the original hold in it as well. Nothing is
/// ever given back, and the bound is on all that a store is asked: a new question about the same
/// filters is best put to a copy of the store that holds them.
package struct Diagrams: Sendable {
  /// Position in ``nodes``.
  typealias Index = UInt32

  struct Node {
    /// Of the bit that is asked for; ``Level/leaf`` for a leaf.
    let level: UInt32
    /// Where the bit is 0; of a leaf its position in ``leaves``.
    let low: Index
    /// Where it is 1.
    let high: Index
  }

  static let falseLeaf: Index = 0
  static let trueLeaf: Index = 1

  private(set) var nodes: [Node] = []
  private(set) var leaves: [UInt64] = []
  private var leafNodes: [UInt64: Index] = [:]
  /// Open-addressed: index of a node plus one, 0 for an empty slot; a power of two many.
  private var slots: [Index]
  var choices = ChoiceCache()
  /// Bound on ``nodes``.
  private let limit: Int
  /// Steps left before a question is given up, since not every step makes a node.
  private var stepsLeft: Int

  /// Room for the comparison of any profiles of real life, at about 40 MB.
  package static let defaultLimit = 1_000_000

  /// - Parameter limit: on the number of nodes; what needs more is ``TooComplex``.
  package init(limit: Int = defaultLimit) {
    self.limit = limit
    stepsLeft = limit * 20
    slots = Array(repeating: 0, count: 1 << 12)
    for value: UInt64 in [0, 1] {
      leafNodes[value] = Index(nodes.count)
      nodes.append(Node(level: Level.leaf, low: Index(leaves.count), high: 0))
      leaves.append(value)
    }
  }

  /// How many nodes there are, leaves included.
  package var nodeCount: Int { nodes.count }
}

extension Diagrams {
  func level(_ index: Index) -> UInt32 { nodes[Int(index)].level }

  /// The value of a node that is a leaf.
  func leaf(_ index: Index) -> UInt64 { leaves[Int(nodes[Int(index)].low)] }

  mutating func leaf(_ value: UInt64) throws(TooComplex) -> Index {
    if let known = leafNodes[value] { return known }
    guard nodes.count < limit else { throw TooComplex() }
    let index = Index(nodes.count)
    nodes.append(Node(level: Level.leaf, low: Index(leaves.count), high: 0))
    leaves.append(value)
    leafNodes[value] = index
    return index
  }

  /// The function that asks for the bit at `level`, which stands before all those of the others.
  mutating func node(
    _ level: UInt32, low: Index, high: Index
  ) throws(TooComplex) -> Index {
    if low == high { return low }
    var slot = Self.hash(level, low, high) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = slots[slot] - 1
      let known = nodes[Int(index)]
      if known.low == low, known.high == high, known.level == level { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard nodes.count < limit else { throw TooComplex() }
    let index = Index(nodes.count)
    nodes.append(Node(level: level, low: low, high: high))
    slots[slot] = index + 1
    if nodes.count * 2 > slots.count { grow() }
    return index
  }

  /// Counts a step of a search that may take long without making nodes.
  mutating func step() throws(TooComplex) {
    stepsLeft -= 1
    if stepsLeft < 0 { throw TooComplex() }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 4)
    for (index, node) in nodes.enumerated() where node.level != Level.leaf {
      var slot = Self.hash(node.level, node.low, node.high) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Index(index) + 1
    }
  }

  static func hash(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> Int {
    var mixed = UInt64(first) &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ UInt64(second)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 29) ^ UInt64(third)) &* 0x94d0_49bb_1331_11eb
    return Int(truncatingIfNeeded: mixed >> 32)
  }
}
