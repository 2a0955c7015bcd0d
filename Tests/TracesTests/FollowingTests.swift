import Findings
import Foundation
import Logs
import Observations
import Synchronization
import Syscalls
import TestSupport
import Testing
import Traces

/// A log that is read while it is written. The oracle is what the same bytes give that lie there already.
@Suite(.timeLimit(.minutes(2))) struct FollowingTests {
  private let folder: TemporaryFolder
  private let log: URL

  init() throws {
    folder = try TemporaryFolder()
    log = folder / "audit.log"
  }

  private func record(_ serial: Int, of command: String = "nginx", _ call: Int = 250) -> String {
    "type=SECCOMP msg=audit(1795303876.984:\(serial)): auid=4294967295 uid=0 gid=0 ses=4294967295"
      + " subj=docker-default (enforce) pid=7 comm=\"\(command)\" exe=\"/usr/sbin/\(command)\" sig=0"
      + " arch=c000003e syscall=\(call) compat=0 ip=0x40828e code=0x50000\n"
  }

  private func append(_ text: String, to file: URL? = nil) throws {
    let handle = try FileHandle(forWritingTo: file ?? log)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  /// In place, as `>` of a shell does: the file stays the same.
  private func rewrite(_ text: String) throws {
    let handle = try FileHandle(forWritingTo: log)
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  private func plain(_ paths: String...) throws -> Run {
    var options = TraceOptions()
    options.assumedArchitecture = .x86_64
    return try #require(try TraceSet(reading: paths, options: options).observations.runs.first)
  }

  @Test func whatIsAppendedIsToldAtOnce() async throws {
    try folder.write(record(1), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1"])
    try append(record(2, of: "redis"))
    try await reader.wait(for: ["nginx audit.log:1", "redis audit.log:2"])
    let run = try await reader.end()
    #expect(run == (try plain(log.path)))
  }

  /// Kinds are told once, and counted.
  @Test func likeRecordsAreOneKind() async throws {
    try folder.write(record(1) + record(2) + record(3, of: "nginx", 251), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1", "nginx audit.log:3"])
    _ = try await reader.end()
    #expect(reader.watch.entries.map(\.count) == [2, 1])
  }

  @Test(arguments: [1, 20, 200]) func aHalfLineWaitsForItsRest(_ cut: Int) async throws {
    let second = record(2, of: "redis")
    try folder.write(record(1) + second.prefix(cut), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1"])
    try append(String(second.dropFirst(cut)))
    try await reader.wait(for: ["nginx audit.log:1", "redis audit.log:2"])
    let run = try await reader.end()
    #expect(run == (try plain(log.path)))
    #expect(run.ledger.losses == 0)
  }

  @Test func aFileIsWaitedFor() async throws {
    let reader = Reader(log.path)
    try await reader.wait { !reader.notes.isEmpty }
    #expect(reader.notes == ["\(log.path): note: is not there yet; waiting for it"])
    try folder.write("", to: "audit.log")
    try append(record(1))
    try await reader.wait(for: ["nginx audit.log:1"])
    #expect(try await reader.end() == (try plain(log.path)))
  }

  /// By auditd, which writes into the new file at once, and by programs that write on until they are told.
  @Test(arguments: [false, true]) func aRenamedFileIsReadToItsEnd(_ isWrittenOn: Bool) async throws
  {
    try folder.write(record(1), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1"])
    let old = folder / "audit.log.1"
    try FileManager.default.moveItem(at: log, to: old)
    try append(record(2, of: "late"), to: old)
    if isWrittenOn {
      try folder.write("", to: "audit.log")
      try append(record(3, of: "later"), to: old)
      try await reader.wait(for: ["nginx audit.log:1", "late audit.log:2", "later audit.log:3"])
    }
    try append(isWrittenOn ? record(4, of: "new") : "", to: isWrittenOn ? log : old)
    if !isWrittenOn { try folder.write(record(4, of: "new"), to: "audit.log") }
    try await reader.wait { reader.records.contains("new audit.log:1") }
    let run = try await reader.end()
    let expected = try plain(log.path, old.path)
    #expect(run.id == expected.id)
    #expect(run.ledger.losses == 0)
  }

  /// What comes into the old file once the new one is written is not read: a loss.
  @Test func aWriterThatKeepsTheOldFileIsALoss() async throws {
    try folder.write(record(1), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1"])
    let old = folder / "audit.log.1"
    try FileManager.default.moveItem(at: log, to: old)
    try folder.write(record(2, of: "new"), to: "audit.log")
    try await reader.wait { reader.records.contains("new audit.log:1") }
    try append(record(3, of: "late"), to: old)
    let run = try await reader.end()
    #expect(run.ledger.entries[.recordingStopped]?.count == 1)
  }

  /// To fewer bytes, and to more, so that the size does not tell.
  @Test(arguments: ["b", "a-longer-name"])
  func aTruncatedFileIsReadAnewAndALoss(_ name: String) async throws {
    try folder.write(record(1), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1"])
    try rewrite(record(2, of: name))
    try await reader.wait(for: ["nginx audit.log:1", "\(name) audit.log:1"])
    let run = try await reader.end()
    #expect(run.ledger.entries[.recordingStopped]?.count == 1)
    #expect(run.events == 2)
  }

  /// Other programs' lines are more than the records, and come before them.
  @Test func aSystemsLogIsAuditsOnceItHoldsARecord() async throws {
    let line = "Nov 29 07:37:01 vm kernel: usb 1-1: new high-speed USB device number 2\n"
    try folder.write(String(repeating: line, count: 30), to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait { !reader.notes.isEmpty }
    #expect(
      reader.notes == ["\(log.path): note: holds no audit record yet; waiting for one"])
    try append(
      record(1).replacing("type=SECCOMP msg=", with: "Nov 29 07:37:02 vm kernel: audit: type=1326 ")
    )
    try await reader.wait(for: ["nginx audit.log:31"])
    #expect(try await reader.end() == (try plain(log.path)))
  }

  /// In envelopes, a line does not wait for the next one either, nor for other programs' lines.
  @Test func linesInEnvelopesAreToldAtOnce() async throws {
    func wrapped(_ text: String) -> String { "2026-11-29T07:37:01.000000000Z stderr F \(text)" }
    try folder.write(
      wrapped(record(1)) + wrapped(record(2, of: "redis")) + wrapped("something else\n"),
      to: "audit.log")
    let reader = Reader(log.path)
    try await reader.wait(for: ["nginx audit.log:1", "redis audit.log:2"])
    try append(wrapped(record(3, of: "late")))
    try await reader.wait { reader.records.contains("late audit.log:4") }
    #expect(try await reader.end() == (try plain(log.path)))
  }

  @Test(arguments: [
    ("execve(\"/bin/true\", [\"true\"], 0x7ffd1c6f3a48 /* 4 vars */) = 0\n", "\"strace\""),
    ("{\"whittleObservations\": 2, \"runs\": []}\n", "is an observation file"),
    ("\u{1f}\u{8b}", "is compressed with gzip"),
    ("\u{7f}ELF\u{2}\u{1}\u{1}\u{0}", "is a program, not a log"),
    ("\u{89}PNG\r\n\u{1a}\n\u{0}\u{0}\u{0}\rIHDR", "is binary, not a text log"),
  ])
  func otherFilesAreRefused(_ text: String, _ reason: String) async throws {
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    try folder.write(bytes, to: "audit.log")
    let reader = Reader(log.path)
    let error = await #expect(throws: TraceError.self) { _ = try await reader.outcome() }
    #expect(error?.problem.contains(reason) ?? false, "\(String(describing: error))")
  }

  @Test func aLogInNoFolderIsRefused() async throws {
    let reader = Reader((folder / "missing/audit.log").path)
    let error = await #expect(throws: TraceError.self) { _ = try await reader.outcome() }
    #expect(error?.problem.contains("there is no folder") ?? false)
  }

  /// A thread that follows a log.
  private final class Reader: Sendable {
    let watch = FilterWatch()
    private let stopping: Pipe
    private let told = Mutex<[String]>([])
    private let result = Mutex<Result<Observations?, any Error>?>(nil)

    init(_ path: String) {
      let stopping = Pipe()
      self.stopping = stopping
      var options = TraceOptions()
      options.assumedArchitecture = .x86_64
      options.watch = watch
      options.following = Following(until: stopping.fileHandleForReading.fileDescriptor)
      Thread.detachNewThread { [self, options] in
        let outcome = Result { () throws -> Observations? in
          let follower = try LogFollower(path, options) { note in
            self.told.withLock { $0.append(note) }
          }
          guard let follower else { return nil }
          while try follower.readMore() {}
          return try follower.finish()
        }
        result.withLock { $0 = outcome }
      }
    }

    var notes: [String] { told.withLock { $0 } }

    /// Such as `nginx audit.log:1`.
    var records: [String] {
      watch.entries.map { entry in
        let place = entry.first.place
        return
          "\(entry.first.command ?? "-") \((place.file as NSString).lastPathComponent):\(place.line)"
      }
    }

    /// Waits, and fails where it takes too long.
    func wait(until isThere: () -> Bool) async throws {
      for _ in 0..<3000 where !isThere() { try await Task.sleep(for: .milliseconds(10)) }
      try #require(isThere(), "\(records) \(notes)")
    }

    func wait(for records: [String]) async throws {
      try await wait { Set(self.records) == Set(records) }
    }

    /// Says that it is enough, and waits for the end.
    func end() async throws -> Run {
      try stopping.fileHandleForWriting.close()
      return try #require(try await outcome()?.runs.first)
    }

    func outcome() async throws -> Observations? {
      try await wait { self.result.withLock { $0 != nil } }
      return try result.withLock { try $0?.get() } ?? nil
    }
  }
}
