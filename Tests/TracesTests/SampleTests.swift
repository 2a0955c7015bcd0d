import Foundation
import Logs
import Observations
import Testing
import Traces

/// One program, recorded on Linux 6.18: auditd 3.0.9, and the kernel's trace buffer. It makes calls
/// of two ABIs, calls newer than auditd's tables, threads, and calls itself `a) = 0 <x>`.
@Suite struct SampleTests {
  private func sample(_ name: String) -> String {
    #filePath.replacing("SampleTests.swift", with: "Samples/\(name).gz")
  }

  /// Figures of `awk` over the records' own `arch=` and `syscall=`, the numbers by the kernel's headers.
  @Test func auditdsFileHoldsWhatWasRecorded() throws {
    let recording = try Recording(reading: [sample("enriched.log")])
    #expect(recording.run.events == 116)
    #expect(recording.run.processes == 11)
    #expect(recording.ledger == [])
    let counts = recording.counts
    #expect(counts["x86_64 rt_sigprocmask"] == 13)
    #expect(counts["x86_64 sendto"] == 7)
    #expect(counts["x86_64 openat"] == 4)
    #expect(counts["x86_64 cachestat"] == 1)
    #expect(counts["x86_64 setxattrat"] == 1)
    #expect(counts["x86 socketcall"] == 1)
    #expect(counts["x86 socket"] == 1)
    #expect(counts.values.reduce(0, +) == 116)
    #expect(counts.count == 46)
  }

  @Test(arguments: ["ausearch.log", "interpreted.log"])
  func ausearchShowsTheSameCalls(_ name: String) throws {
    let file = try Recording(reading: [sample("enriched.log")])
    let recording = try Recording(reading: [sample(name)])
    #expect(recording.counts == file.counts)
    #expect(recording.ledger == [])
    let outcomes = recording.run.observations.map(\.outcomes).reduce(into: Outcomes()) {
      $0.add($1)
    }
    let original = file.run.observations.map(\.outcomes).reduce(into: Outcomes()) { $0.add($1) }
    #expect(outcomes == original)
  }

  /// The trace buffer does not tell that four of the calls were i386's.
  @Test func tracersShowTheCallsToo() throws {
    let ftrace = try Recording(reading: [sample("ftrace.log")])
    #expect(ftrace.run.formats == ["ftrace"])
    #expect(ftrace.counts["x86_64 rt_sigprocmask"] == 14)
    #expect(ftrace.counts["x86_64 clone3"] == 3)
    let perf = try Recording(reading: [sample("perf-trace.log")])
    #expect(perf.run.formats == ["perf-trace"])
    #expect(perf.counts["x86_64 clone3"] == 3)
    #expect(perf.counts["x86_64 clone"] == 2)
    #expect(perf.counts["x86_64 exit_group"] == 4)
  }

  /// `perf trace -S --errno-summary ls`: the lines and the table behind them count the same calls, but for
  /// exit_group, which never ends.
  @Test func perfsTableCountsWhatItsLinesShow() throws {
    let text = try String(
      contentsOfFile: sample("perf-trace-summary.log").replacing(".gz", with: ""), encoding: .utf8)
    let start = try #require(text.firstRange(of: " Summary of events:"))
    let lines = try Recording(text)
    let table = try Recording(String(text[start.lowerBound...]))
    #expect(lines.run.formats == ["perf-trace"])
    #expect(lines.run.ledger.losses == 0)
    #expect(table.run.ledger.losses == 0)
    var counts = lines.counts
    #expect(counts.removeValue(forKey: "x86_64 exit_group") == 1)
    #expect(table.counts == counts)
    #expect(counts["x86_64 openat"] == 34)
  }

  /// `bpftrace -e 'tracepoint:syscalls:sys_enter_* { @[probe] = count(); }'`; figures of `awk` over it.
  @Test func bpftracesMapIsRead() throws {
    let recording = try Recording(reading: [sample("bpftrace.log").replacing(".gz", with: "")])
    #expect(recording.run.formats == ["bpftrace"])
    #expect(recording.run.ledger.losses == 0)
    #expect(recording.counts.values.reduce(0, +) == 30179)
    #expect(recording.counts["x86_64 openat"] == 6891)
    #expect(recording.counts.count == 38)
  }

  /// `strace -f -c ls`; the figures are the table's own sums.
  @Test func stracesTableComesToItsSum() throws {
    let recording = try Recording(reading: [sample("strace-summary.log").replacing(".gz", with: "")]
    )
    #expect(recording.run.formats == ["strace-summary"])
    #expect(recording.ledger == ["guessed-architecture 1", "names-only 176"])
    #expect(recording.run.observations.map(\.outcomes.returned).reduce(0, +) == 176 - 19)
  }
}
