import Foundation
import TestSupport
import Testing

extension Tag {
  /// Needs pyspark.
  @Tag static var spark: Self
}

/// A Python that has pyspark.
private enum Spark {
  static let python = "/opt/pyspark/bin/python"
}

/// `scripts/fleet` on Spark: with executors of their own where they matter, else in one process.
@Suite(
  .tags(.spark), .serialized, .timeLimit(.minutes(10)),
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: Spark.python),
    "\(Spark.python) is not there: .ci/run makes it, with pyspark"))
struct FleetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// - Parameter executors: the Python of the executors.
  private func fleet(
    _ root: String, master: String = "local[2]", whittle: String = Command.built("whittle").path,
    executors: String = Spark.python, _ more: String...
  ) throws -> Command {
    let script = Command.package.appending(path: "scripts/fleet").path
    return try Command(
      [
        "PYSPARK_PYTHON=\(executors)", Spark.python, script, root, "out", "--whittle", whittle,
        "--master", master, "--bytes-per-task", "1K", "--conf", "spark.ui.enabled=false",
      ] + more, of: URL(filePath: "/usr/bin/env"), in: folder.url)
  }

  private func log(_ process: Int, _ call: String) -> String {
    "\(process) \(call) = 0\n\(process) exit_group(0) = ?\n\(process) +++ exited with 0 +++\n"
  }

  /// Two services: one whole, one with a log that is empty, one that is cut, and one twice.
  private func writeLogs() throws {
    for run in 1...12 {
      try folder.write(log(1000 + run, "close(\(run))"), to: "logs/api/run-\(run)/strace.log")
    }
    for run in 1...6 { try folder.write(log(2000 + run, "getpid()"), to: "logs/web/run-\(run)") }
    try folder.write("", to: "logs/web/run-7")
    try folder.write((1...500).map { log(3000 + $0, "getuid()") }.joined(), to: "logs/web/run-8")
    _ = try Command(["logs/web/run-8"], of: URL(filePath: "/usr/bin/gzip"), in: folder.url)
    let compressed = try Data(contentsOf: folder / "logs/web/run-8.gz")
    try folder.write(Array(compressed.dropLast(30)), to: "logs/web/run-8.gz")
    try folder.write(log(2001, "getpid()"), to: "logs/web/run-9")
    try FileManager.default.createDirectory(
      at: folder / "logs/web/run-of-nothing", withIntermediateDirectories: true)
  }

  private func expectBytesOfOneReading(_ service: String, status: Int32) throws {
    let runs = try FileManager.default.contentsOfDirectory(
      atPath: (folder / "logs/\(service)").path)
    let one = try Command(
      ["observe", "--prefix", "logs", "--files-from", "-", "-o", "one-\(service).json"],
      in: folder.url, input: runs.map { "\(service)/\($0)\n" }.joined())
    #expect(one.status == status, "\(one.errors)")
    #expect(
      try folder.contents(of: "one-\(service).json")
        == folder.contents(of: "out/\(service).observations.json"))
  }

  /// A whittle that does something else once, on an executor.
  private func program(doing what: String) throws -> String {
    try executable(
      """
      #!/bin/sh
      if [ "$1" = observe ] && mkdir "\(folder.path)/once" 2>/dev/null; then
        \(what)
      fi
      exec "\(Command.built("whittle").path)" "$@"

      """)
  }

  /// The path of a file of that content which can be executed.
  private func executable(_ content: String) throws -> String {
    try folder.write(content, to: "program")
    let path = (folder / "program").path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test func executorsThatAreKilledAndLogsThatAreLostChangeNoByte() throws {
    try writeLogs()
    // The mapper ends the executor that it runs on.
    let program = try program(
      doing: """
        process=$PPID
        until tr '\\0' ' ' <"/proc/$process/cmdline" | grep -q CoarseGrainedExecutorBackend; do
          process=$(cut -d ' ' -f 4 "/proc/$process/stat")
        done
        kill -9 "$process"
        """)
    let job = try fleet("logs", master: "local-cluster[2,1,1024]", whittle: program)
    #expect(job.status == 1, "\(job.errors)")
    #expect(FileManager.default.fileExists(atPath: (folder / "once").path))
    try expectBytesOfOneReading("api", status: 0)
    try expectBytesOfOneReading("web", status: 1)
    #expect(job.output == "api: 12 runs, api.json\nweb: 7 runs, no profile\n")
    #expect(job.errors.contains("web: web/run-7:1: error: 2 unreadable files"), "\(job.errors)")
    #expect(job.errors.contains("[truncated-file]"))
    let report = try folder.contents(of: "out/fleet-report.json")
    #expect(report.contains("\"status\": 1"))
  }

  @Test func aMapperThatFailsIsNotSwallowed() throws {
    try writeLogs()
    // It fails as whittle does where it cannot go on, and as a program that is killed.
    for (what, told) in [("exit 2", "exited with 2"), ("kill -9 $$", "exited with -9")] {
      try? FileManager.default.removeItem(at: folder / "once")
      let job = try fleet("logs", whittle: try program(doing: what))
      #expect(job.status == 2, "\(job.errors)")
      #expect(job.errors.contains("fleet: executor"), "\(job.errors)")
      #expect(job.errors.contains("whittle observe \(told)"), "\(job.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: (folder / "out").path).isEmpty)
    }
  }

  struct Unfit: CustomTestStringConvertible {
    let what: String
    /// Before Python starts.
    var before = ""
    /// What starts Python.
    var through = ""
    let message: String

    var testDescription: String { what }
  }

  @Test(arguments: [
    // uname(2) tells it the name of another machine; setarch(8).
    Unfit(
      what: "of another architecture", through: "setarch linux32",
      message: "whittle is a program for \(machine); all executors have to be of one architecture"),
    Unfit(
      what: "without the program", before: "find spark -name whittle -delete",
      message: "whittle is not there; it was sent with the job, so look at the executor's log"),
  ])
  func anExecutorThatCannotRunTheProgramIsNotSwallowed(_ executor: Unfit) throws {
    try writeLogs()
    let python = try executable(
      """
      #!/bin/sh
      cd '\(folder.path)' && \(executor.before.isEmpty ? ":" : executor.before)
      exec \(executor.through) \(Spark.python) "$@"

      """)
    let job = try fleet(
      "logs", executors: python, "--conf", "spark.local.dir=\(folder.path)/spark")
    #expect(job.status == 2, "\(job.errors)")
    #expect(job.errors.contains("fleet: executor "), "\(job.errors)")
    #expect(job.errors.contains(executor.message), "\(job.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: (folder / "out").path).isEmpty)
  }

  private static var machine: String {
    #if arch(arm64)
      "aarch64"
    #else
      "x86_64"
    #endif
  }

  /// Another FileSystem of Hadoop's than the local one: the files come through Java.
  @Test func logsThatComeThroughHadoopGiveTheSameBytes() throws {
    try writeLogs()
    try FileManager.default.removeItem(at: folder / "logs/web/run-of-nothing")
    try FileManager.default.createDirectory(
      at: folder / "logs/api/run-of-nothing", withIntermediateDirectories: true)
    try folder.write(log(2010, "getpgrp()"), to: "logs/web/run [10]/a{b}.log")
    let mount = "spark.hadoop.fs.viewfs.mounttable.fleet.link./staging=file://\(folder.path)/logs"
    let job = try fleet("viewfs://fleet/staging", "--conf", mount)
    #expect(job.status == 1, "\(job.errors)")
    #expect(job.errors.contains("api/run-of-nothing: error: is a run without files"))
    try FileManager.default.removeItem(at: folder / "logs/api/run-of-nothing")
    try expectBytesOfOneReading("api", status: 0)
    try expectBytesOfOneReading("web", status: 1)
  }

  @Test func whatIsAmissAtTheRootIsTold() throws {
    try folder.write(log(1, "close(3)"), to: "logs/api/run-1")
    try folder.write(log(1, "close(3)"), to: "logs/web/run-1")
    try folder.write("x", to: "logs/notes.txt")
    try FileManager.default.createDirectory(
      at: folder / "logs/idle", withIntermediateDirectories: true)
    let job = try fleet("logs", "--no-profiles")
    #expect(job.status == 1)
    for message in [
      "idle: error: is a service without runs", "logs/notes.txt: error: stands beside the services",
      "is a run of api as well, so that one log stands in two services",
    ] {
      #expect(job.errors.contains(message), "\(message): \(job.errors)")
    }
  }

  struct Bad: CustomTestStringConvertible {
    let what: String
    let root: String
    var whittle = Command.built("whittle").path
    var more: [String] = []
    var status: Int32 = 2
    let message: String

    var testDescription: String { what }
  }

  @Test(arguments: [
    Bad(what: "no root", root: "none", message: "fleet: none: no such folder"),
    Bad(what: "an empty root", root: "empty", message: "fleet: empty: holds no runs"),
    Bad(
      what: "a driver without memory", root: "empty", more: ["--driver-memory", "300m"],
      message: "fleet: the driver ran out of memory"),
    Bad(
      what: "no program", root: "empty", whittle: "none", message: "fleet: none: no such program"),
    Bad(
      what: "a program that does not run", root: "empty", whittle: "/etc/passwd",
      message: "fleet: /etc/passwd: does not run on the driver"),
    Bad(
      what: "a program of another machine", root: "empty", whittle: "./foreign",
      message: "fleet: ./foreign: does not run on the driver"),
    Bad(
      what: "no number of bytes", root: "empty", more: ["--bytes-per-task", "x"], status: 64,
      message: "takes a number of bytes"),
  ])
  func badInputIsToldWithItsCause(_ bad: Bad) throws {
    try FileManager.default.createDirectory(at: folder / "empty", withIntermediateDirectories: true)
    // EM_S390, which orders bytes the other way round.
    let header: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 2, 1] + Array(repeating: 0, count: 9)
    try folder.write(header + [0, 2, 0, 22] + Array(repeating: 0, count: 44), to: "foreign")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: (folder / "foreign").path)
    let script = Command.package.appending(path: "scripts/fleet").path
    let job = try Command(
      [
        script, bad.root, "out", "--whittle", bad.whittle, "--master",
        "local[1]",
      ] + bad.more, of: URL(filePath: Spark.python), in: folder.url)
    #expect(job.status == bad.status, "\(job.errors)")
    #expect(job.errors.contains(bad.message), "\(job.errors)")
    #expect(!job.errors.contains("Traceback"))
  }
}
