/// Of random halves of runs, how many calls the second showed and the first did not: a bound for half as many
/// further runs.
struct RandomHalves {
  private static let trials = 200
  /// A call of more runs than this is in both halves.
  static let placesKept = 64

  /// The 95th of 100.
  ///
  /// - Parameters:
  ///   - runs: how many there are.
  ///   - places: of each call, the runs that show it or what serves for it; of frequent calls, none.
  static func bound(runs: Int, places: [[Int]]) -> Int {
    guard runs > 1 else { return 0 }
    var generator = Mixer()
    var counts: [Int] = []
    var isFirst = [Bool](repeating: false, count: runs)
    for index in 0..<(runs / 2) { isFirst[index] = true }
    for _ in 0..<trials {
      isFirst.shuffle(using: &generator)
      counts.append(
        places.count { places in !places.isEmpty && !places.contains { isFirst[$0] } })
    }
    counts.sort()
    return counts[(trials * 95 + 99) / 100 - 1]
  }
}

/// The same numbers every time (SplitMix64), so that the same runs give the same answer.
private struct Mixer: RandomNumberGenerator {
  private var state: UInt64 = 0x77_6869_7474_6c65

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
