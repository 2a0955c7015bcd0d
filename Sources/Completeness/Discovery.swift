/// How many different calls so many of the runs show: the mean over all orders in which they could have been made.
///
/// Sample-based rarefaction, exact (Gotelli and Colwell 2001): of runs of which no order is known, one order would
/// be as good as another.
package struct Discovery: Hashable, Sendable {
  /// Runs.
  package let runs: Int
  /// By in how many runs, how many calls were seen.
  private let callsByRuns: [Int: Int]

  /// - Parameter showing: for each call, how many of the runs show it.
  init(runs: Int, showing: [Int]) {
    self.runs = runs
    callsByRuns = showing.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// From no run to all of them, in `steps` steps at the most.
  package func curve(steps: Int) -> [(runs: Int, calls: Double)] {
    let count = min(steps, runs)
    guard count > 0 else { return [(0, 0)] }
    let places = (0...count).map { $0 * runs / count }
    var sums = [Double](repeating: 0, count: places.count)
    for (showing, calls) in callsByRuns.sorted(by: { $0.key < $1.key }) {
      // That none of the first `taken` runs shows such a call.
      var missed = 1.0
      var next = 0
      for taken in 0...runs {
        if next < places.count, places[next] == taken {
          sums[next] += Double(calls) * (1 - missed)
          next += 1
        }
        if taken < runs {
          missed *= Double(max(0, runs - showing - taken)) / Double(runs - taken)
        }
      }
    }
    return zip(places, sums).map { ($0, $1) }
  }
}
