import Completeness
import Foundation
import TestSupport
import Testing

@Suite struct NoveltyTests {
  /// Quantiles of Beta(d + 1, T − d) at 0.99, as other programs give them.
  @Test(arguments: [
    (3, 10, 0.3, 0.703), (0, 20, 0, 0.206), (1, 20, 0.05, 0.289), (2, 60, 0.0333, 0.133),
    (0, 60, 0, 0.0739), (3, 100, 0.03, 0.0970), (0, 100, 0, 0.0450), (0, 44, 0, 0.0994),
    (0, 90, 0, 0.0499), (0, 228, 0, 0.0200), (0, 459, 0, 0.00998), (7, 7, 1, 1),
  ])
  func boundIsTheQuantile(surprising: Int, runs: Int, estimate: Double, bound: Double) {
    let novelty = Novelty(surprising: surprising, of: runs)
    #expect(abs(novelty.estimate - estimate) < 0.0001)
    #expect(abs(novelty.upperBound - bound) < 0.0005 * max(1, bound * 2))
  }

  /// 1 − 0.01^(1/T) where nothing was new.
  @Test func boundWithoutSurpriseHasAClosedForm() {
    for (runs, root) in [(1, 0.99), (2, 0.9)] {
      #expect(abs(Novelty(surprising: 0, of: runs).upperBound - root) < 1e-9)
    }
    let many = Novelty(surprising: 0, of: 1_000_000).upperBound
    #expect(abs(many - 4.605e-6) < 1e-8)
  }

  /// With d surprises in T runs the probability of no more than d is 0.01 at the bound.
  @Test func boundOfManyRunsIsFinite() {
    let novelty = Novelty(surprising: 40_000, of: 100_000)
    #expect((0.4...0.41).contains(novelty.upperBound))
  }

  @Test(arguments: [(0, 10, 0.05, 90), (0, 5, 0.1, 44), (2, 60, 0.133, 60)])
  func runsNeededKeepTheLimit(surprising: Int, runs: Int, limit: Double, needed: Int) throws {
    let found = try #require(Novelty(surprising: surprising, of: runs).runsNeeded(for: limit))
    #expect(abs(found - needed) <= 1)
    #expect(Novelty(surprising: surprising, of: found).upperBound <= limit)
    if found > runs {
      #expect(Novelty(surprising: surprising, of: found - 1).upperBound > limit)
    }
  }

  @Test func nothingKeepsALimitOfNearlyZero() {
    #expect(Novelty(surprising: 0, of: 5).runsNeeded(for: 1e-9) == nil)
  }

  @Test(arguments: [
    (10, 4, 2, 1.8, 3.6, [5: 1.140, 10: 1.558]), (60, 3, 1, 1.475, 4.425, [30: 0.932, 60: 1.275]),
    (20, 0, 0, 0, 0, [20: 0]),
  ])
  func furtherRunsBringSoMany(
    runs: Int, once: Int, twice: Int, total: Double, classic: Double, expected: [Int: Double]
  ) {
    let unseen = Unseen(runs: runs, once: once, twice: twice)
    #expect(abs(unseen.total - total) < 0.0005)
    #expect(abs(unseen.classicTotal - classic) < 0.0005)
    for (further, calls) in expected {
      #expect(abs(unseen.expected(in: further) - calls) < 0.0005)
    }
  }

  /// Random features of unequal popularity, each with calls of its own: the truth is known, and the bound is
  /// above it in 95 % of draws.
  @Test(arguments: [5, 10, 30])
  func boundHolds(runs: Int) {
    var random = Seeded(UInt64(runs))
    let popularity = (1...60).map { 0.9 / Double($0) }
    var held = 0
    let draws = 400
    for _ in 0..<draws {
      let features = (0..<runs).map { _ in
        popularity.indices.filter { _ in true }.filter {
          Double.random(in: 0..<1, using: &random) < popularity[$0]
        }
      }
      var counts = [Int](repeating: 0, count: popularity.count)
      for run in features { for feature in run { counts[feature] += 1 } }
      let surprising = features.count { $0.contains { counts[$0] == 1 } }
      let truth =
        1 - zip(counts, popularity).reduce(1) { $1.0 == 0 ? $0 * (1 - $1.1) : $0 }
      if truth <= Novelty(surprising: surprising, of: runs).upperBound { held += 1 }
    }
    #expect(held >= draws * 95 / 100)
  }

  /// Programs of features that a run uses or not, each feature with a call of its own: what the next run needs is
  /// known exactly, and the bound is above it in 95 of 100 draws at least.
  @Test(arguments: [0.5, 1.0, 1.5, 2.0])
  func boundHoldsWhereTheTruthIsKnown(_ steepness: Double) {
    var generator = Seeded(UInt64(steepness * 10))
    let rates = (1...40).map { 0.8 * pow(Double($0), -steepness) }
    let sizes = [5, 10, 30, 100]
    let draws = 100
    var held = 0
    for runs in sizes {
      for _ in 0..<draws {
        let sets = (0..<runs).map { _ in
          rates.map { Double.random(in: 0..<1, using: &generator) < $0 }
        }
        let seen = rates.indices.map { feature in sets.count { $0[feature] } }
        let surprising = sets.count { set in
          rates.indices.contains { set[$0] && seen[$0] == 1 }
        }
        let shown = rates.indices.reduce(1.0) { $0 * (seen[$1] == 0 ? 1 - rates[$1] : 1) }
        if Novelty(surprising: surprising, of: runs).upperBound >= 1 - shown { held += 1 }
      }
    }
    #expect(held * 100 >= 95 * sizes.count * draws, "\(held) of \(sizes.count * draws)")
  }
}
