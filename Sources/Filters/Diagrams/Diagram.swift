/// A function of a call, exact for every architecture token, number, instruction pointer and six
/// 64-bit arguments: what a filter answers, or whether the call belongs to a set.
///
/// Kept by ``Diagrams`` as a reduced ordered decision diagram: of one store, two diagrams are equal
/// exactly where they say the same of every call. Diagrams of different stores must not be mixed.
package struct Diagram<Leaf: DiagramLeaf>: Hashable, Sendable {
  let node: Diagrams.Index
}

/// A set of calls.
package typealias Region = Diagram<Bool>

/// What a diagram says of a call, as a number of 64 bits.
package protocol DiagramLeaf: Hashable, Sendable {
  /// The value with these bits, which come from ``bits``.
  init(bits: UInt64)
  /// Equal for equal values alone.
  var bits: UInt64 { get }
}

extension Bool: DiagramLeaf {
  /// False for 0 only.
  package init(bits: UInt64) { self = bits != 0 }
  /// 1 for true, 0 for false.
  package var bits: UInt64 { self ? 1 : 0 }
}

extension Verdict: DiagramLeaf {
  /// The verdict that a filter gives by returning these bits.
  package init(bits: UInt64) { self.init(returned: UInt32(truncatingIfNeeded: bits)) }
  /// What a filter returns for the verdict.
  package var bits: UInt64 { UInt64(returnValue) }
}

/// Two verdicts about one call.
package struct VerdictPair: DiagramLeaf {
  /// What the first filter answers.
  package let first: Verdict
  /// What the second filter answers.
  package let second: Verdict

  /// The answers of two filters to one call.
  package init(_ first: Verdict, _ second: Verdict) {
    self.first = first
    self.second = second
  }

  /// The two verdicts, the first in the upper half.
  package init(bits: UInt64) { self.init(Verdict(bits: bits >> 32), Verdict(bits: bits)) }
  /// Both verdicts in one word, the first in the upper half.
  package var bits: UInt64 { first.bits << 32 | second.bits }
}

extension Region {
  /// No call.
  package static let none = Region(node: Diagrams.falseLeaf)
  /// Every call.
  package static let all = Region(node: Diagrams.trueLeaf)
}
