internal import Glibc

/// How many calls further runs will show, told by those that few runs showed.
///
/// Chao's lower bound for incidence (Chao 1987), bias-corrected, and its extrapolation (Chao and others 2014, as
/// in iNEXT). Its published confidence interval held the truth in 18 to 87 % of trials, and is not used.
package struct Unseen: Hashable, Sendable {
  /// Runs.
  package let runs: Int
  /// Calls that one run made.
  package let once: Int
  /// Calls that two runs made.
  package let twice: Int

  /// - Precondition: there are runs.
  package init(runs: Int, once: Int, twice: Int) {
    precondition(runs > 0 && once >= 0 && twice >= 0, "calls of some runs are counted")
    self.runs = runs
    self.once = once
    self.twice = twice
  }

  private var correction: Double { Double(runs - 1) / Double(runs) }

  /// Calls that no run made and some will, bias-corrected: a lower bound in expectation.
  package var total: Double {
    correction * Double(once) * Double(once - 1) / Double(2 * (twice + 1))
  }

  /// The classic form of ``total``, which is greater.
  package var classicTotal: Double {
    twice == 0
      ? correction * Double(once) * Double(once - 1) / 2
      : correction * Double(once) * Double(once) / Double(2 * twice)
  }

  /// Calls that so many further runs will bring; to be trusted for as many runs again.
  package func expected(in further: Int) -> Double {
    guard total > 0 else { return 0 }
    let missed = 1 - Double(once) / (Double(runs) * total + Double(once))
    return total * (1 - pow(missed, Double(further)))
  }
}
