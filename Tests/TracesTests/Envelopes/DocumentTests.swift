import Findings
import Logs
import Observations
import TestSupport
import Testing
import Traces

/// A text that quotes a log is none, and neither is a log behind something unknown.
@Suite struct DocumentTests {
  private static let readme = """
    # How these runs were recorded

    Run the service under strace, and look for lines such as

    ```
    ptrace(PTRACE_TRACEME)                  = 0
    mlockall(MCL_CURRENT)                   = 0
    ```

    Then stop it, and put the file here.

    """

  /// strace(1), "The structure of a line", shortened.
  private static let manual = """
    STRACE(1)                   General Commands Manual                  STRACE(1)

    Each line in the trace contains the system call name, followed by its arguments in
    parentheses and its return value. An example from stracing the command "cat /dev/null" is:

    open("/dev/null", O_RDONLY) = 3

    Errors (typically a return value of -1) have the errno symbol and error string appended.

    open("/foo/bar", O_RDONLY) = -1 ENOENT (No such file or directory)

    """

  /// More lines are quoted than written, but the sentences are longer.
  private static let longSentences =
    String(
      repeating: "A sentence about what the service does when it starts, and why that is. ",
      count: 9)
    + "\n" + String(repeating: "getpid() = 7\n", count: 5)

  /// Nearly all of it is quoted, as code.
  private static let fenced =
    "# nscd\n```\n$ strace ls\n" + String(repeating: "getpid() = 7\n", count: 40) + "```\n"

  /// Two words before a call are what stern puts there.
  private static let words = """
    The daemon is started by init and
    watches the disk for new volumes.
    On some systems, the dconf service
    will call mlockall(MCL_FUTURE) = 0
    and wait for an answer of theirs.

    """

  private static let summary = """
    To see which calls a program makes, and how often each of them fails:

    ```
    $ strace -c ls
    % time     seconds  usecs/call     calls    errors syscall
    ------ ----------- ----------- --------- --------- ----------------
     60.00    0.000123          12        10           mmap
     40.00    0.000080          20         4         1 mlockall
    ------ ----------- ----------- --------- --------- ----------------
    100.00    0.000203          14        14         1 total
    ```

    """

  private static let auditGuide = """
    Configure auditd, start the container, and read the log that it wrote.
    Every record looks much like this one, which the kernel wrote for a call:
    type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13 a0=7fffd19c5592 a1=0
    Fields are described in the manual of the daemon.

    """

  private static let ftraceGuide = """
    Function tracer
    The tracer prints one line for each event that the kernel came across, with the name of the task:
    cat-1234   [001] .....  5078.747167: sys_enter: NR 59 (7f64, 0, 0, 0, 0, 0)
    The first column is the name of the task and the number of its process.

    """

  private static let texts = [
    "README": readme, "strace.1": manual, "sentences": longSentences, "fenced": fenced,
    "summary": summary,
    "audit guide": auditGuide,
    "ftrace guide": ftraceGuide,
  ]

  @Test(arguments: texts.keys.sorted()) func documentInAFolderIsPassedOver(name: String) throws {
    let folder = try TemporaryFolder()
    let document = try folder.write(Array(Self.texts[name]!.utf8), to: name)
    _ = try folder.write(Array("read(3, \"\", 1) = 0\n".utf8), to: "log")
    let traces = try TraceSet(reading: [folder.path], options: TraceOptions())
    #expect(traces.observations.runs.map(\.name) == ["log"])
    #expect(traces.observations.unread == [])
    #expect(traces.skipped.map(\.path) == [document])
    #expect(traces.skipped.first?.problem.contains("--input-format") ?? false)
    // What is a log does not follow from the format that is named.
    var options = TraceOptions()
    options.format = .named("strace")
    if name == "README" {
      let forced = try TraceSet(reading: [folder.path], options: options)
      #expect(forced.observations.runs.map(\.name) == ["log"])
      #expect(forced.skipped.first?.problem.contains("name it by itself") ?? false)
    }
  }

  @Test(arguments: texts.keys.sorted()) func documentIsRefusedByName(name: String) throws {
    let folder = try TemporaryFolder()
    let document = try folder.write(Array(Self.texts[name]!.utf8), to: name)
    let error = try #require(throws: TraceError.self) {
      try TraceSet(reading: [document], options: TraceOptions())
    }
    #expect(error.problem.contains("a document that quotes a log"))
    #expect(error.problem.contains("--input-format"))
  }

  /// One line of many makes no envelope of bare words, and no recording of another tracer.
  @Test(arguments: [
    words,
    "# Notes\nWe looked at gVisor, whose strace prints\n\n    I0301 10:00:00.000000       1 strace.go:567] "
      + "[   1:   1] app E openat(AT_FDCWD /app, 0x7f /etc/passwd, O_RDONLY, 0o0)\n\nand did not use it.\n",
  ]) func proseIsNoLog(text: String) throws {
    let folder = try TemporaryFolder()
    let document = try folder.write(Array(text.utf8), to: "notes")
    _ = try folder.write(Array("read(3, \"\", 1) = 0\n".utf8), to: "log")
    let traces = try TraceSet(reading: [folder.path], options: TraceOptions())
    #expect(traces.observations.runs.map(\.name) == ["log"])
    #expect(traces.observations.unread == [])
    #expect(traces.skipped.map(\.path) == [document])
    #expect(throws: TraceError.self) { try TraceSet(reading: [document], options: TraceOptions()) }
  }

  @Test func documentIsReadWhereItsFormatIsNamed() throws {
    #expect(
      try Recording(Self.readme, format: "strace").counts
        == ["x86_64 mlockall": 1, "x86_64 ptrace": 1])
  }

  /// Words of the traced program may outweigh what strace writes to the same terminal.
  @Test(arguments: [
    "execve(\"/bin/x\", [\"x\"], 0x7ffc /* 9 vars */) = 0\n",
    "strace: Process 4711 attached\ngetpid() = 7\n", "[pid  4711] getpid() = 7\n",
  ]) func recordingOnATerminalIsRead(start: String) throws {
    let words = String(
      repeating: "The server is listening, and waits for somebody to come.\n", count: 20)
    let recording = try Recording(start + words + "exit_group(0) = ?\n")
    #expect(recording.ledger.contains("foreign-text 20"))
  }

  /// Stacks, dumps and messages are strace's own.
  @Test func stacksDoNotMakeADocument() throws {
    let stack = String(repeating: " > /usr/lib/libc.so.6(_exit+0x29) [0xd4409]\n", count: 9)
    let log = "Starting.\n" + String(repeating: "getpid() = 7\n" + stack, count: 3)
    #expect(try Recording(log).counts == ["x86_64 getpid": 3])
  }

  // MARK: Unknown prefixes

  private static let record =
    "type=SECCOMP msg=audit(1700000000.100:50): auid=1 uid=1 gid=1 ses=1 pid=7 comm=\"x\" exe=\"/x\" "
    + "sig=0 arch=c000003e syscall=257 compat=0 ip=0x7f code=0x7ffc0000"

  @Test(
    arguments: [
      ("websrv web ~> ", "websrv web ~> "), ("2024-05-01T10:00:00Z stream/1 ", "stream/1 "),
      ("{\"text\":\"", "text"),
    ], ["strace", "audit"])
  func unknownPrefixIsNamed(prefix: (text: String, named: String), format: String) throws {
    let folder = try TemporaryFolder()
    let line = format == "strace" ? "getpid() = 7" : Self.record
    let text = (1...3).map { _ in prefix.text + line + "\n" }.joined()
    let path = try folder.write(Array(text.utf8), to: "prefixed")
    for forced in [nil, TraceFormat.named(format)] {
      var options = TraceOptions()
      options.format = forced
      let error = try #require(throws: TraceError.self) {
        try TraceSet(reading: [path], options: options)
      }
      #expect(error.problem.contains("of the format \"\(format)\" behind a prefix"))
      #expect(error.problem.contains(prefix.named))
    }
    // Evidence in a folder is lost, and not passed over.
    _ = try folder.write(Array("read(3, \"\", 1) = 0\n".utf8), to: "log")
    let traces = try TraceSet(reading: [folder.path], options: TraceOptions())
    #expect(traces.observations.unread == [path])
  }

  /// `holds no system call` is said of a log whose lines are understood.
  @Test func linesThatAreNotUnderstoodAreTold() throws {
    let error = try #require(throws: TraceError.self) {
      try Recording("+++ exited with 0 +++\nx: type=SECCOMP audit(\n", format: "audit")
    }
    #expect(error.problem.contains("1 line"))
    #expect(!error.problem.contains("holds no system call"))
  }

  /// What a service printed into the journal is not what audit wrote, and is to be had without its fields.
  @Test(arguments: [
    ("audit-json", #"{"_TRANSPORT":"stdout","_COMM":"strace","MESSAGE":"7 getpid() = 7"}"# + "\n"),
    ("journal-export", "__CURSOR=s=1\n_TRANSPORT=stdout\n_COMM=strace\nMESSAGE=7 getpid() = 7\n\n"),
  ])
  func traceOfAServiceInTheJournalIsShownTheWay(format: String, log: String) throws {
    let error = try #require(throws: TraceError.self) { try Recording(log) }
    #expect(
      error.problem.contains("is a log of the format \"\(format)\", but holds no system call"))
    #expect(error.problem.contains("journalctl -o cat -u UNIT"))
  }

  /// What tools print of JSON for people: no line of it holds an object.
  @Test(arguments: ["strace", "audit"], ["jq", "events", "journalctl"])
  func formsForPeopleAreShownTheWay(format: String, form: String) throws {
    let line = format == "strace" ? "7 brk(NULL) = 0x5617df99d000" : Self.record
    let quoted = Wrapper.quoted(line)
    let log =
      switch form {
      case "jq":
        "[\n" + (1...4).map { _ in "  {\n    \"m\": \(quoted)\n  }" }.joined(separator: ",\n")
          + "\n]\n"
      case "events":
        "{\n  \"events\": [\n"
          + (1...4).map { _ in "    {\n      \"m\": \(quoted)\n    }" }.joined(separator: ",\n")
          + "\n  ]\n}\n"
      default:
        (1...4).map { _ in
          "Sun 2026-03-01 10:00:00.0 UTC [s=1;i=0]\n    _TRANSPORT=stdout\n    _PID=812\n    MESSAGE=\(line)\n"
        }.joined()
      }
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(log.utf8), to: "log")
    let error = try #require(throws: TraceError.self) {
      try TraceSet(reading: [path], options: TraceOptions())
    }
    #expect(error.problem.contains(form == "journalctl" ? "-o json" : "jq -c"))
    // Evidence in a folder is lost, and not passed over.
    _ = try folder.write(Array("read(3, \"\", 1) = 0\n".utf8), to: "good")
    let traces = try TraceSet(reading: [folder.path], options: TraceOptions())
    #expect(traces.observations.unread == [path])
  }
}
