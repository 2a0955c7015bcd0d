import Completeness
import Findings
import Foundation
import Observations
import Syscalls
import TestSupport
import Testing

/// Runs of git, python3, sqlite3 and tar that are no traces of the repository, 150 of each: `Samples/runs.txt`.
@Suite struct RecordedRunsTests {
  private struct Recorded {
    let run: Run
    let calls: Set<String>
  }

  private static let byProgram: [String: [Recorded]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let text =
      (try? String(contentsOf: folder.appending(path: "Samples/runs.txt"), encoding: .utf8)) ?? ""
    var result: [String: [Recorded]] = [:]
    var program = ""
    var names: [String] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      if words.count == 2, let content = Int(words[0]) {
        let digits = words[1].reversed().map { $0.hexDigitValue ?? 0 }
        let calls = names.indices.filter {
          digits.count > $0 / 4 && digits[$0 / 4] >> ($0 % 4) & 1 == 1
        }
        .map { names[$0] }
        let place = result[program, default: []].count
        result[program, default: []].append(
          Recorded(run: run(place, content, calls), calls: Set(calls)))
      } else {
        program = words[0]
        names = Array(words.dropFirst())
      }
    }
    return result
  }()

  /// Counted by its content, so that runs of one content repeat each other, and no others do.
  private static func run(_ place: Int, _ content: Int, _ calls: [String]) -> Run {
    let digits = String(place)
    return Run(
      id: String(repeating: "0", count: 32 - digits.count) + digits, name: "run-\(place)",
      formats: ["strace"], lines: 1, processes: 1,
      observations: calls.map { name in
        Observation(
          key: ObservationKey(architecture: .x86_64, call: SyscallReference(parsing: name)),
          count: content + 1, outcomes: Outcomes(), first: SourceLocation(file: "f", line: 1))
      }.sorted { $0.key < $1.key }, ledger: Ledger())
  }

  /// Some runs are the sample, and all others the truth: the share of them that make a call which none of the sample
  /// serves for is within the bound in 95 of 100 draws at least.
  @Test(arguments: ["git", "python3", "sqlite3", "tar"])
  func boundHolds(_ program: String) throws {
    let recorded = try #require(Self.byProgram[program])
    #expect(recorded.count == 150)
    var random = Seeded(1)
    var (held, draws) = (0, 0)
    for size in [5, 10, 20, 40, 75] {
      for _ in 0..<20 {
        let order = recorded.shuffled(using: &random)
        let sample = Observations(runs: order.prefix(size).map(\.run).sorted { $0.id < $1.id })
        let stratum = try #require(Completeness(of: sample).strata.first)
        let shown = order.prefix(size).reduce(into: Set<String>()) { $0.formUnion($1.calls) }
        let served = shown.reduce(into: shown) { $0.formUnion(Successors.alternatives(to: $1)) }
        let others = order.dropFirst(size)
        let surprising = others.count { !$0.calls.isSubset(of: served) }
        draws += 1
        if Double(surprising) / Double(others.count) <= stratum.novelty.upperBound { held += 1 }
      }
    }
    #expect(held * 100 >= 95 * draws, "\(held) of \(draws)")
  }
}
