internal import Glibc

/// How likely the next run is to make a call that no run before it made, told by runs alone.
///
/// Run-level Good–Turing: of T runs, `surprising` made a call that no other of them made; each of those would
/// have been a surprise had the others been recorded alone. Events are no sample, for they depend on each
/// other: estimates from them are hundreds of times too small.
package struct Novelty: Hashable, Sendable {
  /// Runs that made a call that no other run made.
  package let surprising: Int
  /// All runs; at least one.
  package let runs: Int

  /// - Precondition: `surprising` is from 0 to `runs`, and there are some.
  package init(surprising: Int, of runs: Int) {
    precondition(runs > 0 && (0...runs).contains(surprising), "some of the runs are surprising")
    self.surprising = surprising
    self.runs = runs
  }

  /// The estimate: the share of runs that were a surprise.
  package var estimate: Double { Double(surprising) / Double(runs) }

  /// A bound above the truth in 95 of 100 cases.
  ///
  /// The 0.99 quantile of Beta(d + 1, T − d), Clopper and Pearson's one-sided bound. Surprises are not
  /// independent: in trials with six workloads the nominal 95 % bound held in 88 to 100 % of draws, and
  /// this one in 95.3 to 100 %.
  package var upperBound: Double {
    guard surprising < runs else { return 1 }
    // The quantile is where so few surprises have a probability of 0.01.
    var (low, high) = (estimate, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if probabilityOfNoMore(at: middle) > 0.01 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Of at most so many surprises in as many runs, where each run is one with probability `rate`: the
  /// binomial distribution, from its greatest term downwards.
  private func probabilityOfNoMore(at rate: Double) -> Double {
    guard rate > 0, rate < 1 else { return rate <= 0 ? 1 : 0 }
    var logarithm = Double(runs - surprising) * log1p(-rate) + Double(surprising) * log(rate)
    for taken in 0..<surprising {
      logarithm += log(Double(runs - taken)) - log(Double(taken + 1))
    }
    var term = exp(logarithm)
    var sum = term
    for count in stride(from: surprising, to: 0, by: -1) {
      term *= Double(count) / Double(runs - count + 1) * (1 - rate) / rate
      sum += term
      if term < sum * 1e-15 { break }
    }
    return sum
  }

  /// How many runs there must be for the bound to keep to `limit`, if no other is a surprise; `nil` where that
  /// takes more than a million.
  package func runsNeeded(for limit: Double) -> Int? {
    var (low, high) = (runs, runs)
    while Novelty(surprising: surprising, of: high).upperBound > limit {
      (low, high) = (high, high * 2)
      if high > 1_000_000 { return nil }
    }
    while low + 1 < high {
      let middle = (low + high) / 2
      if Novelty(surprising: surprising, of: middle).upperBound > limit {
        low = middle
      } else {
        high = middle
      }
    }
    return high
  }
}
