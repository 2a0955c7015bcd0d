/// A 32-bit word that depends on the call: a diagram for each of its bits.
struct SymbolicWord: Hashable {
  /// The least significant first.
  var bits: [Diagrams.Index]

  static let width = 32

  init(bits: [Diagrams.Index]) { self.bits = bits }

  init(_ value: UInt32) {
    bits = (0..<Self.width).map {
      value >> UInt32($0) & 1 != 0 ? Diagrams.trueLeaf : Diagrams.falseLeaf
    }
  }

  /// The value, where it is the same for every call.
  var constant: UInt32? {
    guard bits.count == Self.width else { return nil }
    var value: UInt32 = 0
    for bit in bits.reversed() {
      guard bit <= Diagrams.trueLeaf else { return nil }
      value = value << 1 | bit
    }
    return value
  }
}

extension Diagrams {
  mutating func bit(_ level: UInt32) throws(TooComplex) -> Index {
    try node(level, low: Self.falseLeaf, high: Self.trueLeaf)
  }

  /// Bits of a call from the lowest level on upwards.
  mutating func word(
    _ level: (_ bit: Int) -> UInt32, from offset: Int = 0, count: Int = SymbolicWord.width
  ) throws(TooComplex) -> SymbolicWord {
    var bits: [Index] = []
    for position in offset..<offset + count { bits.append(try bit(level(position))) }
    return SymbolicWord(bits: bits)
  }

  /// Words of any but the same width.
  mutating func compare(
    _ comparison: Operation.Comparison, _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(TooComplex) -> Index {
    if let constant = right.constant { return try compare(comparison, left, constant) }
    // From the least significant bit on, so that what is there already stands below the next bit.
    var result: Index
    switch comparison {
    case .equal:
      result = Self.trueLeaf
      for (left, right) in zip(left.bits, right.bits) {
        result = try choose(
          left, try choose(right, result, Self.falseLeaf), try choose(right, Self.falseLeaf, result)
        )
      }
    case .greater, .greaterOrEqual:
      result = comparison == .greater ? Self.falseLeaf : Self.trueLeaf
      for (left, right) in zip(left.bits, right.bits) {
        result = try choose(
          left, try choose(right, result, Self.trueLeaf),
          try choose(right, Self.falseLeaf, result))
      }
    case .anyBit:
      result = Self.falseLeaf
      for (left, right) in zip(left.bits, right.bits) {
        result = try or(try and(left, right), result)
      }
    }
    return result
  }

  /// The same with a constant, which nearly all comparisons of filters are with.
  private mutating func compare(
    _ comparison: Operation.Comparison, _ word: SymbolicWord, _ constant: UInt32
  ) throws(TooComplex) -> Index {
    var result =
      comparison == .equal || comparison == .greaterOrEqual
      ? Self.trueLeaf : Self.falseLeaf
    for (position, bit) in word.bits.enumerated() {
      let isSet = constant >> UInt32(position) & 1 != 0
      switch comparison {
      case .equal:
        result = try choose(bit, isSet ? result : Self.falseLeaf, isSet ? Self.falseLeaf : result)
      case .greater, .greaterOrEqual:
        result = try choose(bit, isSet ? result : Self.trueLeaf, isSet ? Self.falseLeaf : result)
      case .anyBit:
        if isSet { result = try or(bit, result) }
      }
    }
    return result
  }

  /// A `arithmetic` operand, for an operand that is not 0 where it divides.
  mutating func compute(
    _ arithmetic: Operation.Arithmetic, _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(TooComplex) -> SymbolicWord {
    switch arithmetic {
    case .and:
      try eachBit(left, right) { (self, left, right) throws(TooComplex) in
        try self.and(left, right)
      }
    case .or:
      try eachBit(left, right) { (self, left, right) throws(TooComplex) in
        try self.or(left, right)
      }
    case .exclusiveOr:
      try eachBit(left, right) { (self, left, right) throws(TooComplex) in
        try self.exclusiveOr(left, right)
      }
    case .add: try sum(left, right, carry: Self.falseLeaf)
    case .subtract: try difference(left, right)
    case .multiply: try product(left, right)
    case .divide: try quotient(left, right)
    case .shiftLeft, .shiftRight:
      try shifted(left, by: right, isLeft: arithmetic == .shiftLeft)
    }
  }

  private mutating func eachBit(
    _ left: SymbolicWord, _ right: SymbolicWord,
    _ combine: (inout Diagrams, Index, Index) throws(TooComplex) -> Index
  ) throws(TooComplex) -> SymbolicWord {
    var bits: [Index] = []
    for (left, right) in zip(left.bits, right.bits) { bits.append(try combine(&self, left, right)) }
    return SymbolicWord(bits: bits)
  }

  private mutating func sum(
    _ left: SymbolicWord, _ right: SymbolicWord, carry: Index
  ) throws(TooComplex) -> SymbolicWord {
    var carry = carry
    var bits: [Index] = []
    for (left, right) in zip(left.bits, right.bits) {
      bits.append(try exclusiveOr(try exclusiveOr(left, right), carry))
      carry = try choose(left, try or(right, carry), try and(right, carry))
    }
    return SymbolicWord(bits: bits)
  }

  /// left − right is left + ~right + 1.
  private mutating func difference(
    _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(TooComplex) -> SymbolicWord {
    var inverted = right
    for position in right.bits.indices { inverted.bits[position] = try not(right.bits[position]) }
    return try sum(left, inverted, carry: Self.trueLeaf)
  }

  private mutating func product(
    _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(TooComplex) -> SymbolicWord {
    // A constant goes right: its zeros cost nothing.
    if left.constant != nil, right.constant == nil { return try product(right, left) }
    var result = SymbolicWord(0)
    for (position, factor) in right.bits.enumerated() where factor != Self.falseLeaf {
      let moved = Array(repeating: Self.falseLeaf, count: position) + left.bits.dropLast(position)
      var summand = SymbolicWord(bits: moved)
      for bit in moved.indices { summand.bits[bit] = try and(factor, moved[bit]) }
      result = try sum(result, summand, carry: Self.falseLeaf)
    }
    return result
  }

  /// Long division, bit by bit; the remainder is twice the divisor at the most: one bit more.
  private mutating func quotient(
    _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(TooComplex) -> SymbolicWord {
    let divisor = SymbolicWord(bits: right.bits + [Self.falseLeaf])
    var remainder = SymbolicWord(bits: Array(repeating: Self.falseLeaf, count: divisor.bits.count))
    var result = left
    for position in left.bits.indices.reversed() {
      remainder.bits = [left.bits[position]] + remainder.bits.dropLast()
      let fits = try compare(.greaterOrEqual, remainder, divisor)
      let reduced = try difference(remainder, divisor)
      for bit in remainder.bits.indices {
        remainder.bits[bit] = try choose(fits, reduced.bits[bit], remainder.bits[bit])
      }
      result.bits[position] = fits
    }
    return result
  }

  /// By the low five bits of the distance, as ``Operation/Arithmetic/callAsFunction(_:_:)``.
  private mutating func shifted(
    _ word: SymbolicWord, by distance: SymbolicWord, isLeft: Bool
  ) throws(TooComplex) -> SymbolicWord {
    var result = word
    for (exponent, isMoved) in distance.bits.prefix(5).enumerated() {
      let step = 1 << exponent
      let zeros = Array(repeating: Self.falseLeaf, count: step)
      let moved =
        isLeft ? zeros + result.bits.dropLast(step) : Array(result.bits.dropFirst(step)) + zeros
      for bit in moved.indices {
        result.bits[bit] = try choose(isMoved, moved[bit], result.bits[bit])
      }
    }
    return result
  }
}
