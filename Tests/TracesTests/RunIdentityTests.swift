import Foundation
import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// What is one recording, wherever and however it is read, and what are two.
@Suite struct RunIdentityTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let log =
    "77 execve(\"/bin/x\", [\"x\"], 0x7ffd1c6f3a48 /* 4 vars */) = 0\n77 brk(NULL) = 0x55d0c0e4f000\n"
    + (0..<2000).map { "77 read(3, \"\(["x", "yy"][$0 % 2])\", 4) = \($0 % 3)\n" }.joined()
    + "no call\n77 +++ exited with 0 +++\n"

  private func read(_ paths: [String], blockSize: Int? = nil) throws -> Observations {
    var options = TraceOptions()
    options.assumedArchitecture = .x86_64
    if let blockSize { options.blockSize = blockSize }
    return try TraceSet(reading: paths, options: options).observations
  }

  @Test func pathCompressionAndBlocksDoNotMatter() throws {
    try folder.write(Self.log, to: "b/log")
    try folder.write(Self.log, to: "a/other")
    try folder.write(Self.log, to: "log")
    _ = try Command(["log"], of: URL(filePath: "/usr/bin/gzip"), in: folder.url)
    let paths = ["b/log", "a/other", "log.gz"].map { "\(folder.path)/\($0)" }
    let alone = try paths.map { try read([$0]) }
    #expect(Set(alone.flatMap(\.runs).map(\.id)).count == 1)
    #expect(alone[0].runs[0].id.utf8.count == 32)
    for size in [64, 1000, 1024, 4096] {
      #expect(try read([paths[0]], blockSize: size) == alone[0])
    }
    // The reading with the least names stays, whichever comes first.
    let merged = try read(paths)
    #expect(merged.runs.count == 1)
    #expect(try alone[0].union(alone[1]).union(alone[2]).fileBytes == merged.fileBytes)
    #expect(try alone[2].union(alone[1].union(alone[0])).fileBytes == merged.fileBytes)
  }

  /// Each differs from the log in what the observations alone do not tell, or in a single one.
  @Test(arguments: [
    // An address that is another at each start.
    ("0x55d0c0e4f000", "0x55d0c0e4e000"), ("77 ", "78 "), ("no call\n", "no call\nno call\n"),
    ("no call\n", "77 read(3, \"x\", 4) = 1\n"), ("\"yy\"", "\"y\""),
    ("\"x\", 4) = 0", "\"x\", 4) = ?"),
  ])
  func otherRecordingsAreOtherRuns(old: String, new: String) throws {
    try folder.write(Self.log, to: "one")
    try folder.write(Self.log.replacing(old, with: new), to: "two")
    #expect(try read(["\(folder.path)/one", "\(folder.path)/two"]).runs.count == 2)
  }

  /// Two evidence files with one id, of which one was changed by hand so that its sums agree.
  @Test func copiedIDNamesBothPlaces() throws {
    try folder.write("socket(AF_INET, SOCK_STREAM, 0) = 3\n", to: "one")
    try folder.write("read(3, \"\", 4) = 0\n", to: "two")
    let runs = try ["one", "two"].map { try read(["\(folder.path)/\($0)"]).runs[0] }
    let first = try folder.write(Observations(runs: [runs[0]]).fileBytes, to: "b.json")
    let other = Observations(runs: [runs[1]]).fileBytes
    let second = try folder.write(
      Array(String(decoding: other, as: UTF8.self).replacing(runs[1].id, with: runs[0].id).utf8),
      to: "a.json")
    for paths in [[first, second], [second, first], ["\(folder.path)/one", second]] {
      let error = try #require(throws: TraceError.self) { try read(paths) }
      #expect(error.description.contains(second), "\(error)")
      #expect(error.description.contains(paths.contains(first) ? first : "one:1"), "\(error)")
      #expect(error.problem.contains(runs[0].id), "\(error)")
    }
  }
}
