/// A 32-bit word of which some bits are not known.
struct PartialWord: Hashable {
  /// Zeros where a bit is not known.
  private(set) var bits: UInt32
  /// Ones where a bit is known.
  private(set) var known: UInt32
  /// The arguments of the call that the unknown bits come from, one bit each; none when all is known.
  private(set) var arguments: UInt8

  init(_ value: UInt32, known: UInt32 = .max, arguments: UInt8 = 0) {
    self.bits = value & known
    self.known = known
    self.arguments = known == .max ? 0 : arguments
  }

  var isKnown: Bool { known == .max }
  var mayBeZero: Bool { bits == 0 }

  private var least: UInt32 { bits }
  private var greatest: UInt32 { bits | ~known }

  mutating func negate() {
    self = PartialWord(0).computed(.subtract, self)
  }

  /// The result as far as it is known. A known divisor must not be 0.
  func computed(_ arithmetic: Operation.Arithmetic, _ right: PartialWord) -> PartialWord {
    if isKnown, right.isKnown {
      return PartialWord(arithmetic(bits, right.bits) ?? 0)
    }
    let arguments = self.arguments | right.arguments
    switch arithmetic {
    case .and:
      let zeros = (known & ~bits) | (right.known & ~right.bits)
      return PartialWord(
        bits & right.bits, known: (known & right.known) | zeros, arguments: arguments)
    case .or:
      return PartialWord(
        bits | right.bits, known: (known & right.known) | bits | right.bits, arguments: arguments)
    case .exclusiveOr:
      return PartialWord(bits ^ right.bits, known: known & right.known, arguments: arguments)
    case .shiftLeft where right.isKnown:
      let filled = (UInt32(1) &<< right.bits) &- 1
      return PartialWord(
        bits &<< right.bits, known: (known &<< right.bits) | filled, arguments: arguments)
    case .shiftRight where right.isKnown:
      return PartialWord(
        bits &>> right.bits, known: ~(~known &>> right.bits), arguments: arguments)
    case .add, .subtract, .multiply, .divide, .shiftLeft, .shiftRight:
      return PartialWord(0, known: 0, arguments: arguments)
    }
  }

  /// Whether the comparison holds for every value, or for none; `nil` when some decide it.
  func compared(_ comparison: Operation.Comparison, _ right: PartialWord) -> Bool? {
    switch comparison {
    case .equal:
      if (bits ^ right.bits) & known & right.known != 0 { return false }
      return isKnown && right.isKnown ? true : nil
    case .greater:
      if least > right.greatest { return true }
      return greatest <= right.least ? false : nil
    case .greaterOrEqual:
      if least >= right.greatest { return true }
      return greatest < right.least ? false : nil
    case .anyBit:
      if bits & right.bits != 0 { return true }
      return greatest & right.greatest == 0 ? false : nil
    }
  }

  /// The verdicts that a return of this word may mean, at least one of each kind that differs;
  /// `nil` when its action is not known.
  var verdicts: Set<Verdict>? {
    let action: UInt32 = 0xffff_0000
    guard known & action == action else { return nil }
    return [Verdict(returned: least), Verdict(returned: greatest)]
  }
}
