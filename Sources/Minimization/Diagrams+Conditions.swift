package import Filters
package import Profiles
package import Syscalls

extension Diagrams {
  /// The calls that meet all of these conditions on an ABI, of which libseccomp compares what
  /// ``Architecture/comparesWideArguments`` says.
  package mutating func region(
    meeting conditions: [Condition], on architecture: Architecture
  ) throws(TooComplex) -> Region {
    var result = Region.all
    for condition in conditions {
      result = try intersection(result, try region(meeting: condition, on: architecture))
    }
    return result
  }

  /// The calls that meet one of these lists of conditions.
  package mutating func region(
    meetingAny alternatives: [[Condition]], on architecture: Architecture
  ) throws(TooComplex) -> Region {
    var result = Region.none
    for conditions in alternatives {
      result = try union(result, try region(meeting: conditions, on: architecture))
    }
    return result
  }

  /// The calls that rules let run for certain: those that meet one list, and none under which other rules refuse
  /// the call.
  package mutating func region(
    meetingAny alternatives: [[Condition]], butNone refusing: [[Condition]],
    on architecture: Architecture
  ) throws(TooComplex) -> Region {
    try subtracting(
      try region(meetingAny: refusing, on: architecture),
      from: try region(meetingAny: alternatives, on: architecture))
  }

  private mutating func region(
    meeting condition: Condition, on architecture: Architecture
  ) throws(TooComplex) -> Region {
    let isWide = architecture.comparesWideArguments
    let condition = isWide ? condition : condition.narrow
    let width = isWide ? 64 : 32
    let (index, value) = (condition.index, condition.value)
    func equal(_ diagrams: inout Diagrams) throws(TooComplex) -> Region {
      try diagrams.region(argument: index, masked: .max >> UInt64(64 - width), equals: value)
    }
    switch condition.operator {
    case .maskedEqual:
      return try region(argument: index, masked: value, equals: condition.valueTwo)
    case .equal:
      return try equal(&self)
    case .notEqual:
      return try complement(of: try equal(&self))
    case .greater:
      return try region(argument: index, greaterThan: value, width: width)
    case .lessOrEqual:
      return try complement(
        of: try region(argument: index, greaterThan: value, width: width))
    case .greaterOrEqual:
      if value == 0 { return .all }
      return try region(argument: index, greaterThan: value - 1, width: width)
    case .less:
      if value == 0 { return .none }
      return try complement(
        of: try region(argument: index, greaterThan: value - 1, width: width))
    }
  }
}

extension MaskedEqualities {
  /// And-bound, by argument, each in its shortest form.
  package var conditions: [Condition] {
    bits.sorted { $0.key < $1.key }.map { index, bits in
      bits.mask == .max
        ? Condition(index, .equal, bits.value)
        : Condition(index, masked: bits.mask, equals: bits.value)
    }
  }
}
