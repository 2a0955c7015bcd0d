internal import Filters
internal import Profiles

/// Argument values around the edges of conditions, combined.
struct BoundaryArguments {
  /// How many combinations one call is tried with.
  static let limit = 20_000

  /// Values by argument, each list with the most telling first.
  private let values: [[UInt64]]

  init(of conditions: [Condition]) {
    values = Condition.indices.map { index in
      Self.values(around: conditions.filter { $0.index == index })
    }
  }

  /// All combinations; beyond ``limit`` the longest lists are cut, which leaves out the least
  /// telling values, always the same ones.
  var combinations: [[UInt64]] {
    var lists = values
    while lists.reduce(1, { $0 * $1.count }) > Self.limit {
      let longest = lists.indices.max { (lists[$0].count, $1) < (lists[$1].count, $0) } ?? 0
      lists[longest].removeLast()
    }
    return lists.reduce(into: [[]]) { result, list in
      result = result.flatMap { head in list.map { head + [$0] } }
    } + [[UInt64](repeating: .max, count: Invocation.argumentCount)]
  }

  private static func values(around conditions: [Condition]) -> [UInt64] {
    guard !conditions.isEmpty else { return [0] }
    var values: [UInt64] = []
    for condition in conditions {
      let (value, datum) = (condition.value, condition.valueTwo & condition.value)
      if condition.operator == .maskedEqual {
        values += [datum, datum | ~value]
      } else {
        values += [value, value &- 1, value &+ 1]
      }
    }
    for condition in conditions where condition.operator == .maskedEqual {
      let (mask, datum) = (condition.value, condition.valueTwo & condition.value)
      values += Self.bits(of: mask).map { datum ^ $0 }
    }
    values += [0, .max, 1]
    // Upper halves: garbage, and the two ways to extend a negative `int`.
    for value in values {
      values += [value ^ 0x1_0000_0000, value | 0xffff_ffff_0000_0000, value & 0xffff_ffff]
    }
    values += [0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 63]
    values += Self.bits(of: .max)
    var seen: Set<UInt64> = []
    return values.filter { seen.insert($0).inserted }
  }

  private static func bits(of mask: UInt64) -> [UInt64] {
    (0..<64).map { UInt64(1) << UInt64($0) }.filter { mask & $0 != 0 }
  }
}
