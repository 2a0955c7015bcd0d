internal import Filters
internal import Profiles

/// Argument values around the edges of conditions, combined.
///
/// A sample for what is asked call by call, of the running kernel; filters themselves are compared
/// exactly (``Comparison``).
///
/// A filter sees an argument as two words, and knows of each what its comparisons tell: of values
/// that none of them tells apart one is enough. That can be had in two cases: where a word is
/// compared as a whole, with its neighbours on both sides; and where bits of it are masked, by every
/// combination of those bits and one bit of the others, if they are few. Else the most telling
/// values are tried.
struct BoundaryArguments {
  /// How many combinations one call is tried with.
  static let limit = 20_000

  private let values: [[UInt64]]

  init(of conditions: [Condition]) {
    var lists: [[UInt64]] = []
    for index in Condition.indices {
      let own = conditions.filter { $0.index == index }
      if let all = Self.everyKind(toldApartBy: own) {
        lists.append(all)
      } else {
        lists.append(Self.mostTelling(of: own))
      }
    }
    while lists.reduce(1, { $0 * $1.count }) > Self.limit {
      let longest = lists.indices.max { (lists[$0].count, $1) < (lists[$1].count, $0) } ?? 0
      lists[longest].removeLast()
    }
    values = lists
  }

  var combinations: [[UInt64]] {
    values.reduce(into: [[]]) { result, list in
      result = result.flatMap { head in list.map { head + [$0] } }
    } + [[UInt64](repeating: .max, count: Invocation.argumentCount)]
  }

  // MARK: Complete sets

  private static func everyKind(toldApartBy conditions: [Condition]) -> [UInt64]? {
    if conditions.isEmpty { return [0] }
    let masked = conditions.filter { $0.operator == .maskedEqual }
    if masked.isEmpty { return words(around: conditions.map(\.value)) }
    guard conditions.allSatisfy({ [.maskedEqual, .equal, .notEqual].contains($0.operator) }) else {
      return nil
    }
    let told = conditions.reduce(0) { $0 | $1.value }
    let others = [UInt64(0xffff_ffff), 0xffff_ffff_0000_0000].map { half in
      let untold = half & ~told
      return untold & (0 &- untold)
    }
    let bits = Self.bits(of: told | others[0] | others[1])
    // 2^13 leaves room for another argument with a value or two.
    guard bits.count <= 13 else { return nil }
    return bits.reduce(into: [0]) { result, bit in result += result.map { $0 | bit } }
  }

  /// Every pair of halves of the constants and their neighbours.
  private static func words(around constants: [UInt64]) -> [UInt64] {
    func halves(_ half: (UInt64) -> UInt32) -> [UInt32] {
      let words = constants.map(half)
      return Set(words + words.map { $0 &- 1 } + words.map { $0 &+ 1 }).sorted()
    }
    let low = halves { UInt32(truncatingIfNeeded: $0) }
    return halves { UInt32(truncatingIfNeeded: $0 >> 32) }.flatMap { high in
      low.map { UInt64(high) << 32 | UInt64($0) }
    }
  }

  // MARK: Telling values

  /// The most telling first.
  private static func mostTelling(of conditions: [Condition]) -> [UInt64] {
    var values: [UInt64] = []
    for condition in conditions {
      let (value, datum) = (condition.value, condition.valueTwo & condition.value)
      values +=
        condition.operator == .maskedEqual
        ? [datum, datum | ~value] : [value, value &- 1, value &+ 1]
    }
    for condition in conditions where condition.operator == .maskedEqual {
      values += bits(of: condition.value).map { (condition.valueTwo & condition.value) ^ $0 }
    }
    values += [0, .max, 1]
    // Upper halves: garbage, and the two ways to extend a negative `int`.
    for value in values {
      values += [value ^ 0x1_0000_0000, value | 0xffff_ffff_0000_0000, value & 0xffff_ffff]
    }
    values += [0x7fff_ffff, 0x8000_0000, 0xffff_ffff] + bits(of: .max)
    var seen: Set<UInt64> = []
    return values.filter { seen.insert($0).inserted }
  }

  private static func bits(of mask: UInt64) -> [UInt64] {
    (0..<64).map { UInt64(1) << UInt64($0) }.filter { mask & $0 != 0 }
  }
}
