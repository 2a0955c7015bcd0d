internal import Text

/// Runs that have not shown as much as somebody demands.
package struct Shortfall: Hashable, Sendable {
  /// The runs.
  package let stratum: Stratum
  /// The most that was demanded of the bound, from 0 to 1.
  package let limit: Double

  /// What is missing, and what would do: a sentence without its end.
  package var description: String {
    let kind = stratum.label.map { " labelled \($0.escapedForTerminal)" } ?? ""
    let runs = stratum.runs.counting("run") + kind
    let needed = stratum.novelty.runsNeeded(for: limit)
    let advice =
      needed.map {
        "with \(max($0, Stratum.leastRuns)) runs in all, and nothing new in those to come, it is kept"
      } ?? "it takes more than a million runs"
    guard stratum.hasBound else {
      return
        "too few runs to say how many future runs need a call that these do not show: \(runs), and "
        + "\(Stratum.leastRuns) are the least; the limit is \(limit.percentage). Record more of them: \(advice)"
    }
    return
      "of future runs, up to \(stratum.novelty.upperBound.percentage) (95 % upper bound) need a call that "
      + "these \(runs) do not show, and the limit is \(limit.percentage). Record more of them: \(advice)"
  }
}

extension Completeness {
  /// The runs that have shown too little, where at most a share of future runs may need a new call.
  ///
  /// - Parameter limit: from 0 to 1; held against the bound.
  package func shortfalls(of limit: Double) -> [Shortfall] {
    guard limit < 1 else { return [] }
    return strata.filter { !$0.hasBound || $0.novelty.upperBound > limit }.map {
      Shortfall(stratum: $0, limit: limit)
    }
  }
}
