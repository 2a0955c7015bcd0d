internal import Syscalls

/// Sets of calls to build others from.
extension Diagrams {
  /// Calls with this architecture token, whatever their number.
  package mutating func region(token: UInt32) throws(TooComplex) -> Region {
    Region(node: try word(Level.architecture, equals: token))
  }

  /// Calls with this raw number, on every architecture.
  package mutating func region(number: UInt32) throws(TooComplex) -> Region {
    Region(node: try word(Level.number, equals: number))
  }

  private mutating func word(
    _ level: (_ bit: Int) -> UInt32, equals value: UInt32
  ) throws(TooComplex) -> Index {
    var result = Self.trueLeaf
    for position in 0..<32 {
      let isSet = value >> UInt32(position) & 1 != 0
      result = try node(
        level(position), low: isSet ? Self.falseLeaf : result,
        high: isSet ? result : Self.falseLeaf)
    }
    return result
  }

  /// Calls with a raw number that compares so with `value`.
  package mutating func region(
    number comparison: Operation.Comparison, _ value: UInt32
  ) throws(TooComplex) -> Region {
    Region(node: try compare(comparison, try word(Level.number), SymbolicWord(value)))
  }

  /// Calls of which the bits of `mask` in an argument equal those of `value`.
  package mutating func region(
    argument index: Int, masked mask: UInt64 = .max, equals value: UInt64
  ) throws(TooComplex) -> Region {
    var result = Self.trueLeaf
    for position in 0..<64 where mask >> UInt64(position) & 1 != 0 {
      let isSet = value >> UInt64(position) & 1 != 0
      result = try node(
        Level.argument(index, bit: position),
        low: isSet ? Self.falseLeaf : result, high: isSet ? result : Self.falseLeaf)
    }
    return Region(node: result)
  }

  /// Calls of which the lowest `width` bits of an argument, taken as a number, are greater than
  /// those of `value`.
  package mutating func region(
    argument index: Int, greaterThan value: UInt64, width: Int = 64
  ) throws(TooComplex) -> Region {
    var result = Self.falseLeaf
    for position in 0..<width {
      let isSet = value >> UInt64(position) & 1 != 0
      result = try node(
        Level.argument(index, bit: position),
        low: isSet ? Self.falseLeaf : result, high: isSet ? result : Self.trueLeaf)
    }
    return Region(node: result)
  }

  /// Calls of one architecture token and number whose arguments are in `region`.
  package mutating func region(
    token: UInt32, number: UInt32, _ region: Region = .all
  ) throws(TooComplex) -> Region {
    let numbered = try choose(
      in: try self.region(number: number), region, elsewhere: Region.none)
    return try choose(in: try self.region(token: token), numbered, elsewhere: Region.none)
  }

  /// The calls that a runtime answers itself.
  package mutating func region(of stub: RuntimeStub) throws(TooComplex) -> Region {
    var result = Region.none
    func above(_ bar: UInt32?, _ diagrams: inout Diagrams) throws(TooComplex) -> Region {
      guard let bar else { return .none }
      return try diagrams.region(number: .greater, bar)
    }
    for (architecture, bar) in stub.bars where architecture != .x86_64 && architecture != .x32 {
      var refused = try above(bar, &self)
      if architecture == .s390x || architecture == .s390 {
        refused = try union(refused, try region(number: 0))
      }
      result = try choose(
        in: try region(token: architecture.auditToken), refused, elsewhere: result)
    }
    let x86 = try choose(
      in: try region(number: .anyBit, Architecture.x32Bit),
      try above(stub.bars[.x32], &self), elsewhere: try above(stub.bars[.x86_64], &self))
    return try choose(
      in: try region(token: Architecture.x86_64.auditToken), x86, elsewhere: result)
  }
}
