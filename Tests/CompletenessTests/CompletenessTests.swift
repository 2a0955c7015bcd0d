import Completeness
import Findings
import Observations
import Syscalls
import Testing

@Suite struct CompletenessTests {
  /// A run that makes calls so often; `name` of ENOSYS is not there.
  private func run(
    _ id: Int, _ calls: [String: Int], label: String? = nil, commandLine: String? = nil,
    absent: Set<String> = []
  ) -> Run {
    let digits = String(id)
    return Run(
      id: String(repeating: "0", count: 32 - digits.count) + digits, name: "run-\(id)",
      formats: ["strace"], lines: 1, processes: 1,
      observations: calls.map { name, count in
        var outcomes = Outcomes()
        outcomes.add(
          absent.contains(name) ? .failed(errno: Errno.ENOSYS.rawValue) : .returned, count: count)
        return Observation(
          key: ObservationKey(architecture: .x86_64, call: SyscallReference(parsing: name)),
          count: count, outcomes: outcomes, first: SourceLocation(file: "f", line: 1))
      }.sorted { $0.key < $1.key },
      ledger: Ledger(), labels: label.map { [$0] } ?? [], commandLine: commandLine)
  }

  private func completeness(_ runs: [Run]) -> Completeness {
    Completeness(of: Observations(runs: runs))
  }

  @Test func singularCallsDriveTheEstimate() throws {
    var runs = (0..<60).map { run($0, ["read": $0 + 1, "kill": 1]) }
    runs[7] = run(7, ["read": 8, "wait4": 1, "kill": 1])
    runs[9] = run(9, ["read": 10, "unlink": 1, "rename": 1, "kill": 1])
    let stratum = try #require(completeness(runs).strata.first)
    #expect(stratum.label == nil && stratum.runs == 60 && stratum.calls == 5)
    #expect(stratum.novelty == Novelty(surprising: 2, of: 60))
    #expect(stratum.contributions.map(\.name) == ["run-7", "run-9"])
    #expect(stratum.contributions[1].calls.map(\.description) == ["rename", "unlink"])
    #expect(stratum.unseen == Unseen(runs: 60, once: 3, twice: 0))
    #expect(completeness(runs).weaknesses.isEmpty)
  }

  /// mkdir is no surprise after mkdirat, for the profile of the one lets the other run.
  @Test func callsThatServeForEachOtherAreOne() throws {
    let runs = [
      run(0, ["mkdir": 1]), run(1, ["mkdirat": 1]), run(2, ["mkdirat": 2]), run(3, ["mkdir": 2]),
      run(4, ["mkdir": 3, "rmdir": 1]),
    ]
    let stratum = try #require(completeness(runs).strata.first)
    #expect(stratum.singularCalls.map(\.description) == ["rmdir"])
    // Without drift it does not.
    let bare = Completeness(of: Observations(runs: runs.dropLast(3)), closed: false)
    #expect(try #require(bare.strata.first).novelty == Novelty(surprising: 2, of: 2))
  }

  /// Sixty runs of one input are one run.
  @Test func replicasAreOneRun() throws {
    let runs = (0..<60).map { run($0, ["read": 3, "write": 4]) }
    let stratum = try #require(completeness(runs).strata.first)
    #expect(stratum.runs == 1 && stratum.replicas == 59 && !stratum.hasBound)
  }

  @Test func callsThatWereNotThereAreNotNew() throws {
    let runs = (0..<5).map {
      run($0, ["read": $0 + 1, "clone3": 1], absent: $0 == 3 ? ["clone3"] : [])
    }
    let other = runs.map { run in
      run.name == "run-3" ? run : self.run(Int(run.name.dropFirst(4)) ?? 0, ["read": run.events])
    }
    #expect(try #require(completeness(other).strata.first).contributions.isEmpty)
  }

  @Test func kindsOfRunsAreToldApart() throws {
    let runs =
      (0..<6).map { run($0, ["read": $0 + 1], label: "start") }
      + (6..<9).map { run($0, ["write": $0], label: "reload") } + [run(9, ["kill": 1])]
    let strata = completeness(runs).strata
    #expect(strata.map(\.label) == [nil, "reload", "start"])
    #expect(strata.map(\.runs) == [1, 3, 6])
    #expect(strata.map(\.hasBound) == [false, false, true])
    #expect(completeness(runs).shortfalls(of: 0.6).map(\.stratum.label) == [nil, "reload"])
    #expect(completeness(runs).shortfalls(of: 1).isEmpty)
  }

  @Test func poorSamplesAreTold() {
    func runs(_ call: String, _ commandLine: String?, sets: Int) -> Completeness {
      completeness(
        (0..<5).map { index in
          run(
            index, [call: index + 1, ["read", "write", "brk"][index % sets]: 1],
            commandLine: commandLine)
        })
    }
    let line = "0123456789abcdef"
    #expect(runs("dup", line, sets: 3).weaknesses == [.oneCommandLine, .noSignals])
    #expect(runs("dup", nil, sets: 3).weaknesses == [.noSignals])
    #expect(runs("rt_sigreturn", nil, sets: 3).weaknesses.isEmpty)
    #expect(runs("kill", nil, sets: 2).weaknesses == [.fewSets(2, label: nil)])
    // Of too few runs nothing is told but that.
    #expect(completeness([run(0, ["read": 1], commandLine: line)]).weaknesses.isEmpty)
  }

  /// What headroom allows in any case would have been no surprise.
  @Test func allowedCallsAreNoSurprise() throws {
    var runs = (0..<20).map { run($0, ["read": $0 + 1]) }
    runs[1] = run(1, ["wait4": 1])
    runs[2] = run(2, ["wait4": 1, "unlink": 1, "rename": 1])
    let stratum = try #require(completeness(runs).strata.first)
    #expect(stratum.novelty.surprising == 1)
    let unlink = SyscallReference(parsing: "unlink")
    #expect(stratum.novelty(beside: [unlink]).surprising == 1)
    #expect(stratum.novelty(beside: [unlink, SyscallReference(parsing: "rename")]).surprising == 0)
  }

  @Test func labelsAreUnitedAndKept() throws {
    let left = Observations(runs: [
      run(1, ["read": 1], label: "start", commandLine: "00000000000000aa")
    ])
    let right = Observations(runs: [run(1, ["read": 1], label: "a\u{1b}b")])
    let both = try left.union(right)
    #expect(both.runs[0].labels == ["a\u{1b}b", "start"])
    #expect(both == (try right.union(left)))
    #expect(both == (try Observations(decoding: both.fileBytes)))
    // Without either, a file is what it was before there were any.
    let plain = Observations(runs: [run(1, ["read": 1])])
    let text = String(decoding: plain.fileBytes, as: UTF8.self)
    #expect(!text.contains("labels") && !text.contains("commandLine"))
  }
}
