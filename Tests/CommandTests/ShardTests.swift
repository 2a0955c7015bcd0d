import Foundation
import TestSupport
import Testing

/// The scripts of the Kubernetes Job, as the page *Fleets* has them.
@Suite struct ShardTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let page = try String(
      contentsOf: Command.package.appending(path: "Sources/whittle/whittle.docc/Fleets.md"),
      encoding: .utf8)
    for name in ["shard", "reduce"] {
      let start = try #require(page.range(of: "#!/bin/sh\n# \(name): "))
      let end = try #require(page[start.lowerBound...].range(of: "```"))
      try folder.write(String(page[start.lowerBound..<end.lowerBound]), to: name)
    }
    try FileManager.default.createSymbolicLink(
      at: folder / "whittle", withDestinationURL: Command.built("whittle"))
    try FileManager.default.createDirectory(
      at: folder / "parts", withIntermediateDirectories: true)
  }

  private func run(_ script: String, _ environment: String...) throws -> Command {
    try Command(
      [
        "PATH=\(folder.path):/usr/bin:/bin", "LOGS=\(folder.path)/logs",
        "PARTS=\(folder.path)/parts", "OUT=\(folder.path)/out", "SHARDS=4",
      ] + environment + ["sh", (folder / script).path], of: URL(filePath: "/usr/bin/env"),
      in: folder.url)
  }

  @Test func shardsMakeTheBytesOfOneReading() throws {
    for run in 1...9 {
      let log =
        "\(run) close(\(run)) = 0\n\(run) exit_group(0) = ?\n\(run) +++ exited with 0 +++\n"
      try folder.write(log, to: "logs/\(run % 2 == 0 ? "api" : "web")/run-\(run)/strace.log")
    }
    try folder.write("", to: "logs/web/run-empty/strace.log")
    // The third shard runs twice.
    for index in [2, 0, 3, 2] {
      let shard = try run("shard", "JOB_COMPLETION_INDEX=\(index)")
      #expect(shard.status == 0, "\(shard.errors)")
    }
    let early = try run("reduce")
    #expect(early.status == 2)
    #expect(early.errors == "reduce: shard 1 is not complete\n")
    #expect(try run("shard", "JOB_COMPLETION_INDEX=1").status == 0)
    let reduced = try run("reduce")
    #expect(reduced.status == 1, "\(reduced.errors)")
    #expect(reduced.errors.contains("web/run-empty"))
    for service in ["api", "web"] {
      let runs = try FileManager.default.contentsOfDirectory(
        atPath: (folder / "logs/\(service)").path)
      let one = try Command(
        ["observe", "--prefix", "logs", "-o", "\(service).json"]
          + runs.map { "\(service)/\($0)" }, in: folder.url)
      #expect(one.status == (service == "web" ? 1 : 0), "\(one.errors)")
      #expect(
        try folder.contents(of: "\(service).json")
          == folder.contents(of: "out/\(service).observations.json"))
    }
    #expect(try folder.contents(of: "out/api.json").contains("SCMP_ACT_ERRNO"))
    #expect(!FileManager.default.fileExists(atPath: (folder / "out/web.json").path))
  }

  @Test func aPartOfAnotherWhittleIsRefused() throws {
    try folder.write("{\"whittleObservations\": 99, \"runs\": []}\n", to: "parts/web/0.json")
    try folder.write("", to: "parts/.done.0")
    try FileManager.default.createDirectory(
      at: folder / "parts/idle", withIntermediateDirectories: true)
    let reduced = try run("reduce", "SHARDS=1")
    #expect(reduced.status == 2)
    #expect(
      reduced.errors.contains("0.json:1:25: error: /whittleObservations: is not a version"),
      "\(reduced.errors)")
    #expect(reduced.errors.contains("reduce: idle has no runs\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: (folder / "out").path).isEmpty)
  }
}
