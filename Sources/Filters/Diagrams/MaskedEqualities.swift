/// Arguments that have certain bits: and-bound masked equalities, one for an argument at the most.
package struct MaskedEqualities: Hashable, Sendable {
  /// A comparison of some bits of a word with constants.
  package struct Bits: Hashable, Sendable {
    /// The bits that are compared.
    package let mask: UInt64
    /// Zeros outside of ``mask``.
    package let value: UInt64
  }

  /// By argument, for those of which bits count.
  package let bits: [Int: Bits]
}

extension Diagrams {
  /// The arguments of `region`, of one token and number, as or-bound masked equalities; `nil` for
  /// more than `limit`, or where the instruction pointer counts.
  package func maskedEqualities(of region: Region, limit: Int) -> [MaskedEqualities]? {
    guard level(region.node) >= Level.arguments else { return nil }
    var result: [MaskedEqualities] = []
    func visit(_ index: Index, _ bits: [Int: MaskedEqualities.Bits]) -> Bool {
      if index == Self.falseLeaf { return true }
      if index == Self.trueLeaf {
        result.append(MaskedEqualities(bits: bits))
        return result.count <= limit
      }
      let node = nodes[Int(index)]
      let argument = Level.argument(at: node.level)
      let bit: UInt64 = 1 << UInt64(63 - node.level % 64)
      let known = bits[argument] ?? .init(mask: 0, value: 0)
      var (low, high) = (bits, bits)
      low[argument] = .init(mask: known.mask | bit, value: known.value)
      high[argument] = .init(mask: known.mask | bit, value: known.value | bit)
      return visit(node.low, low) && visit(node.high, high)
    }
    return visit(region.node, [:]) ? result : nil
  }
}
