import Completeness
import Findings
import Observations
import Syscalls
import Testing

@Suite struct DiscoveryTests {
  /// The mean over all orders, each walked through.
  private func mean(of sets: [Set<String>]) -> [Double] {
    var sums = [Double](repeating: 0, count: sets.count + 1)
    var orders = 0
    func walk(_ rest: [Set<String>], _ seen: Set<String>, _ taken: Int, _ counts: [Int]) {
      let counts = counts + [seen.count]
      if rest.isEmpty {
        orders += 1
        for (place, count) in counts.enumerated() { sums[place] += Double(count) }
      }
      for index in rest.indices {
        var others = rest
        let next = others.remove(at: index)
        walk(others, seen.union(next), taken + 1, counts)
      }
    }
    walk(sets, [], 0, [])
    return sums.map { $0 / Double(orders) }
  }

  @Test(arguments: [
    [["read"], ["read", "write"], ["read", "openat", "close"], ["write"], ["kill"]],
    [["read"], ["write"]],
    [["read", "write", "openat"], ["read"], ["read"], ["read"], ["read"], ["pipe2"]],
  ])
  func isTheMeanOverAllOrders(_ runs: [[String]]) throws {
    let observations = Observations(
      runs: runs.enumerated().map { place, names in
        Run(
          id: String(repeating: "\(place)", count: 32), name: "run-\(place)", formats: ["strace"],
          lines: 1,
          processes: 1,
          // Counted differently, so that no run repeats another.
          observations: names.map { name in
            Observation(
              key: ObservationKey(architecture: .x86_64, call: SyscallReference(parsing: name)),
              count: place + 1, outcomes: Outcomes(), first: SourceLocation(file: "f", line: 1))
          }.sorted { $0.key < $1.key }, ledger: Ledger())
      })
    let discovery = try #require(Completeness(of: observations).strata.first).discovery
    let curve = discovery.curve(steps: 48)
    #expect(curve.map(\.runs) == Array(0...runs.count))
    for (own, expected) in zip(curve.map(\.calls), mean(of: runs.map { Set($0) })) {
      #expect(abs(own - expected) < 1e-9)
    }
    #expect(discovery.curve(steps: 2).map(\.runs).last == runs.count)
  }
}
