internal import Observations

/// Calls of processes that are not selected, until they are in the ledger.
package struct PassedOverCalls {
  private var count = 0
  /// Where the first of them end, as many as a ledger keeps.
  private var lines: [Int] = []

  /// None.
  package init() {}

  /// Counts one that ends at a line of the file that is being read.
  package mutating func add(line: Int) {
    count += 1
    if count <= Ledger.Entry.placesKept { lines.append(line) }
  }

  /// Puts them into the ledger.
  package func note(_ recorder: inout ObservationBuilder) {
    guard let last = lines.last else { return }
    for line in lines { recorder.note(.otherProcess, line: line) }
    recorder.note(.otherProcess, count: count - lines.count, line: last)
  }
}
