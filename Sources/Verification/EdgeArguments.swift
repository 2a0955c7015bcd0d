internal import Filters
internal import Profiles

/// Argument values at the edges of conditions: a sample that meets and misses each of them.
struct EdgeArguments {
  /// By argument, ascending.
  private let values: [[UInt64]]

  init(of conditions: [Condition]) {
    values = Condition.indices.map { index in
      let own = conditions.filter { $0.index == index }
      return own.isEmpty ? [0] : Set(own.flatMap(Self.edges) + [0, .max]).sorted()
    }
  }

  /// On both sides of the condition, and the same with other upper halves, which the kernel may not read.
  private static func edges(of condition: Condition) -> [UInt64] {
    let (value, datum) = (condition.value, condition.valueTwo & condition.value)
    let near =
      condition.operator == .maskedEqual
      ? [datum, datum | ~value, datum ^ value, datum ^ (value & (0 &- value))]
      : [value &- 1, value, value &+ 1]
    return near + near.map { $0 ^ 0x1_0000_0000 } + near.map { $0 | 0xffff_ffff_0000_0000 }
  }

  /// From the smallest values to the largest, at equal distances where there are more than `limit`.
  func combinations(atMost limit: Int) -> [[UInt64]] {
    // Six lists of some hundred values may be more than a number holds.
    var count = 1
    for list in values {
      let (product, overflow) = count.multipliedReportingOverflow(by: list.count)
      count = overflow ? .max : product
    }
    guard count > limit else { return (0..<count).map(combination) }
    let distance = count / (limit - 1)
    return (0..<limit - 1).map { combination($0 * distance) } + [values.map { $0.last ?? 0 }]
  }

  /// The combination at a position, the last argument's values next to each other.
  private func combination(_ position: Int) -> [UInt64] {
    var rest = position
    var result: [UInt64] = []
    for list in values.reversed() {
      result.append(list[rest % list.count])
      rest /= list.count
    }
    return result.reversed()
  }
}
