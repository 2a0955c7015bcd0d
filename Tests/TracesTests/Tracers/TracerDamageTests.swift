import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// Logs of tracers that were cut, glued or torn.
@Suite struct TracerDamageTests {
  /// `nil` where nothing is read, and the command fails.
  private func read(_ bytes: [UInt8], _ log: TracerLog) -> Recording? {
    try? Recording(bytes: bytes, format: log.format, blockSize: 1 << 12)
  }

  @Test(arguments: TracerLog.all) func wholeLogsLoseNothing(_ log: TracerLog) throws {
    let recording = try Recording(bytes: log.bytes)
    #expect(recording.run.formats == [log.format])
    #expect(recording.run.ledger.losses == 0, "\(recording.ledger)")
  }

  /// A call of another name never appears, and what a line lost is told.
  /// Lines of a few marks and blanks are damage or another program's, whatever they are.
  @Test(arguments: TraceFormat.all) func fewMarksAreNoLineOfALog(_ format: TraceFormat) throws {
    let marks = " \t()[]:=\"',-+<>.0aE{}\\%@&|".map(String.init)
    let pairs = marks.flatMap { first in marks.map { first + $0 } }
    let lines = pairs.flatMap { pair in [pair] + [" ", "\t", "(", "0"].map { pair + $0 } }
    let folder = try TemporaryFolder()
    let path = try folder.write(
      Array((lines.joined(separator: "\n") + "\n").utf8), to: "log")
    var options = TraceOptions()
    options.format = format
    let runs = (try? TraceSet(reading: [path], options: options).observations.runs) ?? []
    let known = runs.flatMap(\.observations).compactMap { $0.key.call.syscall }
    #expect(known.isEmpty, "\(known)")
  }

  @Test(arguments: TracerLog.all) func cutsAreTold(_ log: TracerLog) throws {
    let bytes = log.bytes
    let whole = try Recording(bytes: bytes, format: log.format)
    let names = Set(whole.counts.keys)
    for end in 1..<bytes.count {
      guard let cut = read(Array(bytes[..<end]), log) else { continue }
      let text = String(decoding: bytes[max(0, end - 60)..<end], as: UTF8.self)
      #expect(Set(cut.counts.keys).isSubset(of: names), "cut behind \(text)")
      let isInLine = bytes[end - 1] != UInt8(ascii: "\n") && bytes[end] != UInt8(ascii: "\n")
      guard isInLine, cut.run.ledger.losses == 0 else { continue }
      // What was cut off tells nothing: a comment, or blanks.
      let lineEnd = bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = read(Array(bytes[..<lineEnd]) + [UInt8(ascii: "\n")], log)
      #expect(line?.calls == cut.calls, "not told: cut behind \(text)")
    }
  }

  /// Where the damage changes which calls there are, or how many, the ledger changes too.
  @Test(arguments: TracerLog.all) func damageIsTold(_ log: TracerLog) throws {
    let bytes = log.bytes
    let whole = try Recording(bytes: bytes, format: log.format)
    var generator = Seeded(7)
    var losses = 0
    var missedLosses = 0
    for _ in 0..<150 {
      let (damaged, kind, place) = damage(bytes, &generator)
      guard let recording = read(damaged, log) else { continue }
      let isSame =
        log.countsLines
        ? recording.counts == whole.counts
        : Set(recording.counts.keys) == Set(whole.counts.keys)
      guard !isSame else { continue }
      if kind == .lost { losses += 1 }
      guard recording.ledger == whole.ledger else { continue }
      // A part that begins and ends in one place of two lines leaves a whole line: nothing shows it.
      if kind == .lost { missedLosses += 1 } else { Issue.record("\(kind) is not told: \(place)") }
    }
    #expect(missedLosses * 5 <= losses, "\(missedLosses) of \(losses)")
  }

  private enum Damage: CaseIterable { case flipped, joined, lost, broken }

  private func damage(_ bytes: [UInt8], _ generator: inout Seeded) -> (
    [UInt8], Damage, String
  ) {
    var damaged = bytes
    let newline = UInt8(ascii: "\n")
    let place = Int.random(in: 0..<(bytes.count - 1), using: &generator)
    func around(_ start: Int, _ end: Int) -> String {
      String(decoding: bytes[max(0, start - 50)..<start], as: UTF8.self) + "⟨"
        + String(decoding: bytes[start..<end], as: UTF8.self) + "⟩"
        + String(decoding: bytes[end..<min(bytes.count, end + 40)], as: UTF8.self)
    }
    let kind = Damage.allCases.randomElement(using: &generator) ?? .flipped
    switch kind {
    case .flipped:
      // A byte is another, as where a disk or a network fails.
      damaged[place] = .random(in: 0x80...0xff, using: &generator)
      return (damaged, kind, around(place, place + 1))
    case .joined:
      let ends = bytes.indices.dropLast().filter { bytes[$0] == newline }
      guard let end = ends.randomElement(using: &generator) else { return (damaged, kind, "") }
      damaged.remove(at: end)
      return (damaged, kind, around(end, end + 1))
    case .lost:
      let end = min(bytes.count - 1, place + .random(in: 1...200, using: &generator))
      damaged.removeSubrange(place..<end)
      return (damaged, kind, around(place, end))
    case .broken:
      damaged.insert(newline, at: place)
      return (damaged, kind, around(place, place))
    }
  }

  struct Tail: CustomTestStringConvertible {
    let format: String
    let log: String
    let calls: [String]
    let ledger: [String]

    var testDescription: String { "\(format): \(log.suffix(60))" }
  }

  private static let perf =
    "     0.064 ( 0.003 ms): exer/31085 brk()                                        = 0x55c1e79db000\n"
  private static let table = """
    % time     seconds  usecs/call     calls    errors syscall
    ------ ----------- ----------- --------- --------- ----------------
     47.76    0.000032          10         3           mprotect

    """

  @Test(arguments: [
    // What was returned is cut, and so is nothing that was returned.
    Tail(
      format: "perf-trace", log: perf + "     0.065 ( 0.003 ms): exer/31085 getuid()   = -",
      calls: ["x86_64 brk 1: 1 returned", "x86_64 getuid 1: 1 unknown"],
      ledger: ["truncated-tail 1", "unfinished-call 1", "guessed-architecture 1"]),
    Tail(
      format: "perf-trace", log: perf + "     0.065 ( 0.003 ms): exer/31085 getuid()   = -1 ENO",
      calls: ["x86_64 brk 1: 1 returned", "x86_64 getuid 1: 1 unknown"],
      ledger: ["truncated-tail 1", "unfinished-call 1", "guessed-architecture 1"]),
    Tail(
      format: "perf-trace",
      log: perf + "     0.065 ( 0.003 ms): exer/31085 open(x: 1)  = -1 ENOENT (No such file)",
      calls: ["x86_64 brk 1: 1 returned", "x86_64 open 1: 1 E2"], ledger: ["guessed-architecture 1"]
    ),
    Tail(
      format: "perf-trace", log: perf + "     0.065 ( 0.003 ms): exer/31085 ope",
      calls: ["x86_64 brk 1: 1 returned"], ledger: ["truncated-tail 1", "guessed-architecture 1"]),
    Tail(
      format: "ftrace",
      log: "   x-1   [001] .....  5078.747167: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n"
        + "   x-1   [001] .....  5078.747168: sys_exit: NR 39 = -1",
      calls: ["x86_64 getpid 1: 1 unknown"], ledger: ["truncated-tail 1", "guessed-architecture 1"]),
    // The head tells of three entries.
    Tail(
      format: "ftrace",
      log: "# entries-in-buffer/entries-written: 3/3   #P:2\n"
        + "   x-1   [001] .....  5078.747167: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n"
        + "   x-1   [001] .....  5078.747168: sys_exit: NR 39 = 7\n",
      calls: ["x86_64 getpid 1: 1 returned"], ledger: ["missing-line 1", "guessed-architecture 1"]),
    Tail(
      format: "strace-summary",
      log: table + "  0.00    0.000000           0         1           open",
      calls: ["x86_64 mprotect 3: 3 returned"],
      ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 3"]),
    Tail(
      format: "strace-summary", log: table, calls: ["x86_64 mprotect 3: 3 returned"],
      ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 3"]),
    // A row is missing, by the sum.
    Tail(
      format: "strace-summary",
      log: table + "------ ----------- ----------- --------- --------- ----------------\n"
        + "100.00    0.000067                     6         1 total\n",
      calls: ["x86_64 mprotect 3: 3 returned"],
      ledger: ["missing-line 1", "guessed-architecture 1", "names-only 3"]),
    Tail(
      format: "strace-summary",
      log: table + "  0.00  \u{1}  0.000000           0         3           read\n"
        + "  0.00    0.000000           0         3           close\n"
        + "------ ----------- ----------- --------- --------- ----------------\n"
        + "100.00    0.000067           2         6           total\n",
      calls: ["x86_64 close 3: 3 returned", "x86_64 mprotect 3: 3 returned"],
      ledger: ["malformed-line 1", "guessed-architecture 1", "names-only 6"]),
    Tail(
      format: "names", log: "read\nopen", calls: ["x86_64 read 1: 1 unknown"],
      ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 1"]),
    Tail(
      format: "names", log: "read\nexit_group",
      calls: ["x86_64 exit_group 1: 1 unknown", "x86_64 read 1: 1 unknown"],
      ledger: ["guessed-architecture 1", "names-only 2"]),
    Tail(
      format: "names", log: "[\"read\", \"open\"",
      calls: [
        "x86_64 open 1: 1 unknown", "x86_64 read 1: 1 unknown",
      ], ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 2"]),
    Tail(
      format: "bpftrace", log: "@calls[257]: 12\n@calls[1]: 3",
      calls: ["x86_64 openat 12: 12 unknown"],
      ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 12"]),
    // The key of a process that calls itself `openat]: 1`.
    Tail(
      format: "bpftrace", log: "@calls[257]: 12\n@[openat]: 1",
      calls: ["x86_64 openat 12: 12 unknown"],
      ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 12"]),
    Tail(
      format: "perf-trace",
      log: "   syscall            calls  errors  total       min       avg       max       stddev\n"
        + "   read                   3      0     0.041     0.013     0.017     0.021     15.92%\n\n"
        + " bash (15105), 217 events, 1.1%\n\n   syscall            calls  errors  tot",
      calls: ["x86_64 read 3: 3 returned"],
      ledger: ["truncated-tail 1", "guessed-architecture 1", "names-only 3"]),
    // A crash leaves NUL bytes; a line counts once.
    Tail(
      format: "perf-trace",
      log: perf + "     0.0\u{0}\u{0}65 ( 0.003 ms): exer\u{0}/31085 getuid()\n",
      calls: ["x86_64 brk 1: 1 returned"], ledger: ["nul-bytes 1", "guessed-architecture 1"]),
  ])
  func endsAreRead(_ tail: Tail) throws {
    let recording = try Recording(tail.log, format: tail.format)
    #expect(recording.calls == tail.calls)
    #expect(recording.ledger == tail.ledger)
  }

  /// A great log with a few faults.
  @Test(arguments: ["perf-trace", "ftrace"]) func fewFaultsInAGreatLogAreTold(_ name: String) throws
  {
    let log = try #require(TracerLog.all.first { $0.format == name })
    var damaged = Array(repeatElement(log.bytes, count: 40).joined())
    var generator = Seeded(11)
    for _ in 0..<6 { damaged = damage(damaged, &generator).0 }
    #expect(try Recording(bytes: damaged, format: name).run.ledger.losses > 0)
  }

  /// The end of one line and the beginning of another, with what stood between them lost.
  @Test(arguments: [
    ("bpftrace", "@[tracepoint:syscalls:sys_enter_mmapracepoint:syscalls:sys_enter_openat]: 96"),
    ("bpftrace", "@[tracepoint:syscalls:sys_enterepoint:syscalls:sys_enter_rseq]: 4"),
    ("bpftrace", "@[tracepoitracepoint:syscalls:sys_enter_rseq]: 4"),
    ("bpftrace", "@other[tracepoint:syscalls:sys_enterepoint:syscalls:sys_enter_read, 7]: 3"),
    ("bpftrace", " 96"), ("bpftrace", ": 96"),
    (
      "perf-trace",
      perfLine(
        "getxattr(name: 0xe997b28c)", "s/6548 lgetxattr(name: 0x7) = -1 ENODATA (No data available)"
      )
    ),
    (
      "perf-trace",
      perfLine("fcntl(fd: 6</usr>, cmd: DUPFD_CLOEXEC)", "uf: 0x55b4798d0d80, flag: 256) = 0")
    ),
    (
      "perf-trace",
      perfLine("openat(dfd: CWD)", "= -1 ENOENT (No such filbuffer: 0x7ffdd087f700) = 0")
    ),
  ])
  func linesThatGrewTogetherAreTold(format: String, line: String) throws {
    let whole =
      format == "bpftrace"
      ? "@[tracepoint:syscalls:sys_enter_read]: 3\n"
      : Self.perfLine("brk()", "= 0x55c587cb6000") + "\n"
    let recording = try Recording(whole + line + "\n" + whole, format: format)
    #expect(recording.ledger.contains("malformed-line 1"), "\(recording.ledger)")
  }

  private static func perfLine(_ call: String, _ rest: String) -> String {
    "     0.065 ( 0.003 ms): ls/31085 \(call)                     \(rest)"
  }

  /// `perf trace -s`, perf 6.1, of `cat`: 6 events are 3 calls that ended.
  private static let calls = """
     cat (242), 6 events, 5.3%

       syscall            calls  errors  total       min       avg       max       stddev
                                         (msec)    (msec)    (msec)    (msec)        (%)
       --------------- --------  ------ -------- --------- --------- ---------     ------
       openat                 2      1     0.025     0.003     0.006     0.007     15.56%
       execve                 1      0     0.018     0.018     0.018     0.018      0.00%

    """

  private static func calls(events: Int, rest: String = "") -> String {
    calls.replacing(" 6 events, 5.3%", with: " \(events) events, 5.3%\(rest)")
  }
  private static let rows = calls.firstRange(of: "   openat")!.lowerBound

  private static let tables: [(text: String, isDamaged: Bool)] = [
    (calls, false),
    // The last call of a thread has no end.
    (calls(events: 7), false),
    // A handler ends with `rt_sigreturn`, which has none either.
    (calls(events: 12).replacing("openat      ", with: "rt_sigaction"), false),
    (calls(events: 8), true),
    (calls.replacing(#/ +openat .*\n/#, with: ""), true),
    // The head stands above rows.
    (calls + "\n" + calls[..<rows], true),
    // The beginning is missing, of the log or of the table of another thread.
    (String(calls[rows...]), true),
    ("  max       stddev\n" + calls[rows...], true),
    (String(calls[calls.firstRange(of: "   ------")!.lowerBound...]) + calls, true),
    (calls + calls[rows...], true),
    // A thread that was found within a call has its end alone.
    (calls(events: 5), false),
    // Page faults are events, and told beside them.
    (calls(events: 90, rest: ", 84 minfaults"), false),
  ]

  /// Rows that are lost between whole lines.
  @Test(arguments: tables.indices) func missingRowsAreTold(index: Int) throws {
    let recording = try Recording(Self.tables[index].text, format: "perf-trace")
    #expect(
      recording.ledger.contains("missing-line 1") == Self.tables[index].isDamaged,
      "\(recording.ledger)")
  }
}
