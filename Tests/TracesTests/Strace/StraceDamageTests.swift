import Logs
import Observations
import Syscalls
import Testing
import Traces

/// Logs that were cut, glued, torn or made to hurt.
@Suite struct StraceDamageTests {
  /// A number before the first line tells that the log is a file's, where no string goes on in the next line.
  @Test func noLineOfAFileGoesOnInTheNext() throws {
    let recording = try Recording(
      #"""
      7847  mmap(NULL, 4096, PROT_READ, MAP: 127.0.0.1"..., 1024, 0, NULL) = 79
      7878  accept4(5,  <unfinished ...>
      7880  <... writev resumed>)             = 240
      7880  epo {st_size=114, ...}, 0) data={u64=946605}}], "512", 75000) = 1

      """#, format: "strace")
    #expect(recording.counts["x86_64 accept4"] == 1)
    #expect(recording.run.observations.contains { $0.key.call.syscall?.name == "writev" })
    #expect(recording.ledger.contains("malformed-line 2"))
  }

  static let start = "77    brk(NULL) = 0x5617df99d000\n77    getuid() = 0\n"
  static let read = ["x86_64 brk 1: 1 returned", "x86_64 getuid 1: 1 returned"]

  @Test(arguments: [
    // Cut last lines: the call whose name is there was made.
    StraceSample(start + "77    close(", read(and: "close 1: 1 unknown"), ["truncated-tail 1"]),
    StraceSample(start + "77    clo", read, ["truncated-tail 1"]),
    StraceSample(start + "77    <... re", read, ["truncated-tail 1"]),
    StraceSample(start + "77    +++ exi", read, ["truncated-tail 1"]),
    StraceSample(
      start + "77    write(1, \"a) = 0 <unfinished ...>", read(and: "write 1: 1 unknown"),
      ["truncated-tail 1"]),
    StraceSample(start + "77    close(3) = 0", read(and: "close 1: 1 returned"), []),
    StraceSample(
      start + "77    close(3) = 0x", read(and: "close 1: 1 unknown"), ["truncated-tail 1"]),
    StraceSample(
      start + "77    close(3) = -1 EBA", read(and: "close 1: 1 unknown"), ["truncated-tail 1"]),
    StraceSample(
      start + "77    close(3) = -1 EBADF (Bad fi", read(and: "close 1: 1 unknown"),
      ["truncated-tail 1"]),
    StraceSample(
      start + "77    close(3) = 0 <0.00", read(and: "close 1: 1 unknown"), ["truncated-tail 1"]),
    StraceSample(start + "77    --- SIGCHLD {si_signo=SIG", read, ["truncated-tail 1"]),
    // Cut first lines.
    StraceSample("\"x\", 1) = 1\n" + start, read, ["suspect-line 1"]),
    StraceSample("ad(3, \"x\", 1) = 1\n" + start, read, ["suspect-line 1"]),
    StraceSample("  <unfinished ...>\n" + start, read, ["malformed-line 1"]),
    StraceSample("ory)\n" + start, read, ["malformed-line 1"]),
    // In a file nobody else writes.
    StraceSample(start + "hello, world\n", read, ["malformed-line 1"]),
    StraceSample(
      start + "77    close(3\n77    close(4) = 0\n", read(and: "close 2: 1 returned, 1 unknown"),
      ["malformed-line 1"]),
    // A crash leaves NUL where nothing was written.
    StraceSample("\0\0\0\0" + start + "\0\0\0\0", read, ["nul-bytes 2"]),
    StraceSample(
      start + "77    close(3\0\0\0\0\077    close(4) = 0\n",
      read(and: "close 2: 1 returned, 1 unknown"), ["nul-bytes 1"]),
    // One damaged line is one loss, however many pieces it is in.
    StraceSample(start + "xx\0yy\0zz\n", read, ["nul-bytes 1"]),
    StraceSample(start + "77    re\0\0ad(3, \"\0\", 1) =\0 1\n", read, ["nul-bytes 1"]),
    StraceSample(
      start + "77    xx\n77    yy\0zz\n77    xx\n", read, ["malformed-line 2", "nul-bytes 1"]),
    // What terminals and editors leave.
    StraceSample("\u{feff}" + start.replacing("\n", with: "\r\n"), read, []),
    StraceSample("\u{1b}[?2004l\r" + start, read, []),
    StraceSample("\u{1b}]0;title\u{07}" + start, read, []),
  ])
  func isTold(sample: StraceSample) throws { try sample.check() }

  /// Two lines without a line feed between them: the first call is counted, the loss is told.
  @Test(arguments: [
    "close(3) = 077    close(4) = 0", "close(3) = -1 EBADF (Bad file descriptor)77    close(4) = 0",
    "close(3) = 0 <0.000012>77    close(4) = 0 <0.000012>", "close(3) = 3</a>77    close(4) = 0",
    "close(3) = 077    <... read resumed>) = 1", "close(3) = 077    +++ exited with 0 +++",
    "close(3) = 077    --- SIGCHLD {si_signo=SIGCHLD} ---", "close(3) = ?77    close(4) = 0",
    "close(3 <unfinished ...>77    <... close resumed>) = 0", "close(3) = 0, \"x\", 4) = 4",
  ])
  func gluedLinesAreTold(lines: String) throws {
    let damaged = Self.start + "77    \(lines)\n" + "77    getuid() = 0\n"
    let recording = try Recording(damaged, format: "strace")
    #expect(recording.counts["x86_64 close"] == 1)
    #expect(recording.counts["x86_64 getuid"] == 2)
    #expect(recording.ledger == ["malformed-line 1"])
  }

  @Test(arguments: [
    "+++ exited with 0 +++77    +++ exited with 0 +++", "--- SIGHUP {si_pid=1} ---77    read(3",
  ])
  func lineGluedToAnEndIsTold(lines: String) throws {
    let recording = try Recording(Self.start + "77    \(lines)\n", format: "strace")
    #expect(recording.ledger == ["malformed-line 1"])
  }

  private static func read(and more: String) -> [String] { (read + ["x86_64 \(more)"]).sorted() }

  @Test func openLineIsGivenUpInTheEnd() throws {
    let others = (0..<80).map { "close(\($0)) = 0\n" }.joined()
    try StraceSample(
      "brk(NULL) = 0x5617df99d000\nread(3, \n" + others,
      ["x86_64 brk 1: 1 returned", "x86_64 close 80: 80 returned", "x86_64 read 1: 1 unknown"],
      ["malformed-line 1"]
    ).check()
  }

  /// Each of these took, or could take, time that grows with the square of the length.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "write(1, \"" + String(repeating: "\\\"", count: 100_000) + "\", 5) = 5",
      "write(" + String(repeating: "(", count: 60_000) + String(repeating: ")", count: 60_000)
        + ") = 5",
      "write(" + String(repeating: "{[", count: 60_000) + ") = 5",
      "write(" + String(repeating: "a<", count: 100_000) + ") = 5",
      "write(" + String(repeating: "a<b<c> ", count: 60_000) + ") = 5",
      "write(" + String(repeating: "<unfinished ", count: 60_000) + ") = 5",
      "write(" + String(repeating: "a</*x*/", count: 60_000) + ") = 5",
      "write(1, \"\") = 5" + String(repeating: " (INJECTE", count: 100_000),
    ])
  func longLinesAreReadInOneGo(line: String) throws {
    let recording = try Recording("77    \(line)\n", format: "strace")
    #expect(recording.run.observations.map(\.count) == [1])
  }

  @Test(.timeLimit(.minutes(1)))
  func openLinesWithoutEndTakeNoMoreThanTheirLength() throws {
    let recording = try Recording(
      String(repeating: "write(1, \"x\", (\n", count: 20_000), format: "strace")
    #expect(recording.counts == ["x86_64 write": 20_000])
    #expect(recording.ledger.contains("malformed-line 20000"))
  }

  /// More processes than a machine can have at once: the oldest are given up.
  @Test(.timeLimit(.minutes(1)))
  func processesWithoutEndAreForgotten() throws {
    var log = ""
    for number in 1...80_000 { log += "\(number) clone(child_stack=NULL, <unfinished ...>\n" }
    let recording = try Recording(log, format: "strace")
    #expect(recording.counts == ["x86_64 clone": 80_000])
    #expect(recording.ledger.contains("unfinished-call 80000"))
  }
}
