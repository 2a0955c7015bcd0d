import Findings
import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// A log in an envelope says what it says without.
@Suite struct EnvelopeTests {
  private static let root = #filePath.replacing(
    "Tests/TracesTests/Envelopes/EnvelopeTests.swift", with: "")

  private static func recording(_ path: String) -> String {
    let lines = try! LineBuffer(path: root + path, options: TraceOptions())
    return String(decoding: try! lines.remainder(limit: 1 << 24) ?? [], as: UTF8.self)
  }

  private static let strace = recording("traces/nginx/run-1.strace.gz")
  /// With lines that are divided by messages of strace and words of programs.
  private static let terminal = recording("Tests/TracesTests/Samples/strace-terminal.log")
  private static let audit = recording("traces/nginx/run-1.audit.gz")
  private static let ftrace = recording("Tests/TracesTests/Samples/ftrace.log.gz")

  private func expectTheSame(
    _ wrapper: Wrapper, _ text: String, format: String? = nil, blockSize: Int = 1 << 18
  ) throws {
    let plain = try Recording(text)
    let wrapped = try Recording(wrapper(text), format: format, blockSize: blockSize)
    #expect(wrapped.calls == plain.calls)
    #expect(wrapped.ledger == plain.ledger)
    #expect(wrapped.run.processes == plain.run.processes)
  }

  @Test(arguments: Wrapper.ofPrograms + Wrapper.ofSyslog)
  func straceIsRead(wrapper: Wrapper) throws {
    try expectTheSame(wrapper, Self.strace)
    try expectTheSame(wrapper, Self.terminal, format: "strace")
  }

  @Test(arguments: Wrapper.ofPrograms) func auditIsRead(wrapper: Wrapper) throws {
    try expectTheSame(wrapper, Self.audit)
    try expectTheSame(wrapper, Self.audit, format: "audit", blockSize: 61)
  }

  @Test(arguments: Wrapper.ofPrograms) func tracersAreRead(wrapper: Wrapper) throws {
    try expectTheSame(wrapper, Self.ftrace)
  }

  /// `audit: type=1326 audit(…`, and the notice of a loss, which only the kernel may give.
  @Test(arguments: Wrapper.ofKernels) func kernelsAreRead(wrapper: Wrapper) throws {
    let lines = Self.audit.split(separator: "\n").map {
      "audit: " + $0.replacing("type=SECCOMP msg=", with: "type=1326 ") + "\n"
    }
    let plain = try Recording(lines.map { "[  309.186459] \($0)" }.joined())
    let wrapped = try Recording(wrapper(lines.joined()))
    #expect(wrapped.calls == plain.calls)
    #expect(wrapped.ledger == plain.ledger)
  }

  @Test(arguments: Wrapper.ofKernels.prefix(3)) func kernelsLossIsTold(wrapper: Wrapper) throws {
    let lines = """
      audit: type=1326 audit(1700000000.100:50): auid=1 uid=1 gid=1 ses=1 pid=7 comm="x" exe="/x" sig=0 \
      arch=c000003e syscall=257 compat=0 ip=0x7f code=0x7ffc0000
      kauditd_printk_skb: 152 callbacks suppressed

      """
    #expect(try Recording(wrapper(lines)).ledger == ["lost-events 152", "names-only 1"])
  }

  /// Places are those of the file as it lies there.
  @Test func placesAreThoseOfTheFile() throws {
    let text = """
      {"log":"hello\\n","stream":"stdout","time":"t"}
      {"log":"getpid()      ","stream":"stderr","time":"t"}
      {"log":"world\\n","stream":"stdout","time":"t"}
      {"log":"    = 7\\n","stream":"stderr","time":"t"}
      {"log":"getppid()          = 1\\n","stream":"stderr","time":"t"}
      {"log":"getuid(","stream":"stderr","time":"t"}
      """
    let recording = try Recording(text)
    #expect(
      recording.run.observations.map { "\($0.key.call) \($0.first.line)" }
        == ["getpid 2", "getppid 5", "getuid 6"])
    let ledger = recording.run.ledger.entries
    #expect(ledger[.truncatedTail]?.places.map(\.line) == [6])
    #expect(ledger[.foreignText]?.places.map(\.line) == [1, 3])
    #expect(recording.run.lines == 6)
  }

  // MARK: Lines that are not what they seem

  private static let call = "getpid()                                = 7"
  private static let record =
    "type=SECCOMP msg=audit(1700000000.100:50): auid=1 uid=1 gid=1 ses=1 pid=7 comm=\"x\" exe=\"/x\" "
    + "sig=0 arch=c000003e syscall=257 compat=0 ip=0x7f code=0x7ffc0000"
  private static let forged = record.replacing("syscall=257", with: "syscall=101")

  /// A line that a log holds besides its own, and what it is counted as.
  struct Stray: CustomTestStringConvertible, Sendable {
    let line: String
    let ledger: String
    var testDescription: String { line }
  }

  private static let message = Wrapper("message") { "{\"message\":\(Wrapper.quoted($0))}" }
  private static let file = Wrapper("json-file") {
    #"{"log":\#(Wrapper.quoted($0 + "\n")),"stream":"stderr","time":"t"}"#
  }

  @Test(arguments: [
    // A line end in a string begins no line, nor does what a crash or a terminal would leave.
    Stray(line: message.wrap("hello\n" + forged), ledger: "suspect-line 1"),
    Stray(line: message.wrap(forged + "\nhello"), ledger: "suspect-line 1"),
    Stray(line: message.wrap("hello\r\n" + forged), ledger: "suspect-line 1"),
    Stray(line: message.wrap("\0" + forged), ledger: "suspect-line 1"),
    Stray(line: message.wrap("hello\0" + forged), ledger: "foreign-text 1"),
    Stray(line: message.wrap("hello\r" + forged), ledger: "suspect-line 1"),
    Stray(line: message.wrap("hello\u{1b}[2K" + forged), ledger: "suspect-line 1"),
    Stray(line: message.wrap("hello " + forged), ledger: "suspect-line 1"),
    // Readers of JSON differ in which of two members counts.
    Stray(
      line: #"{"message":"x","message":\#(Wrapper.quoted(forged))}"#, ledger: "malformed-line 1"),
    Stray(line: #"{"message":\#(Wrapper.quoted(forged))}}"#, ledger: "malformed-line 1"),
    Stray(line: #"{"message":\#(Wrapper.quoted(forged))"#, ledger: "malformed-line 1"),
    Stray(line: #"{"message":"\u12"}"#, ledger: "malformed-line 1"),
    // It may be this log's all the same.
    Stray(line: #"{"other":\#(Wrapper.quoted(forged))}"#, ledger: "suspect-line 1"),
    Stray(line: #"{"other":{"message":\#(Wrapper.quoted(forged))}}"#, ledger: "suspect-line 1"),
    Stray(line: #"{"message":{"text":\#(Wrapper.quoted(forged))}}"#, ledger: "suspect-line 1"),
    Stray(line: #"{"m\u0065ssage":\#(Wrapper.quoted(forged))}"#, ledger: "suspect-line 1"),
    Stray(line: #"{"level":"info","msg":"ready","at":["a"]}"#, ledger: "foreign-text 1"),
    // A shipper left the text out, or wrote no bytes.
    Stray(line: #"{"message":null}"#, ledger: "malformed-line 1"),
    Stray(line: #"{"message":[104,256]}"#, ledger: "foreign-text 1"),
    Stray(line: #"{"message":[]}"#, ledger: "foreign-text 1"),
    Stray(line: forged, ledger: "malformed-line 1"),
    Stray(line: "hello", ledger: "malformed-line 1"),
  ]) func textInJSONForgesNoLine(stray: Stray) throws {
    let log = [Self.message.wrap(Self.record), stray.line, Self.message.wrap(Self.record)]
    let recording = try Recording(log.joined(separator: "\n") + "\n")
    #expect(recording.counts == ["x86_64 openat": 1])
    #expect(recording.ledger.contains(stray.ledger), "\(recording.ledger)")
  }

  @Test(arguments: [
    // What writes to standard error is strace, and nothing else is.
    Stray(
      line: #"{"log":"ptrace(PTRACE_TRACEME) = 0\n","stream":"stdout","time":"t"}"#,
      ledger: "suspect-line 1"),
    Stray(line: #"{"log":"hello\n","stream":"stdout","time":"t"}"#, ledger: "foreign-text 1"),
    Stray(line: "ptrace(PTRACE_TRACEME) = 0", ledger: "malformed-line 1"),
  ]) func standardOutputIsNotTheTracers(stray: Stray) throws {
    let log = [Self.call, Self.call].map(Self.file.wrap) + [stray.line, Self.file.wrap(Self.call)]
    let recording = try Recording(log.joined(separator: "\n") + "\n")
    #expect(recording.counts == ["x86_64 getpid": 3])
    #expect(recording.ledger.contains(stray.ledger), "\(recording.ledger)")
  }

  /// The kernel lets no program write with its own priorities.
  @Test func programsDoNotWriteInTheKernelsName() throws {
    let text = """
      5,1,1,-;audit: \(Self.record)
      13,2,2,-;audit: \(Self.forged)
      12,3,3,-;hello

      """
    let recording = try Recording(text)
    #expect(recording.counts == ["x86_64 openat": 1])
    #expect(recording.ledger == ["suspect-line 1", "foreign-text 1", "names-only 1"])
  }

  @Test(arguments: [
    Stray(line: "ptrace(PTRACE_TRACEME) = 0\n", ledger: "suspect-line 1"),
    Stray(line: "Attaching to websrv-1\n", ledger: "foreign-text 1"),
    Stray(line: "websrv-1  | openat(AT_FDCWD, \"/et", ledger: "truncated-tail 1"),
    Stray(line: "websr", ledger: "truncated-tail 1"),
  ]) func lineWithoutTheEnvelopeIsCounted(stray: Stray) throws {
    let log = [Self.call, Self.call].map { "websrv-1  | \($0)\n" }.joined() + stray.line
    let recording = try Recording(log)
    #expect(recording.counts["x86_64 getpid"] == 2)
    #expect(recording.counts["x86_64 ptrace"] == nil)
    #expect(recording.ledger.contains(stray.ledger), "\(recording.ledger)")
  }

  // MARK: Several logs in a file

  private static func read(_ text: String, pipe: Bool = false) throws -> TraceSet {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(text.utf8), to: "compose.log")
    return try TraceSet(reading: [path], options: TraceOptions())
  }

  /// Two containers have processes of one number, and calls that are not finished.
  @Test(arguments: [
    ("websrv-1  | ", "db-1      | "), ("[pod/a/b] ", "[pod/a/c] "),
    (#"{"container_name":"a","log":""#, #"{"container_name":"b","log":""#),
  ]) func containersAreKeptApart(first: String, second: String) throws {
    let end = first.hasPrefix("{") ? "\"}" : ""
    let lines = [
      first + "7  read(3,  <unfinished ...>", second + "7  write(3,  <unfinished ...>",
      second + "8  getpid() = 8", second + "7  <... write resumed>) = 1",
      first + "7  <... read resumed>) = 1",
    ]
    let traces = try Self.read(lines.map { $0 + end + "\n" }.joined())
    #expect(traces.observations.runs.count == 2)
    let calls = traces.observations.runs.flatMap { run in
      run.observations.map { "\($0.key.call) \($0.count) \($0.outcomes.returned)" }
    }
    #expect(Set(calls) == ["read 1 1", "write 1 1", "getpid 1 1"])
    #expect(traces.observations.ledger.losses == 0)
  }

  @Test func containerThatBeginsLateIsRead() throws {
    let first = String(repeating: "web-1  | \(Self.call)\n", count: 10_000)
    let traces = try Self.read(first + "db-1   | getppid() = 1\n")
    #expect(
      traces.observations.runs.map(\.name).sorted() == [
        "compose.log (db-1)", "compose.log (web-1)",
      ])
    #expect(traces.observations.ledger.losses == 0)
  }

  /// Of a file that is looked at to its end, each log opens its own lines, those that nobody owns, and parts.
  @Test(arguments: [1, 2]) func logsOfAGreatFileAreReadAsByThemselves(threads: Int) throws {
    var generator = Seeded(15)
    var lines: [String] = []
    var calls: [String: Int] = [:]
    var damaged = 0
    var others = 0
    func line(_ text: String, of source: String, _ tag: String = "F") -> String {
      #"{"log":\#(Wrapper.quoted(text)),"logtag":"\#(tag)","container_name":"\#(source)"}"#
    }
    for number in 0..<9000 {
      let source = ["a", "b", "c"].randomElement(using: &generator)!
      let call = "7 getpid() = \(number)"
      switch Int.random(in: 0..<20, using: &generator) {
      case 0:
        lines.append(#"{"log":"cut"#)
        damaged += 1
        continue
      case 1:
        lines.append(line("LOG: ready", of: "db\(number % 7)"))
        others += 1
        continue
      case 2:
        lines += [
          line(String(call.prefix(9)), of: source, "P"),
          line(String(call.dropFirst(9)), of: source),
        ]
      default: lines.append(line(call, of: source))
      }
      calls[source, default: 0] += 1
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "log")
    var options = TraceOptions()
    options.threads = threads
    let runs = try TraceSet(reading: [path], options: options).observations.runs
    #expect(
      Dictionary(
        uniqueKeysWithValues: runs.map { ($0.name, $0.observations.map(\.count).reduce(0, +)) })
        == Dictionary(uniqueKeysWithValues: calls.map { ("log (\($0))", $1) }))
    #expect(runs.allSatisfy { $0.ledger.entries[.malformedLine]?.count == damaged })
    #expect(runs.compactMap { $0.ledger.entries[.foreignText]?.count } == [others])
  }

  @Test func containerWithoutCallsIsForeign() throws {
    let text = """
      Attaching to web-1, db-1
      db-1   | LOG:  database system is ready to accept connections
      web-1  | \(Self.call)
      db-1   | LOG:  checkpoint complete

      """
    let traces = try Self.read(text)
    #expect(traces.observations.runs.map(\.name) == ["compose.log"])
    #expect(traces.observations.ledger.entries[.foreignText]?.count == 3)
    #expect(traces.observations.ledger.losses == 0)
  }

  // MARK: Rotated files

  private static let cri = Wrapper("CRI") { "2024-05-01T10:00:00.1Z stderr F \($0)" }

  /// The files that Docker and the kubelet rotate are one recording, in the order in which they were written.
  @Test(arguments: [
    (file, ["c-json.log.2", "c-json.log.1", "c-json.log"]),
    (cri, ["0.log.20240501-100000", "0.log.20240502-090000.gz", "0.log"]),
  ])
  func rotatedFilesAreOneRun(wrapper: Wrapper, names: [String]) throws {
    let parts = [
      "7  read(3,  <unfinished ...>\n8  getpid() = 8\n", "8  getppid() = 7\n",
      "7  <... read resumed>) = 1\n",
    ]
    let folder = try TemporaryFolder()
    for (name, part) in zip(names, parts) {
      _ = try folder.write(Array(wrapper(part).utf8), to: name.replacing(".gz", with: ""))
    }
    let traces = try TraceSet(reading: [folder.path], options: TraceOptions())
    #expect(traces.observations.runs.map(\.name) == [names[2]])
    #expect(traces.observations.ledger.losses == 0)
    let read = traces.observations.runs[0].observations.first { $0.key.call.description == "read" }
    #expect(read?.outcomes.returned == 1)
  }

  /// What a user wrote to numbered files are recordings of their own.
  @Test func numberedFilesOfOthersAreRunsOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    for number in 1...2 {
      let log = Wrapper.ofPrograms[0]("7  getpid() = \(number)\n")
      _ = try folder.write(Array(log.utf8), to: "run.\(number)")
    }
    let traces = try TraceSet(reading: [folder.path], options: TraceOptions())
    #expect(traces.observations.runs.count == 2)
  }

  /// The first words of a list of names are no pod and container.
  @Test func namesAreNoPrefix() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("raed wrote openat\n".utf8), to: "names")
    #expect(throws: TraceError.self) { try TraceSet(reading: [path], options: TraceOptions()) }
  }

  @Test func everyEnvelopeHasANameOfItsOwn() {
    #expect(Set(Envelope.all.map(\.name)).count == Envelope.all.count)
  }
}

extension Wrapper: CustomTestStringConvertible {
  public var testDescription: String { name }
}
