import Audit
import Logs
import Observations
import Strace
import TestSupport
import Testing
import Traces

/// Plain records are read word by word and by several threads, and all others in full. What is learned
/// must be what reading every line in full would teach.
@Suite struct AuditLanesTests {
  private static let logs =
    ["enriched.log.gz", "ausearch.log.gz"].map { "Tests/TracesTests/Samples/\($0)" }
    + [
      "traces/nginx/run-1.audit.gz", "traces/postgresql/run-2.audit.gz",
      "traces/redis/run-2.enriched.audit.gz", "traces/python/run-2.clone3.audit.gz",
      "traces/mixed/companions.audit.gz",
    ]

  /// The first lines of each.
  private static let texts = logs.map { log in
    let lines = SampledLog.bytes(of: log)
      .split(separator: .newline, omittingEmptySubsequences: false)
    return lines.prefix(1000).map { Array($0) }
  }

  @Test(arguments: logs.indices) func samplesAreReadAsInFull(log: Int) throws {
    try BothLanes(bytes(Self.texts[log]), .audit)
      .agree(on: [.init(blockSize: 1 << 18, threads: 2), .init(blockSize: 2, threads: 1)])
  }

  @Test(arguments: 0..<60) func damagedLogsAreReadAsInFull(seed: Int) throws {
    var generator = Seeded(UInt64(seed))
    let text = Self.texts[seed % Self.texts.count]
    let start = Int.random(in: 0...max(0, text.count - 60), using: &generator)
    var lines = Array(text.dropFirst(start).prefix(60))
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      AuditDamage.allCases.randomElement(using: &generator)!
        .apply(to: &lines, at: lines.indices.randomElement(using: &generator)!, using: &generator)
    }
    try BothLanes(bytes(lines), .audit)
      .agree(on: [.random(using: &generator), .random(using: &generator)])
  }

  /// One process, or those of one program; the calls of all others are only counted.
  @Test(arguments: 0..<80) func selectedCallsAreReadAsInFull(seed: Int) throws {
    var generator = Seeded(UInt64(seed) + 2000)
    let text = Self.texts[seed % Self.texts.count]
    let start = Int.random(in: 0...max(0, text.count - 100), using: &generator)
    var lines = Array(text.dropFirst(start).prefix(100))
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      AuditDamage.allCases.randomElement(using: &generator)!
        .apply(to: &lines, at: lines.indices.randomElement(using: &generator)!, using: &generator)
    }
    let line = String(decoding: lines.randomElement(using: &generator)!, as: UTF8.self)
    func value(_ field: String) -> String? {
      line.split(separator: " ").first { $0.hasPrefix(field) }
        .map { $0.dropFirst(field.count).filter { $0 != "\"" } }
    }
    let selection = [
      Selection(processes: [value("pid=").flatMap { UInt32($0) } ?? 7]),
      Selection(commands: [value("comm=") ?? "x"]),
      Selection(executables: [value("exe=") ?? "/x"]),
      Selection(commands: [value("comm=") ?? "x"], executables: [value("exe=") ?? "/x"]),
    ].randomElement(using: &generator)!
    try BothLanes(bytes(lines), .audit, selecting: selection)
      .agree(on: [.random(using: &generator)])
  }

  /// The kernel prints registers in lower case.
  @Test(arguments: ["a0=1F a1=1", "a0=2 a1=80A1"])
  func registersInUpperCaseAreReadAsInFull(registers: String) throws {
    let lines = [registers.lowercased(), registers].enumerated().map { serial, registers in
      "type=SYSCALL msg=audit(1795303876.984:\(serial)): arch=c000003e syscall=41 success=yes exit=3 "
        + "\(registers) a2=0 a3=0 items=0 ppid=1 pid=7 key=(null)"
    }
    try BothLanes(bytes(lines.map { Array($0.utf8) }), .audit)
      .agree(on: [Cutting(blockSize: 1 << 18, threads: 1)])
  }

  /// What stands behind a number may change with each line, for longer than there are places to keep it in.
  @Test func numbersBeforeChangingTextsAreCounted() throws {
    let count = 1 << 16 + 1
    let lines = (0..<count).map { serial in
      "type=SECCOMP msg=audit(1795303876.984:\(serial)): auid=0 uid=0 gid=0 ses=1 pid=7 comm=\"x\" exe=\"/x\" sig=0 "
        + "arch=c000003e syscall=41 \(["a", "b"][serial % 2])= compat=0 ip=0x4 code=0x7ffc0000"
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes(lines.map { Array($0.utf8) }), to: "log")
    var options = TraceOptions()
    options.threads = 1
    let run = try #require(TraceSet(reading: [path], options: options).observations.runs.first)
    #expect(run.observations.map(\.count) == [count])
  }

  private func bytes(_ lines: [[UInt8]]) -> [UInt8] {
    Array(lines.joined(separator: [.newline])) + [.newline]
  }
}

/// One kind of change to a log.
private enum AuditDamage: CaseIterable {
  case dropsByte, replacesByte, insertsText, cuts, merges, breaks, repeats, drops, moves
  case changesField, dropsField, insertsLine

  func apply(to lines: inout [[UInt8]], at index: Int, using generator: inout Seeded) {
    let line = lines[index]
    let place = line.isEmpty ? 0 : Int.random(in: 0..<line.count, using: &generator)
    switch self {
    case .dropsByte:
      if !line.isEmpty { lines[index].remove(at: place) }
    case .replacesByte:
      if !line.isEmpty { lines[index][place] = .random(in: 0...255, using: &generator) }
    case .insertsText:
      lines[index].insert(contentsOf: Self.pick(Self.texts, &generator), at: place)
    case .cuts:
      lines[index].removeSubrange(place...)
    case .merges:
      if index + 1 < lines.count { lines[index] += lines.remove(at: index + 1) }
    case .breaks:
      lines[index].removeSubrange(place...)
      lines.insert(Array(line[place...]), at: index + 1)
    case .repeats:
      lines.insert(line, at: index)
    case .drops:
      if lines.count > 1 { lines.remove(at: index) }
    case .moves:
      lines.remove(at: index)
      lines.insert(line, at: .random(in: 0...lines.count, using: &generator))
    case .changesField:
      var fields = line.split(separator: .space, omittingEmptySubsequences: false).map { Array($0) }
      fields[fields.indices.randomElement(using: &generator)!] = Self.pick(Self.fields, &generator)
      lines[index] = Array(fields.joined(separator: [.space]))
    case .dropsField:
      var fields = line.split(separator: .space, omittingEmptySubsequences: false).map { Array($0) }
      fields.remove(at: fields.indices.randomElement(using: &generator)!)
      lines[index] = Array(fields.joined(separator: [.space]))
    case .insertsLine:
      lines.insert(Self.pick(Self.events, &generator), at: index)
    }
  }

  private static func pick(_ texts: [String], _ generator: inout Seeded) -> [UInt8] {
    Array(texts.randomElement(using: &generator)!.utf8)
  }

  private static let texts = [
    " ", "  ", "=", "\"", "'", "(", ")", ":", "\u{0}", "\u{1d}", "\r", "\t", "\u{1b}", "audit(",
    " msg=audit(", " type=SYSCALL msg=audit(1795303876.984:7): arch=c000003e syscall=59", "\u{e4}",
    " audit: type=1300 audit(1795300126.328:3): arch=c000003e syscall=1", "pid=7 ", " syscall=169 ",
    " success=no exit=-38 ", " a0=10 ", "0", "x",
  ]

  private static let fields = [
    "arch=c000003e", "arch=40000003", "arch=c00000b7", "arch=C000003E", "arch=c000003", "arch=14",
    "syscall=59", "syscall=56", "syscall=41", "syscall=1023", "syscall=1024", "syscall=-1",
    "syscall=0", "syscall=00", "syscall=1073741883", "syscall=", "per=400000", "success=yes",
    "success=no", "success=maybe", "exit=0", "exit=-2", "exit=-134", "exit=-135", "exit=-4095",
    "exit=-4096", "exit=-2x", "exit=EPERM", "a0=10000000000000000", "a0=g", "a0=", "a0=FF", "a1=AF",
    "a2=80A1FF",
    "a0=ffffffffffffffff", "items=0", "ppid=1", "pid=7", "pid=-1", "pid=4294967295",
    "pid=4294967296", "pid=18446744073709551616", "pid=", "comm=\"a b\"", "comm=6120", "comm=\"",
    "comm='x'", "exe=\"/x\"", "exe=(null)", "exe=\"/a pid=9\"", "sig=31", "compat=1", "ip=0x1",
    "code=0x7ffc0000", "code=0x7ff00000", "code=0x7fc00000", "code=0x80000000", "code=0x0",
    "code=0x50001", "code=7ffc0000", "code=0x7ffc0000AUID=\"unset\"", "subj=unconfined",
    "subj=docker-default (enforce)", "subj=docker-default (audit(", "key=(null)", "type=SYSCALL",
    "type=SECCOMP", "type=PATH", "type=USER_CMD", "type=1300", "node=vm", "auid=0", "",
    "msg=audit(1795303876.984:7):", "msg=audit(1795303876.984:18446744073709551615):",
    "msg=audit(1795303876.98:7):", "msg=audit(0000000001.000:7):", "msg=audit(179530387.984:7):",
    "msg=audit(1795303876.984:1234567890123456):", "msg=audit(11/21/26 23:31:16.984:7):",
  ]

  private static let events = [
    "", "----", "time->Sat Nov 21 23:42:07 2026", "hello, world", "type=SYSCALL", "typ",
    "type=DAEMON_END msg=audit(1795303876.984:9): op=terminate auid=0 pid=1 res=success",
    "type=DAEMON_ROTATE msg=audit(1795303876.984:9): op=rotate",
    "type=CONFIG_CHANGE msg=audit(1795303876.984:9): op=remove_rule key=\"x\" list=4 res=1",
    "type=CONFIG_CHANGE msg=audit(1795303876.984:9): op=set audit_enabled=0 old=1 res=1",
    "type=EOE msg=audit(1795303876.984:9): ", "type=EOE msg=audit(1795303876.984:9):",
    "type=SYSCALL msg=audit(11/21/26 23:31:16.984:8) : arch=x86_64 syscall=read success=yes",
    "node=vm type=SYSCALL msg=audit(1795303876.984:9): arch=c000003e syscall=1 success=yes exit=1 "
      + "a0=1 a1=1 a2=1 a3=1 items=0 ppid=1 pid=1 key=(null)",
    "type=SECCOMP msg=audit(1795303876.984:9): auid=0 uid=0 gid=0 ses=1 pid=7 comm=\"x\" "
      + "exe=\"/x\" sig=0 arch=c000003e syscall=1 compat=0 ip=0x1 code=0x7ffc0000",
    "type=SYSCALL msg=audit(1795303876.984:10): arch=c000003e syscall=1 success=yes exit=1 a0=1 "
      + "a1=1 a2=1 a3=1 items=0 ppid=1 pid=7 comm=\"auditctl\" exe=\"/x\" key=(null)",
    "Nov 21 23:42:07 vm kernel: audit: type=1300 audit(1795300126.328:2): arch=c000003e syscall=1 "
      + "success=yes exit=1 a0=1 a1=1 a2=1 a3=1 items=0 ppid=1 pid=7",
    "audit: audit_lost=17 audit_rate_limit=0 audit_backlog_limit=64",
  ]
}
