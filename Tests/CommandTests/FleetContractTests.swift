import Foundation
import TestSupport
import Testing

/// What engines for many machines rely on.
@Suite struct FleetContractTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func whittle(_ arguments: String..., input: String = "") throws -> Command {
    try Command(arguments, in: folder.url, input: input)
  }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder / name) }

  private func log(_ process: Int, calls: [String] = ["getpid()", "getuid()"]) -> String {
    calls.map { "\(process) \($0) = 1\n" }.joined()
      + "\(process) exit_group(0) = ?\n\(process) +++ exited with 0 +++\n"
  }

  // MARK: The law

  @Test func partsMakeTheSameBytesAsOneReading() throws {
    try folder.write(log(100), to: "web/run-1/log")
    try folder.write(log(200, calls: ["close(3)"]), to: "web/run-2/log")
    try folder.write("", to: "web/run-3/log")
    let whole = try whittle(
      "observe", "--trace-arch", "x86_64", "web/run-1", "web/run-2", "web/run-3", "-o", "whole.json"
    )
    #expect(whole.status == 1)
    for run in 1...3 {
      let part = try whittle(
        "observe", "--files-from", "-", "--trace-arch", "x86_64", "--compact", "-o",
        "part-\(run).json",
        input: "web/run-\(run)\n")
      #expect(part.status == (run == 3 ? 1 : 0), "\(part.errors)")
      #expect(try folder.contents(of: "part-\(run).json").filter { $0 == "\n" }.count == 1)
    }
    let orders = [[1, 2, 3], [3, 2, 1], [2, 1, 3, 2, 1]]
    for (index, order) in orders.enumerated() {
      // Associative as well: the first two are merged before.
      let names = order.map { "part-\($0).json" }
      _ = try whittle("observe", names[0], names[1], "-o", "pair-\(index).json")
      try folder.write(
        (["pair-\(index).json"] + names.dropFirst(2)).joined(separator: "\0"), to: "list")
      let merged = try whittle("observe", "--files-from", "list", "-o", "merged-\(index).json")
      #expect(merged.status == 1)
      #expect(try bytes("merged-\(index).json") == bytes("whole.json"))
    }
  }

  @Test func aPartOfNothingChangesNothing() throws {
    try folder.write(
      "type=SECCOMP msg=audit(1700000000.100:1): pid=7 comm=\"sh\" exe=\"/bin/sh\" sig=0 arch=c000003e syscall=39 compat=0 ip=0x1 code=0x7ffc0000\n",
      to: "audit.log")
    let nothing = try whittle(
      "observe", "--files-from", "-", "--comm", "nginx", "-o", "nothing.json", input: "audit.log")
    #expect(nothing.status == 0, "\(nothing.errors)")
    #expect(try whittle("observe", "audit.log", "-o", "all.json").status == 0)
    #expect(try whittle("observe", "all.json", "nothing.json", "-o", "both.json").status == 0)
    #expect(try bytes("both.json") == bytes("all.json"))
    let profile = try whittle("generate", "nothing.json", "-o", "p.json")
    #expect(profile.status == 2)
    #expect(profile.errors.contains("nothing.json: error: holds no run"))
  }

  @Test func compactFilesAreReadBackAndGiveTheUsualBytes() throws {
    try folder.write(log(100), to: "log")
    _ = try whittle("observe", "log", "-o", "usual.json")
    let compact = try whittle("observe", "log", "--json", "--compact", "-q")
    #expect(compact.output.filter { $0 == "\n" }.count == 1)
    try folder.write(compact.output, to: "compact.json")
    _ = try whittle("observe", "compact.json", "-o", "again.json")
    #expect(try bytes("again.json") == bytes("usual.json"))
    #expect(try whittle("observe", "log", "--compact").status == 64)
  }

  @Test func namesStartAtThePrefix() throws {
    try folder.write(log(100), to: "data/web/run-1/log")
    let inside = try Command(
      ["observe", "web/run-1", "-o", "\(folder.path)/inside.json"], in: folder / "data")
    #expect(inside.status == 0)
    let outside = try whittle("observe", "--prefix", "data", "web/run-1", "-o", "outside.json")
    #expect(outside.status == 0)
    #expect(try bytes("inside.json") == bytes("outside.json"))
  }

  // MARK: Parts of one log

  struct Cut: CustomTestStringConvertible {
    let names: [String]
    let compresses: Bool

    var testDescription: String { "\(names.count) parts\(compresses ? ", gzip'd" : "")" }
  }

  @Test(arguments: [
    Cut(names: ["part-8", "part-9", "part-10"], compresses: false),
    Cut(names: (1...40).map { "2026-11-28/part-\($0)" }, compresses: false),
    Cut(names: ["b-001.gz", "b-002.gz", "b-003.gz", "b-010.gz"], compresses: true),
  ])
  func partsOfOneLogAreTheWholeLog(_ cut: Cut) throws {
    // Calls whose halves stand far apart, and lines that are cut in the midst.
    var text = ""
    for step in 0..<50 {
      text += "100 read(3,  <unfinished ...>\n200 getpid() = \(step)\n"
      text += "100 <... read resumed>\"\", 4) = 0\n"
    }
    for process in [100, 200] {
      text += "\(process) exit_group(0) = ?\n\(process) +++ exited with 0 +++\n"
    }
    let whole = Array(text.utf8)
    try folder.write(whole, to: "web/run-1.strace")
    let length = whole.count / cut.names.count + 1
    for (index, name) in cut.names.enumerated() {
      let part = Array(whole[(index * length)..<min(whole.count, (index + 1) * length)])
      let path = cut.compresses ? String(name.dropLast(3)) : name
      try folder.write(part, to: "parts/\(path)")
      if cut.compresses {
        let gzip = try Command(
          ["parts/\(path)"], of: URL(filePath: "/usr/bin/gzip"), in: folder.url)
        #expect(gzip.status == 0)
      }
    }
    #expect(try whittle("observe", "web/run-1.strace", "-o", "whole.json").status == 0)
    let joined = try whittle(
      "observe", "--as-one-run", "web/run-1.strace", "parts", "-o", "joined.json")
    #expect(joined.status == 0, "\(joined.errors)")
    #expect(try bytes("joined.json") == bytes("whole.json"))
  }

  @Test func aPartThatIsCutIsALossOfTheRun() throws {
    let text = (0..<200).map { "100 getpid() = \($0)\n" }.joined()
    for name in ["1", "2"] {
      try folder.write(text, to: name)
      _ = try Command([name], of: URL(filePath: "/usr/bin/gzip"), in: folder.url)
    }
    let first = try bytes("1.gz")
    try folder.write(Array(first.dropLast(20)), to: "1.gz")
    let joined = try whittle("observe", "--as-one-run", "log", "1.gz", "2.gz", "-o", "part.json")
    #expect(joined.status == 1)
    #expect(joined.errors.contains("[truncated-file]"))
  }

  // MARK: The services of a node

  private func record(_ serial: Int, _ comm: String, _ exe: String, call: Int) -> String {
    "type=SYSCALL msg=audit(1700000000.100:\(serial)): arch=c000003e syscall=\(call) success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=\(serial) auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm=\(comm) exe=\(exe) subj=unconfined key=(null)\n"
  }

  @Test func anAuditLogIsDividedByItsPrograms() throws {
    let log =
      record(1, "\"nginx\"", "\"/usr/sbin/nginx\"", call: 39)
      + record(2, "\"nginx\"", "\"/usr/sbin/nginx (deleted)\"", call: 102)
      + record(3, "2E2E2F7368", "\"/bin/sh\"", call: 3)
      + record(4, "(null)", "(null)", call: 104)
    try folder.write(log, to: "node/audit.log")
    let divided = try whittle("observe", "--split-by", "exe", "node", "-o", "exe")
    #expect(divided.status == 0, "\(divided.errors)")
    #expect(
      try TemporaryFolderNames.of(folder / "exe") == [
        "%2Fbin%2Fsh.observations.json", "%2Fusr%2Fsbin%2Fnginx.observations.json",
        "%unassigned.observations.json",
      ])
    #expect(
      divided.errors.contains(
        "exe/%unassigned.observations.json: note: written, 1 call in 1 run, of which the log tells no exe"
      ))
    let nginx = try folder.contents(of: "exe/%2Fusr%2Fsbin%2Fnginx.observations.json")
    #expect(nginx.contains("\"getpid\": 1") && nginx.contains("\"getuid\": 1"))
    #expect(!nginx.contains("\"close\""))
    #expect(
      try whittle("observe", "--split-by", "comm", "node", "-o", "comm").status == 0)
    #expect(
      try TemporaryFolderNames.of(folder / "comm") == [
        "%2E.%2Fsh.observations.json", "%unassigned.observations.json", "nginx.observations.json",
      ])
    // The same as the selection by name.
    _ = try whittle("observe", "--comm", "nginx", "node", "-o", "nginx.json")
    #expect(try bytes("nginx.json") == bytes("comm/nginx.observations.json"))
    // What is there already is the same.
    #expect(try whittle("observe", "--split-by", "comm", "node", "-o", "comm").status == 0)
  }

  @Test func aLogOfMoreServicesThanANodeHasIsNotDivided() throws {
    let log = (0...4096).map { record($0, "\"x\($0)\"", "\"/bin/x\"", call: 39) }.joined()
    try folder.write(log, to: "node/audit.log")
    let divided = try whittle("observe", "--split-by", "comm", "node", "-o", "comm")
    #expect(divided.status == 2)
    #expect(divided.errors.contains("more than 4096 services by --split-by comm"))
    #expect(divided.errors.contains("--comm, --exe or --pid"))
    #expect(try whittle("observe", "--split-by", "exe", "node", "-o", "exe").status == 0)
  }

  @Test func enrichersTellContainers() throws {
    func line(_ container: String?, _ name: String, _ number: Int) -> String {
      "I0705 12:08:18.729660 1843190 enricher.go:69] log-enricher \"msg\"=\"audit\" "
        + (container.map { "\"container\"=\"\($0)\" " } ?? "")
        + "\"executable\"=\"/usr/bin/x\" \"pid\"=\(number) \"syscallID\"=\(number) \"syscallName\"=\"\(name)\" \"type\"=\"seccomp\"\n"
    }
    try folder.write(
      line("web", "getpid", 39) + line("db", "close", 3) + line(nil, "getuid", 102), to: "spo.log")
    // laurel's record of a process in a container, and of one that is in none.
    func event(_ serial: Int, _ call: Int, _ id: String?) -> String {
      "{\"ID\":\"1626611363.720:\(serial)\",\"SYSCALL\":{\"arch\":\"0xc000003e\",\"syscall\":\(call),\"success\":\"yes\",\"exit\":0,\"pid\":9634,\"comm\":\"x\",\"exe\":\"/usr/bin/x\",\"ARGV\":[\"0x0\"],\"PID\":{\"EVENT_ID\":\"1626611363.000:1\"\(id.map { ",\"container\":{\"id\":\"\($0)\"}" } ?? "")}}}\n"
    }
    try folder.write(
      event(1, 39, "8b1f") + event(2, 3, nil) + event(3, 102, "8b1f"), to: "laurel.log")
    for (log, names) in [
      ("spo.log", ["%unassigned", "db", "web"]), ("laurel.log", ["%unassigned", "8b1f"]),
    ] {
      let divided = try whittle(
        "observe", "--split-by", "container", "--trace-arch", "x86_64", log, "-o", "of-\(log)")
      #expect(divided.status == 0, "\(divided.errors)")
      #expect(
        try TemporaryFolderNames.of(folder / "of-\(log)")
          == names.map { "\($0).observations.json" })
    }
  }

  // MARK: Bad input

  struct Bad: CustomTestStringConvertible {
    let what: String
    var list: String?
    let arguments: [String]
    var status: Int32 = 2
    let message: String

    var testDescription: String { what }
  }

  @Test(arguments: [
    Bad(
      what: "an empty line", list: "log\n\nlog\n", arguments: ["--files-from", "list"],
      message: "list:2: error: is empty"),
    Bad(
      what: "an empty entry", list: "log\0\0log", arguments: ["--files-from", "list"],
      message: "list: entry 2: error: is empty"),
    Bad(
      what: "a name that is not there", list: "log\nno\u{1b}ne\n",
      arguments: ["--files-from", "list"],
      message: "list:2: error: names \"no\\u001bne\", which is not there"),
    Bad(
      what: "standard input in a list", list: "-\n", arguments: ["--files-from", "list"],
      message: "list:1: error: standard input does not stand in a list"),
    Bad(
      what: "an empty list", list: "", arguments: ["--files-from", "-"],
      message: "standard input: error: names no file"),
    Bad(
      what: "no list", arguments: ["--files-from", "none"], message: "none: error: cannot be read"),
    Bad(
      what: "a prefix that is not there", arguments: ["--prefix", "none", "log"],
      message: "none: error: cannot be entered"),
    Bad(
      what: "an absolute name behind a prefix", arguments: ["--prefix", ".", "/log"], status: 64,
      message: "/log does not start from the folder of --prefix"),
    Bad(
      what: "neither logs nor a list", arguments: [], status: 64, message: "--files-from"),
    Bad(
      what: "a part that is not there", arguments: ["--as-one-run", "x", "log", "none"],
      message: "none: error: cannot be opened"),
    Bad(
      what: "a division of strace's log", arguments: ["--split-by", "comm", "log", "-o", "out"],
      message: "log: error: is a log of the format \"strace\", whose lines tell no comm"),
    Bad(
      what: "a division without a folder", arguments: ["--split-by", "comm", "log"], status: 64,
      message: "--split-by goes with -o FOLDER"),
    Bad(
      what: "a division into a file", arguments: ["--split-by", "comm", "audit.log", "-o", "log"],
      message: "log: error: is no folder"),
    Bad(
      what: "a division of what is divided",
      arguments: ["--split-by", "comm", "o.json", "-o", "x"],
      message: "o.json: error: is an observation file, which tells no services"),
    Bad(
      what: "an unknown division", arguments: ["--split-by", "pod", "log", "-o", "x"], status: 64,
      message: "one of 'container', 'comm' or 'exe'"),
  ])
  func badInputIsToldWithItsPlace(_ bad: Bad) throws {
    try folder.write(log(100), to: "log")
    try folder.write(record(1, "\"sh\"", "\"/bin/sh\"", call: 39), to: "audit.log")
    _ = try whittle("observe", "log", "-o", "o.json")
    if let list = bad.list { try folder.write(list, to: "list") }
    let command = try Command(
      ["observe"] + bad.arguments, in: folder.url, input: bad.list ?? "")
    #expect(command.status == bad.status, "\(command.errors)")
    #expect(command.errors.contains(bad.message), "\(command.errors)")
  }

  @Test func partsThatAssumeDifferentMachinesAreRefused() throws {
    try folder.write(log(100), to: "a.log")
    try folder.write(log(200), to: "b.log")
    _ = try whittle("observe", "a.log", "-o", "a.json")
    // As a machine of another kind guesses.
    let (own, other) =
      try folder.contents(of: "a.json").contains("x86_64")
      ? ("x86_64", "aarch64") : ("aarch64", "x86_64")
    _ = try whittle("observe", "b.log", "-o", "own.json")
    try folder.write(
      folder.contents(of: "own.json").replacing("\"\(own)\"", with: "\"\(other)\""), to: "b.json")
    let merged = try whittle("observe", "a.json", "b.json", "-o", "both.json")
    #expect(merged.status == 2)
    #expect(
      merged.errors.contains("assumes that its log was recorded on \(other)"), "\(merged.errors)")
    #expect(merged.errors.contains("--trace-arch"))
    #expect(!FileManager.default.fileExists(atPath: (folder / "both.json").path))
    // What was said and not guessed is two machines, and no mistake.
    _ = try whittle("observe", "--trace-arch", other, "b.log", "-o", "told.json")
    #expect(try whittle("observe", "a.json", "told.json", "-o", "both.json").status == 0)
  }

  @Test func aKilledMapperLeavesNoPart() throws {
    let pipe = folder / "pipe"
    #expect(unsafe mkfifo(pipe.path, 0o600) == 0)
    let mapper = Process()
    mapper.executableURL = Command.built("whittle")
    mapper.arguments = ["observe", "pipe", "-o", "part.json"]
    mapper.currentDirectoryURL = folder.url
    try mapper.runWithoutBlockedSignals()
    let writer = try FileHandle(forWritingTo: pipe)
    try writer.write(contentsOf: Data(log(100).utf8))
    kill(mapper.processIdentifier, SIGKILL)
    mapper.waitUntilExit()
    try writer.close()
    #expect(try folder.names == ["pipe"])
  }
}

private enum TemporaryFolderNames {
  static func of(_ url: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}
