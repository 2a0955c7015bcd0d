/// Calls that a diagram treats alike, whatever their number within a range.
package struct NumberRange<Leaf: DiagramLeaf>: Hashable, Sendable {
  /// Audit tokens of architectures, `seccomp_data.arch`.
  package let tokens: ClosedRange<UInt32>
  /// Call numbers, `seccomp_data.nr`.
  package let numbers: ClosedRange<UInt32>
  /// What is left to ask, of instruction pointer and arguments.
  package let answers: Diagram<Leaf>
}

extension Diagrams {
  /// All tokens and numbers, cut where a diagram tells them apart; in ascending order.
  ///
  /// Neighbours differ. A program that looks at single bits of a number makes more ranges than
  /// anyone wants, which is ``TooComplex``.
  package func numberRanges<Leaf>(
    of diagram: Diagram<Leaf>, limit: Int = 100_000
  ) throws(TooComplex) -> [NumberRange<Leaf>] {
    var result: [NumberRange<Leaf>] = []
    for (tokens, rest) in try runs(of: diagram.node, from: 0, limit: limit) {
      for (numbers, answers) in try runs(of: rest, from: Level.numbers, limit: limit) {
        guard result.count < limit else { throw TooComplex() }
        result.append(
          NumberRange(tokens: tokens, numbers: numbers, answers: Diagram(node: answers)))
      }
    }
    return result
  }

  /// The values of the word whose bits begin at `first`, and the nodes behind it.
  private func runs(
    of node: Index, from first: UInt32, limit: Int
  ) throws(TooComplex) -> [(ClosedRange<UInt32>, Index)] {
    var result: [(range: ClosedRange<UInt32>, node: Index)] = []
    func visit(_ index: Index, _ bit: Int, _ start: UInt32) throws(TooComplex) {
      let level = level(index)
      if level >= first + 32 {
        let end = bit < 0 ? start : start | UInt32.max >> UInt32(31 - bit)
        if let last = result.last, last.node == index {
          result[result.count - 1].range = last.range.lowerBound...end
          return
        }
        guard result.count < limit else { throw TooComplex() }
        result.append((start...end, index))
        return
      }
      let isAsked = level == first + UInt32(31 - bit)
      let node = nodes[Int(index)]
      try visit(isAsked ? node.low : index, bit - 1, start)
      try visit(isAsked ? node.high : index, bit - 1, start | 1 << UInt32(bit))
    }
    try visit(node, 31, 0)
    return result.map { ($0.range, $0.node) }
  }
}
