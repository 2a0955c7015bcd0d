import Findings
import Foundation
import Glibc
import Logs
import Observations
import SystemPackage
import TestSupport
import Testing
import Traces

@Suite struct FolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(Array("read(3, \"\", 1) = 0\n".utf8), to: "log")
  }

  private func read() throws -> TraceSet {
    try TraceSet(reading: [folder.path], options: TraceOptions())
  }

  static let gzipHead: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]

  @Test(arguments: [
    ("", "is empty"),
    ("\n\n", "only empty lines"),
    ("\0\0\0", "only NUL bytes"),
    ("r\u{0}e\u{0}a\u{0}d\u{0}(\u{0}3\u{0},\u{0} \u{0}\"\u{0}", "UTF-16"),
    ("r\0\0\0e\0\0\0a\0\0\0d\0\0\0(\0\0\0", "UTF-32"),
    ("\0\0\0r\0\0\0e\0\0\0a\0\0\0d\0\0\0(", "UTF-32"),
    (#"{"whittleObservations": 1, "totals": {}, "runs": []}"#, "is empty"),
    (#"{"whittleObservations": 3, "totals": {}, "runs": []}"#, "is not a version"),
  ])
  func fileThatCannotBeReadIsALoss(text: String, reason: String) throws {
    try expectLoss(Array(text.utf8), reason)
  }

  /// What Notepad and PowerShell put before the first line.
  @Test(arguments: [
    "openat\nread\n", "read(3, \"\", 1) = 0\n",
    """
    % time     seconds  usecs/call     calls    errors syscall
    ------ ----------- ----------- --------- --------- ----------------
    100.00    0.000123          12        10           read
    ------ ----------- ----------- --------- --------- ----------------
    100.00    0.000123          12        10           total

    """,
  ]) func byteOrderMarkIsPassedOver(text: String) throws {
    _ = try folder.write(Array(("\u{feff}" + text).utf8), to: "log")
    let observations = try read().observations
    #expect(observations.runs.count == 1)
    #expect(observations.unread.isEmpty)
    #expect(observations.ledger.losses == 0)
  }

  /// Most lines of `strace -k` are stacks.
  @Test func stacksAreNoForeignText() throws {
    let stack = (0..<40).map { " > /usr/lib/libc.so.6(fork+0x\($0)) [0x1ab70]\n" }.joined()
    _ = try folder.write(Array(("brk(NULL) = 0x5617df99d000\n" + stack).utf8), to: "stacks")
    let observations = try read().observations
    #expect(observations.runs.map(\.observations.count).reduce(0, +) == 2)
    #expect(observations.unread.isEmpty)
  }

  @Test(
    arguments: [
      (gzipHead, "cut short"), (Array(gzipHead.prefix(2)), "cut short"),
      (gzipHead + [0xff, 0xff, 0xff], "damaged gzip"),
      // Stored in gzip: the beginning of another gzip file.
      (
        gzipHead + [1, 10, 0, 0xf5, 0xff] + gzipHead + [0x8e, 0x66, 0xc3, 0x9b, 10, 0, 0, 0],
        "twice"
      ),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0], "compressed with xz"),
    ] as [([UInt8], String)])
  func compressedFileThatCannotBeReadIsALoss(bytes: [UInt8], reason: String) throws {
    try expectLoss(bytes, reason)
  }

  /// Makes something other than a file in the folder.
  private func make(_ name: String, _ call: (_ path: String) -> Int32) throws {
    guard call("\(folder.path)/\(name)") == 0 else { throw Errno(rawValue: errno) }
  }

  private func expectLoss(_ bytes: [UInt8], _ reason: String) throws {
    let path = try folder.write(bytes, to: "lost")
    let traces = try read()
    #expect(traces.observations.unread == [path])
    #expect(
      traces.observations.ledger.entries[.unreadableFile]
        == Ledger.Entry(count: 1, places: [SourceLocation(file: path, line: 1)]))
    #expect(traces.unread.map(\.problem).allSatisfy { $0.contains(reason) }, "\(traces.unread)")
    #expect(traces.skipped == [])
    // Named by itself, it is an error.
    #expect(throws: TraceError.self) { try TraceSet(reading: [path], options: TraceOptions()) }
  }

  /// What is named by itself beside good logs is a loss as well, as in a folder.
  @Test(arguments: ["", "\n\n", "\0\0\0", "+++ exited with 0 +++\n"])
  func namedFileThatHoldsNothingIsALossBesideOthers(text: String) throws {
    let lost = try folder.write(Array(text.utf8), to: "lost")
    let inFolder = try read()
    let named = try TraceSet(reading: ["\(folder.path)/log", lost], options: TraceOptions())
    #expect(named.observations == inFolder.observations)
    #expect(named.observations.unread == [lost])
    #expect(named.unread.map(\.path) == [lost])
    #expect(named.observations.ledger.losses == 1)
    #expect(throws: TraceError.self) { try TraceSet(reading: [lost], options: TraceOptions()) }
  }

  @Test func folderThatHoldsNothingIsALossBesideOthers() throws {
    let other = try TemporaryFolder()
    try other.write("How this was recorded\n", to: "README")
    let both = try TraceSet(reading: [folder.path, other.path], options: TraceOptions())
    #expect(both.observations.unread == [other.path])
    #expect(both.skipped.map(\.path) == ["\(other.path)/README"])
    let error = try #require(throws: TraceError.self) {
      try TraceSet(reading: [other.path], options: TraceOptions())
    }
    #expect(error.problem.contains("folder without logs"))
  }

  /// Damage in the middle of a file comes to light when others are already read.
  @Test func compressedFileThatBreaksOffInDamageIsALoss() throws {
    try folder.write(
      (0..<20_000).map { "read(\($0), \"\", 1) = 0\n" }.joined(), to: "broken")
    _ = try Command(["broken"], of: URL(filePath: "/usr/bin/gzip"), in: folder.url)
    var bytes = Array(try Data(contentsOf: folder / "broken.gz"))
    bytes.replaceSubrange(
      (bytes.count / 2)..<(bytes.count / 2 + 64), with: repeatElement(0xff, count: 64))
    let path = try folder.write(bytes, to: "broken.gz")
    #expect(try read().observations.unread == [path])
    #expect(throws: TraceError.self) { try TraceSet(reading: [path], options: TraceOptions()) }
  }

  /// A missing file is a slip of the hand, and so is a text that is named as a log.
  @Test(arguments: ["none", "README", "evidence.json"])
  func mistakeIsNoLoss(name: String) throws {
    try folder.write("How this was recorded\n", to: "README")
    try folder.write(#"{"whittleObservations": 2}"#, to: "evidence.json")
    #expect(throws: TraceError.self) {
      try TraceSet(
        reading: ["\(folder.path)/log", "\(folder.path)/\(name)"], options: TraceOptions())
    }
  }

  /// What is not selected is not lost.
  @Test func logWithoutTheProcessThatIsSelectedIsPassedOver() throws {
    try folder.write("77 getpid() = 1\n", to: "other")
    try folder.write("78 getuid() = 1\n", to: "log")
    var options = TraceOptions()
    options.selection = Selection(processes: [78])
    let traces = try TraceSet(reading: [folder.path], options: options)
    #expect(traces.observations.runs.map(\.name) == ["log"])
    #expect(traces.observations.ledger.losses == 0)
    #expect(traces.skipped.map(\.path) == ["\(folder.path)/other"])
  }

  @Test func linkThatLeadsNowhereIsALoss() throws {
    try make("link") { unsafe symlink("nowhere", $0) }
    #expect(try read().observations.unread == ["\(folder.path)/link"])
  }

  @Test func whatIsNoLogIsPassedOverWithAWord() throws {
    _ = try folder.write(Array("How this was recorded\n".utf8), to: "README")
    try make("pipe") { unsafe mkfifo($0, 0o600) }
    try make("device") { unsafe symlink("/dev/null", $0) }
    try make("folder") { unsafe symlink("/", $0) }
    let traces = try read()
    #expect(traces.observations.ledger.losses == 0)
    #expect(
      traces.skipped.map(\.path).sorted()
        == ["README", "device", "folder", "pipe"].map { "\(folder.path)/\($0)" })
  }

  @Test func folderWithoutAnythingReadableTellsWhy() throws {
    _ = try folder.write([], to: "log")
    let error = try #require(throws: TraceError.self) { try read() }
    #expect(error.path == "\(folder.path)/log")
  }
}
