import Foundation
import TestSupport
import Testing

@Suite struct BadInputTests {
  struct Case: CustomTestStringConvertible {
    let what: String
    var file: String?
    let arguments: [String]
    let status: Int32
    let message: String

    var testDescription: String { what }
  }

  @Test(arguments: [
    Case(
      what: "an empty file", file: "", arguments: ["generate", "log", "-o", "p.json"], status: 2,
      message: "log: error: is empty"),
    Case(
      what: "only newlines", file: "\n\n\n", arguments: ["generate", "log", "-o", "p.json"],
      status: 2, message: "holds only empty lines"),
    Case(
      what: "a missing file", arguments: ["generate", "none", "-o", "p.json"], status: 2,
      message: "none: error: cannot be opened: no such file or directory"),
    Case(
      what: "an unknown format", file: "hello\nworld\n",
      arguments: ["generate", "log", "-o", "p.json"], status: 2, message: "of no format"),
    Case(
      what: "a list of names that ends inside of one", file: #"["read","wri"#,
      arguments: ["observe", "log"], status: 2,
      message: "log: error: is JSON text that ends early, at line 1, column 13: it was cut off"),
    Case(
      what: "a list of names that ends behind its bracket", file: "[\n",
      arguments: ["observe", "log"], status: 2, message: "ends early, at line 2, column 1"),
    Case(
      what: "an object that ends early", file: #"{"syscalls": [{"names": ["re"#,
      arguments: ["observe", "log"], status: 2, message: "ends early, at line 1, column 29"),
    Case(
      what: "a list of names that ends inside of one, in a folder", file: #"["read","wri"#,
      arguments: ["observe", "."], status: 2, message: "is JSON text that ends early"),
    Case(
      what: "a binary", file: "\u{1}\u{0}\u{2}\u{0}\u{0}abc\u{0}def",
      arguments: ["generate", "log", "-o", "p.json"], status: 2, message: "binary"),
    Case(
      what: "UTF-16", file: "e\u{0}x\u{0}e\u{0}c\u{0}v\u{0}e\u{0}(\u{0}1\u{0}",
      arguments: ["generate", "log", "-o", "p.json"], status: 2, message: "iconv"),
    Case(
      what: "a log without calls", file: "+++ exited with 0 +++\n",
      arguments: ["generate", "log", "-o", "p.json"], status: 2, message: "holds no system call"),
    Case(
      what: "a cut tail", file: plainLog + "openat(AT_FDCWD, \"/et",
      arguments: ["generate", "log", "-o", "p.json"], status: 1,
      message: "log:8: error: 1 last line cut short [truncated-tail]"),
    Case(
      what: "a loss, which is told", file: plainLog + "openat(AT_FDCWD, \"/et",
      arguments: ["generate", "log", "-o", "p.json"], status: 1,
      message: "or say --allow-loss 12.5 if the loss does not matter"),
    Case(
      what: "observations of nothing", file: #"{"whittleObservations":1,"totals":{},"runs":[]}"#,
      arguments: ["generate", "log", "-o", "p.json"], status: 2,
      message: "log:1:45: error: /runs: is empty"),
    Case(
      what: "zstd", file: "(\u{b5}/", arguments: ["observe", "log"], status: 2, message: "log"),
    Case(
      what: "a trace for a profile", file: plainLog, arguments: ["verify", "log"], status: 2,
      message:
        "log:1:1: error: /: is a trace (strace), not a profile; make one of it (whittle generate log -o"
    ),
    Case(
      what: "a list of names for a profile", file: "openat\nread\nwrite\n",
      arguments: ["explain", "log", "read"], status: 2,
      message: "log:1:1: error: /: is a trace (names), not a profile"),
    Case(
      what: "a configuration for a profile",
      file: #"{ "limits": { "callsOpen": 3 }, "services": {} }"#, arguments: ["verify", "log"],
      status: 2, message: "log:1:1: error: /: is whittle's own configuration"),
    Case(
      what: "a profile with a mistake, whose lines may be names",
      file: "{\"syscalls\": [{\"names\": [\n\"read\",\n\"write\",\n\"openat\"\n\"close\"]}]}\n",
      arguments: ["verify", "log"], status: 2, message: "log:5:1: error: /: "),
    Case(
      what: "a folder without logs", arguments: ["generate", ".", "-o", "p.json"], status: 2,
      message: "folder without logs"),
    Case(
      what: "an unknown capability", file: plainLog,
      arguments: ["generate", "log", "--cap-add", "SYS_ADMN", "-o", "p.json"], status: 64,
      message: "did you mean CAP_SYS_ADMIN"),
    Case(
      what: "an unknown kernel", file: plainLog,
      arguments: ["generate", "log", "--kernel", "six", "-o", "p.json"], status: 64,
      message: "is not a kernel version"),
    Case(
      what: "an unknown baseline", file: plainLog,
      arguments: ["generate", "log", "--baseline", "docker@1.2", "-o", "p.json"], status: 64,
      message: "unknown baseline"),
    Case(
      what: "a missing baseline file", file: plainLog,
      arguments: ["generate", "log", "--baseline", "./none.json", "-o", "p.json"], status: 2,
      message: "no such file"),
    Case(
      what: "a malformed baseline", file: #"{"defaultAction": "SCMP_ACT_EPERM", "syscalls": []}"#,
      arguments: ["generate", "log", "--baseline", "./log", "-o", "p.json"], status: 2,
      message: "log"),
    Case(
      what: "a malformed profile", file: #"{"defaultAction": "SCMP_ACT_EPERM", "syscalls": []}"#,
      arguments: ["verify", "log"], status: 2, message: "log:1:19: error: /defaultAction: "),
    Case(
      what: "two baselines", arguments: ["baseline", "docker@28.5", "--baseline", "docker"],
      status: 64, message: "Name the baseline without --baseline"),
    Case(
      what: "a baseline beside two profiles",
      arguments: ["diff", "docker", "docker@28.5", "--baseline", "docker"],
      status: 64, message: "Name a baseline in place of a profile"),
    Case(
      what: "a call that is not there", file: #"{"defaultAction": "SCMP_ACT_ERRNO"}"#,
      arguments: ["explain", "log", "raed"], status: 64, message: "did you mean read?"),
    Case(
      what: "evidence without its profile", arguments: ["verify", "p.observations.json"],
      status: 64, message: "no profile to verify"),
    Case(
      what: "an unknown format's name", file: plainLog,
      arguments: ["observe", "log", "--input-format", "dtrace"], status: 64,
      message: "--input-format"),
    Case(
      what: "a process that is not in the log", file: plainLog,
      arguments: ["generate", "log", "--pid", "4711", "-o", "p.json"], status: 2,
      message: "--comm, --exe or --pid"),
    Case(
      what: "an output folder that is not there", file: plainLog,
      arguments: ["generate", "log", "-o", "none/p.json"], status: 2,
      message: "none/p.json: error: cannot be written"),
  ])
  func eachHasItsMessageItsStatusAndLeavesNoFile(_ bad: Case) throws {
    let folder = try TemporaryFolder()
    if let file = bad.file { try folder.write(file, to: "log") }
    let before = try folder.names
    let command = try Command(bad.arguments, in: folder.url)
    #expect(command.status == bad.status, "\(command.errors)")
    #expect(command.errors.contains(bad.message), "\(command.errors)")
    #expect(try folder.names == before)
    #expect(command.output.isEmpty || bad.arguments[0] == "observe")
  }

  @Test func aProfileThatIsThereIsNeverTouchedUnasked() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    try folder.write(plainLog.replacing("read(3", with: "pread64(3"), to: "other")
    #expect(try Command(["generate", "log", "-o", "p.json"], in: folder.url).status == 0)
    let first = try folder.contents(of: "p.json")

    let refused = try Command(["generate", "other", "-o", "p.json"], in: folder.url)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("opens: pread64"), "\(refused.errors)")
    #expect(try folder.contents(of: "p.json") == first)

    let allowed = try Command(["generate", "other", "-o", "p.json", "--update"], in: folder.url)
    #expect(allowed.status == 0, "\(allowed.errors)")
    #expect(try folder.contents(of: "p.json").contains("pread64"))

    try folder.write("not a profile", to: "p.json")
    let broken = try Command(["generate", "log", "-o", "p.json", "--update"], in: folder.url)
    #expect(broken.status == 2)
    #expect(try folder.contents(of: "p.json") == "not a profile")
  }

  @Test(arguments: ["ALLOW", "LOG", "TRACE"])
  func aBaselineThatLetsCallsThroughByDefaultHasNothingToTighten(action: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    try folder.write(
      #"{"defaultAction": "SCMP_ACT_\#(action)", "architectures": ["SCMP_ARCH_X86_64"]}"#,
      to: "b.json")
    let generated = try Command(
      ["generate", "log", "--baseline", "b.json", "-o", "p.json"], in: folder.url)
    #expect(generated.status == 2)
    #expect(
      generated.errors.contains("b.json: error: /defaultAction: SCMP_ACT_\(action)"),
      "\(generated.errors)")
    #expect(try folder.names == ["b.json", "log"])

    let verified = try Command(["verify", "b.json", "--baseline", "b.json"], in: folder.url)
    #expect(verified.errors.contains("tightens nothing"), "\(verified.errors)")
  }

  @Test func lossIsPutUpWithOnlyWhenTheUserSaysSo() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog + "openat(AT_FDCWD, \"/et", to: "log")
    #expect(try Command(["observe", "log", "-q"], in: folder.url).status == 1)
    let generous = try Command(
      ["generate", "log", "-o", "p.json", "--allow-loss", "20"], in: folder.url)
    #expect(generous.status == 0, "\(generous.errors)")
    #expect(try folder.names == ["log", "p.json", "p.observations.json"])
  }

  /// What a filter left out may be anything, however long the log is.
  @Test(
    arguments: [
      (["1"], 1), (["99.9"], 1), (["selected-calls"], 0), (["100"], 0), (["untraced-process"], 1),
      (["1", "selected-calls"], 0),
    ] as [([String], Int32)])
  func selectionOfCallsIsPutUpWithByName(allowed: [String], status: Int32) throws {
    let folder = try TemporaryFolder()
    let log =
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3

      """ + String(repeating: "31    openat(AT_FDCWD, \"/x\", O_RDONLY) = 3\n", count: 1000)
      + "31    exit_group(0) = ?\n31    +++ exited with 0 +++\n"
    try folder.write(log, to: "log")
    let run = try Command(
      ["generate", "log", "--arch", "x86_64", "-o", "p.json"]
        + allowed.flatMap { ["--allow-loss", $0] }, in: folder.url)
    #expect(run.status == status, "\(run.errors)")
    if status == 1 {
      #expect(run.errors.contains("no percentage covers selected-calls"), "\(run.errors)")
      #expect(run.errors.contains("--allow-loss selected-calls if"), "\(run.errors)")
    }
  }

  @Test(arguments: ["101", "-1", "nan", "selected-call", "foreign-text"])
  func whatIsNoLossCannotBeAllowed(value: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    let run = try Command(["observe", "log", "--allow-loss=\(value)"], in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("a percentage from 0 to 100"), "\(run.errors)")
  }

  @Test(arguments: [
    ["observe", "log"], ["observe", "log", "--json"], ["generate", "log"],
    ["generate", "log", "-o", "new.json", "--json"], ["verify", "p.json"],
    ["verify", "p.json", "--json"], ["diff", "docker", "p.json"], ["explain", "p.json", "read"],
    ["explain", "p.json", "--listing"], ["baseline"], ["baseline", "docker"], ["--help"],
    ["help", "observe"], ["--version"],
  ])
  func resultThatCannotBeWrittenIsAnError(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    #expect(try Command(["generate", "log", "-o", "p.json"], in: folder.url).status == 0)
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let command = try Command(arguments, in: folder.url, writingTo: full)
    #expect(command.status == 2)
    #expect(
      command.errors.hasSuffix(
        "standard output: error: cannot be written: No space left on device\n"))
  }

  @Test(arguments: [
    ["\u{1b}[31mx\n"], ["help", "\u{1b}[31mx\n"], ["try", "\u{1b}[31mx\n"],
    ["observe", "log", "--\u{1b}[31mx\n"], ["observe", "log", "--threads", "\u{1b}[31mx\n"],
    ["observe", "log", "--arch", "\u{1b}[31mx\n"], ["baseline", "--color=\u{1b}[31mx\n"],
    ["observe", "log", "--input-format", "\u{1b}[31mx\n"],
  ])
  func wrongCommandLineIsRepeatedEscaped(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let command = try Command(arguments, in: folder.url)
    #expect(command.status == 64)
    #expect(command.errors.contains(#"\u001b[31mx\n"#), "\(command.errors)")
    #expect(!command.errors.contains("\u{1b}"))
  }

  @Test func helpIsThereForCommandsOnly() throws {
    let folder = try TemporaryFolder()
    let overview = try Command(["help"], in: folder.url)
    let help = try Command(["help", "observe"], in: folder.url)
    #expect(overview.output == (try Command(["--help"], in: folder.url)).output)
    #expect(help.output == (try Command(["observe", "--help"], in: folder.url)).output)
    #expect(try Command(["help", "bogus"], in: folder.url).status == 64)
  }
}
