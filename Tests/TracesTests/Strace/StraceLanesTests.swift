import Audit
import Logs
import Observations
import Strace
import Syscalls
import TestSupport
import Testing
import Traces

/// Plain lines are read word by word and by several threads, and all others in full. What is learned
/// must be what reading every line in full would teach.
@Suite struct StraceLanesTests {
  private static let logs =
    ["modes.log.gz", "numbers.log", "quiet.log", "terminal.log"].map {
      "Tests/TracesTests/Samples/strace-\($0)"
    }
    + ["batch", "go", "java", "nginx", "node", "postgresql", "python", "redis", "swift"].map {
      "traces/\($0)/run-1.strace.gz"
    } + ["traces/postgresql/run-2.strace.gz", "traces/mixed/ttt.strace.gz"]

  /// The first lines of each.
  private static let texts = logs.map { log in
    let lines = SampledLog.bytes(of: log)
      .split(separator: .newline, omittingEmptySubsequences: false)
    return StraceText(lines: lines.prefix(1000).map { Array($0) })
  }

  @Test(arguments: logs.indices) func samplesAreReadAsInFull(log: Int) throws {
    try BothLanes(Self.texts[log].bytes).agree(on: [.init(blockSize: 1 << 18, threads: 2)])
  }

  /// What most lines of logs look like is not read in full.
  @Test(arguments: [
    "getuid() = 0", "77 getuid() = 0", "77    getuid()                     = 0",
    "77 1795322311.813948 brk(NULL)       = 0x56137b93a000 <0.000015>",
    "23:04:14.171643 close(3) = 0", #"77 read(5</etc/passwd>, "x", 1) = 1 <0.000015>"#,
    #"77 write(5<socket:[1335271]>, "2: \"word) = 6\n", 10 <unfinished ...>"#,
    "77 <... pselect6 resumed>) = 1 (in [4], left {tv_sec=0, tv_nsec=999998970}) <0.000032>",
    "77 read(4<TCP:[127.0.0.1:80->127.0.0.1:5]>, \"\", 1) = -1 EAGAIN (Try again) <0.000015>",
    "77 fcntl(3</a b>, F_SETFD, FD_CLOEXEC) = 0", "77 pause() = ? ERESTARTNOHAND (x)",
    "77 stat(\"/x\", {st_rdev=makedev(0x1, 0x3), ...} /* 12 fields */) = 0",
  ])
  func lineIsPlain(line: String) {
    let bytes = Array("\(line)\n".utf8)
    let block = LineBlock(size: bytes.count)
    block.bytes.replaceSubrange(..<bytes.count, with: bytes)
    block.end(at: bytes.count)
    let plain = PlainLines(CallSignatures(), assuming: .x86_64)
    plain.prepare(block)
    #expect(plain.lines.count { $0.isA(.other, []) } == 0)
  }

  /// Each of these taught something else as a plain line, after lines that made its process plain.
  @Test(arguments: [
    // A line that is read in full and tells nothing of its process.
    "77 read(3,  <unfinished ...>\n77 --- SIGCHLD {si_signo=SIGCHLD} ---",
    "78 [ Process PID=78 runs in 64 bit mode. ]\n78 getpid() = 78",
    // The end of a call in a line that was cut, in a log whose other lines have numbers.
    "77 read(3,  <unfinished ...>\n78 getuid() = 0\n<... read resumed>\"x",
    "77 read(3,  <unfinished ...>\n77 --- SIGSYS {si_syscall=__NR_x} ---\n78 brk(0) = 0\n"
      + "<... read resumed>\"x",
    // Quotes that begin no string.
    #"77 getpid() = 0 "x (INJECTED)" <0.1>"#, #"77 getpid() = 3</a"> (INJECTED)"#,
    #"77 read(3</a"b>, "c>) = 5") = -1 EPERM (Operation not permitted)"#,
    #"77 getpid() = -1 EPERM (a "b)"# + "\n" + #"77 getpid() = -1 EPERM (a "b) <0.1>"#,
    #"77 getpid() = 3</a "x (INJECTED)">"# + "\n" + #"77 getpid() = 3</a "x (INJECTED)"> <0.1>"#,
    "77 getpid() = -1 EPERM (x) (INJECTED) <0.1>\n77 getpid() = -1 EPERM (x) (INJECTED)",
    // A time without a result, and results that are cut, or not the last.
    "77 getpid() = <0.1>", "77 getpid() = -1 <0.1>", "77 getpid() = -1 EPERM (x <0.1>",
    "77 getpid() = 3</a> <0.1> <0.1>", "77 getpid() = 3 (x) 77 getuid() = 0",
    "77 getpid() = -1 EPERM (x\u{0}y)", "77 getpid() = 0x1 (x)\n77 +++ killed by SIGSYS +++",
    "77 getpid() = 39 (x)\n77 +++ killed by SIGSYS +++",
    // A blank where no number is.
    " getpid() = 7", "  77 getpid() = 7",
    // Brackets that are none, or do not end there.
    "77 read(4<TCP:[a->b) = 5]>) = -1 EPERM (Operation not permitted)",
    "77 ioctl(3 <a,b>, TCGETS) = 0", "77 fcntl(3, F_GETFD<unix>) = 0",
    // Numbers that are not written as strace writes them.
    "77 getpid() = 99999999999999999999999", "77 getpid() = 00x27\n77 +++ killed by SIGSYS +++",
    "77 getpid() = 000000039\n77 +++ killed by SIGSYS +++",
  ])
  func lineIsReadAsInFull(lines: String) throws {
    let before = ["getpid() = 7", "ioctl(3, TCGETS) = 0", "fcntl(3, F_GETFD) = 0", "read(3) = 0"]
    let log = "77 brk(NULL) = 0x5617df99d000\n" + before.map { "77 \($0)\n" }.joined()
    try BothLanes(Array((log + lines + "\n").utf8))
      .agree(on: [Cutting(blockSize: 1 << 18, threads: 1), Cutting(blockSize: 2, threads: 3)])
  }

  /// What comes of the first call of a process, whose second half plain lines may tell.
  @Test(arguments: [
    "78 <... getpid resumed>) = 78\n78 getuid() = 0", "78 +++ exited with 0 +++",
    "78 <... getpid resumed>) = 39\n78 +++ killed by SIGSYS +++", "78 getuid() = 0",
    "78 <... getuid resumed>) = 0\n78 <... getpid resumed>) = 78",
    "78 <... getpid resumed>\"x\n78 getuid() = 0", "<... getpid resumed>) = 78", "",
    "78 --- SIGSYS {si_syscall=__NR_getpid} ---\n78 <... getpid resumed>) = 39",
  ])
  func firstCallIsReadAsInFull(lines: String) throws {
    let log =
      "77 brk(NULL) = 0x5617df99d000\n77 getpid() = 77\n77 getuid() = 0\n"
      + "77 clone(child_stack=NULL, flags=SIGCHLD) = 78\n78 getpid( <unfinished ...>\n77 getpid() = 77\n"
    try BothLanes(Array((log + lines + "\n").utf8))
      .agree(on: [Cutting(blockSize: 1 << 18, threads: 1), Cutting(blockSize: 2, threads: 3)])
  }

  /// `strace -ff` writes no numbers, but a file for each process.
  @Test(arguments: 0..<20) func filesOfProcessesAreReadAsInFull(seed: UInt64) throws {
    var generator = Seeded(seed)
    var text = Self.texts.randomElement(using: &generator)!.excerpt(160, using: &generator)
    for _ in 0..<Int.random(in: 0...10, using: &generator) {
      StraceDamage.allCases.randomElement(using: &generator)!.apply(
        to: &text, at: .random(in: 0..<text.lines.count, using: &generator), using: &generator)
    }
    var files: [String: [UInt8]] = [:]
    for line in text.lines {
      let prefix = LinePrefix(of: line.span)
      files["log.\(prefix.process ?? 1)", default: []] += line[prefix.end...] + [.newline]
    }
    try BothLanes(files).agree(on: [.random(using: &generator)])
  }

  /// As on a terminal, where lines have no number, one in brackets or a bare one.
  @Test(arguments: 0..<40) func logsWithFewNumbersAreReadAsInFull(seed: UInt64) throws {
    var generator = Seeded(seed)
    var text = Self.texts.randomElement(using: &generator)!.excerpt(160, using: &generator)
    let second = Int.random(in: 0..<text.lines.count, using: &generator)
    for (index, line) in text.lines.enumerated() {
      let prefix = LinePrefix(of: line.span)
      let isFirst = index < second || Int.random(in: 0..<4, using: &generator) == 0
      text.lines[index] =
        Array((isFirst ? "" : "[pid \(prefix.process ?? 1)] ").utf8)
        + line[prefix.end...]
    }
    for _ in 0..<Int.random(in: 0...10, using: &generator) {
      StraceDamage.allCases.randomElement(using: &generator)!.apply(
        to: &text, at: .random(in: 0..<text.lines.count, using: &generator), using: &generator)
    }
    try BothLanes(text.bytes).agree(on: [.random(using: &generator)])
  }

  /// One process, or those of one program; the calls of all others are only counted.
  @Test(arguments: 0..<80) func selectedProcessesAreReadAsInFull(seed: UInt64) throws {
    var generator = Seeded(seed + 2000)
    var text = Self.texts.randomElement(using: &generator)!
      .excerpt(.random(in: 100...800, using: &generator), using: &generator)
    for _ in 0..<Int.random(in: 0...10, using: &generator) {
      StraceDamage.allCases.randomElement(using: &generator)!.apply(
        to: &text, at: .random(in: 0..<text.lines.count, using: &generator), using: &generator)
    }
    let processes = text.lines.compactMap { LinePrefix(of: $0.span).process }
    let program = ["/usr/bin/sort", "/usr/sbin/nginx", "/bin/sh", "/usr/bin/cut"]
      .randomElement(using: &generator)!
    let selection = [
      Selection(processes: Array(processes.shuffled(using: &generator).prefix(2))),
      Selection(commands: [program.split(separator: "/").last.map(String.init) ?? ""]),
      Selection(executables: [program]),
    ].randomElement(using: &generator)!
    try BothLanes(text.bytes, selecting: selection).agree(on: [.random(using: &generator)])
  }

  @Test(arguments: StraceDamage.allCases, 0..<3)
  func damageOfOneKindIsReadAsInFull(damage: StraceDamage, seed: UInt64) throws {
    var generator = Seeded(seed)
    var text = Self.texts.randomElement(using: &generator)!.excerpt(160, using: &generator)
    for _ in 0..<Int.random(in: 1...30, using: &generator) {
      damage.apply(
        to: &text, at: .random(in: 0..<text.lines.count, using: &generator), using: &generator)
    }
    try BothLanes(text.bytes).agree(on: [.random(using: &generator)])
  }

  @Test(arguments: 0..<40) func anyDamageIsReadAsInFull(seed: UInt64) throws {
    var generator = Seeded(seed + 1000)
    var text = Self.texts.randomElement(using: &generator)!.excerpt(160, using: &generator)
    for _ in 0..<Int.random(in: 1...60, using: &generator) {
      StraceDamage.allCases.randomElement(using: &generator)!.apply(
        to: &text, at: .random(in: 0..<text.lines.count, using: &generator), using: &generator)
    }
    let architecture: Architecture =
      [.x86_64, .x86_64, .x86, .aarch64, .x32].randomElement(using: &generator)!
    try BothLanes(text.bytes, assuming: architecture)
      .agree(on: [.random(using: &generator), .random(using: &generator)])
  }
}
