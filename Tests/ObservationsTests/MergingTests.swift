import Findings
import Observations
import Syscalls
import Testing

/// A run with one observation per name, made up for the test.
func run(_ id: String, _ calls: [(name: String, count: Int)], losses: Int = 0) -> Run {
  var ledger = Ledger()
  if losses > 0 {
    ledger.add(.malformedLine, count: losses, at: SourceLocation(file: "\(id).log", line: 7))
  }
  return Run(
    id: String(repeating: "0", count: 16 - id.utf8.count) + id, name: id, formats: ["strace"],
    lines: 100, processes: 1,
    observations: calls.map { name, count in
      var outcomes = Outcomes()
      outcomes.add(.returned, count: count)
      return Observation(
        key: ObservationKey(architecture: .x86_64, call: SyscallReference(parsing: name)),
        count: count,
        outcomes: outcomes, first: SourceLocation(file: "\(id).log", line: 1))
    }.sorted { $0.key < $1.key }, ledger: ledger)
}

@Suite struct MergingTests {
  let a = Observations(runs: [run("a", [("read", 3), ("socket", 1)])])
  let b = Observations(runs: [run("b", [("read", 4)], losses: 2)])
  let c = Observations(runs: [run("c", [("#9999", 1)])], unread: ["c.gz"])

  @Test func mergingDoesNotDependOnOrderGroupingOrRepetition() {
    let all = a.union(b).union(c)
    #expect(all == c.union(a.union(b)))
    #expect(all == b.union(c).union(a).union(b))
    #expect(all.fileBytes == c.union(b).union(a).fileBytes)
    #expect(a.union(a) == a)
  }

  @Test func totalsSumRunsUpAndCountThem() throws {
    let totals = a.union(b).totals
    let read = try #require(totals.first { $0.observation.key.call.description == "read" })
    #expect(read.observation.count == 7)
    #expect(read.runs == 2)
    #expect(read.observation.outcomes.returned == 7)
    #expect(read.observation.first == SourceLocation(file: "a.log", line: 1))
  }

  @Test func lossesAreHeldAgainstAllThatMayHaveBeenCalled() {
    #expect(a.lossPercent == 0)
    #expect(abs(b.lossPercent - 100 * 2.0 / 6.0) < 1e-9)
    #expect(c.union(c).lossPercent == 50)
  }
}
