import Foundation
import TestSupport
import Testing

/// `observe --follow` as a user runs it: a child process, a log that is written, and signals.
@Suite(.timeLimit(.minutes(3))) struct FollowTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func record(_ serial: Int, of command: String = "nginx", code: String = "0x50000")
    -> String
  {
    "type=SECCOMP msg=audit(1795303876.984:\(serial)): auid=4294967295 uid=0 gid=0 ses=4294967295"
      + " pid=7 comm=\"\(command)\" exe=\"/usr/sbin/\(command)\" sig=0"
      + " arch=c000003e syscall=250 compat=0 ip=0x40828e code=\(code)\n"
  }

  private func append(_ text: String, to name: String = "audit.log") throws {
    let handle = try FileHandle(forWritingTo: folder / name)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalEndsItWithASummaryAndTheObservations(_ signal: Int32) async throws {
    try folder.write(record(1), to: "audit.log")
    let command = try Followed(["observe", "--follow", "audit.log", "-o", "seen.json"], in: folder)
    try await command.wait(for: "audit.log:1: nginx[7] /usr/sbin/nginx: keyctl on x86_64: refused")
    try append(record(2, of: "redis", code: "0x7ffc0000"))
    try await command.wait(for: "audit.log:2: redis[7] /usr/sbin/redis: keyctl on x86_64: logged")
    command.send(signal)
    #expect(try await command.status == 0, "\(command.messages)")
    #expect(
      command.output.hasSuffix(
        "2 kinds of 2 records: 1 refused with an errno; 1 logged, let through\n"))
    #expect(command.messages.contains("1 run, 2 calls"))
    let plain = try Command(["observe", "audit.log", "-o", "plain.json", "-q"], in: folder.url)
    #expect(plain.status == 0)
    #expect(try folder.contents(of: "seen.json") == folder.contents(of: "plain.json"))
  }

  @Test func nohupOutlivesTheTerminal() async throws {
    try folder.write(record(1), to: "audit.log")
    let command = try Followed(
      ["observe", "--follow", "audit.log"], in: folder, with: "trap '' HUP")
    try await command.wait(for: "nginx[7]")
    command.send(SIGHUP)
    try append(record(2, of: "redis"))
    try await command.wait(for: "redis[7]")
    command.send(SIGINT)
    #expect(try await command.status == 0, "\(command.messages)")
  }

  /// `{ read -r line; whittle observe --follow -; } < audit.log`
  @Test func standardInputIsReadFromWhereItStands() async throws {
    try folder.write(record(1) + record(2, of: "redis"), to: "audit.log")
    let input = try FileHandle(forReadingFrom: folder / "audit.log")
    try input.seek(toOffset: UInt64(record(1).utf8.count))
    let command = try Followed(["observe", "--follow", "-"], in: folder, reading: input)
    try await command.wait(for: "redis[7]")
    try append(record(3, of: "late"))
    try await command.wait(for: "late[7]")
    command.send(SIGINT)
    #expect(try await command.status == 0, "\(command.messages)")
    #expect(!command.output.contains("nginx[7]"))
  }

  @Test func aPipeIsReadAsItComes() async throws {
    let input = Pipe()
    let command = try Followed(["observe", "--follow", "-", "--json"], in: folder, reading: input)
    try input.fileHandleForWriting.write(contentsOf: Data(record(1).utf8))
    try await command.wait(for: "\"syscall\": \"keyctl\", \"answer\": \"errno\" }\n")
    try input.fileHandleForWriting.close()
    #expect(try await command.status == 0)
    for line in command.output.split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    #expect(command.output.hasSuffix("\"records\": 1, \"answers\": { \"errno\": 1 } }\n"))
  }

  /// Two rotations while whittle does not run: the file between is read, or counted as lost.
  @Test(arguments: [false, true])
  func filesThatCameAndWentAreReadOrLost(_ isRemoved: Bool) async throws {
    try folder.write(record(1), to: "audit.log")
    let command = try Followed(["observe", "--follow", "audit.log"], in: folder)
    try await command.wait(for: "nginx[7]")
    try await command.stop()
    try FileManager.default.moveItem(at: folder / "audit.log", to: folder / "audit.log.2")
    try append(record(2, of: "late"), to: "audit.log.2")
    try folder.write(record(3, of: "between"), to: "audit.log.1")
    try folder.write(record(4, of: "new"), to: "audit.log")
    if isRemoved { try FileManager.default.removeItem(at: folder / "audit.log.1") }
    command.send(SIGCONT)
    try await command.wait(for: "new[7]")
    command.send(SIGINT)
    #expect(try await command.status == (isRemoved ? 1 : 0), "\(command.messages)")
    #expect(command.output.contains("late[7]"))
    #expect(command.output.contains("between[7]") == !isRemoved)
    #expect(command.messages.contains("[recording-stopped]") == isRemoved)
  }

  @Test func readersThatGoAwayEndItWithTheObservations() throws {
    try folder.write(record(1), to: "audit.log")
    let whittle = Command.built("whittle").path
    let command = try Command(
      ["-c", "'\(whittle)' observe --follow audit.log -o seen.json | head -n 1"],
      of: URL(filePath: "/bin/sh"), in: folder.url)
    #expect(command.output.hasPrefix("audit.log:1: nginx[7]"), "\(command.errors)")
    #expect(try folder.names == ["audit.log", "seen.json"])
  }

  @Test func aQuietLogIsNoError() async throws {
    try folder.write("", to: "audit.log")
    let command = try Followed(["observe", "--follow", "audit.log"], in: folder)
    // A child that is not as far would die of the signal.
    try await command.waitUntilSignalsAreHeld()
    command.send(SIGINT)
    #expect(try await command.status == 0, "\(command.messages)")
    #expect(command.output == "no record of a filter\n")
  }

  /// Before hours of following, and not after them.
  @Test func whatCannotBeWrittenIsToldAtOnce() throws {
    try folder.write(record(1), to: "audit.log")
    #expect(try Command(["observe", "audit.log", "-o", "seen.json"], in: folder.url).status == 0)
    let command = try Command(
      ["observe", "--follow", "audit.log", "-o", "seen.json"], in: folder.url)
    #expect(command.status == 1)
    #expect(command.errors.contains("seen.json: error: holds 1 run not among what was read"))
  }

  @Test(arguments: [
    ["a", "b"], ["a", "-o", "-"], [""],
  ])
  func wrongOptionsAreToldAtOnce(_ arguments: [String]) throws {
    #expect(try Command(["observe", "--follow"] + arguments, in: folder.url).status == 64)
  }

  /// A command that runs until it is told to end.
  private final class Followed: Sendable {
    private let process: Process
    private let files: TemporaryFolder

    /// - Parameter preparation: what a shell does first, which the command then takes the place of.
    init(
      _ arguments: [String], in folder: TemporaryFolder, reading input: Any = FileHandle.nullDevice,
      with preparation: String = ":"
    ) throws {
      files = try TemporaryFolder()
      process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments =
        ["-c", "\(preparation); exec \"$0\" \"$@\"", Command.built("whittle").path] + arguments
      process.currentDirectoryURL = folder.url
      process.standardInput = input
      // Files, because other children hold the ends of pipes.
      process.standardOutput = try FileHandle(
        forWritingTo: URL(filePath: files.write([], to: "output")))
      process.standardError = try FileHandle(
        forWritingTo: URL(filePath: files.write([], to: "errors")))
      try process.run()
    }

    deinit {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var output: String { (try? files.contents(of: "output")) ?? "" }
    var messages: String { (try? files.contents(of: "errors")) ?? "" }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func wait(for text: String) async throws { try await wait { output.contains(text) } }

    /// `State:` of proc_pid_status(5).
    func stop() async throws {
      send(SIGSTOP)
      try await wait { state.contains("State:\tT") }
    }

    /// `SigBlk:` of proc_pid_status(5): bit 1 is SIGINT.
    func waitUntilSignalsAreHeld() async throws {
      try await wait {
        guard let mask = state.firstMatch(of: /SigBlk:\s*([0-9a-f]+)/) else { return false }
        return (UInt64(mask.1, radix: 16) ?? 0) & 2 != 0
      }
    }

    private var state: String {
      (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8))
        ?? ""
    }

    private func wait(until isThere: () -> Bool) async throws {
      for _ in 0..<6000 where !isThere() { try await Task.sleep(for: .milliseconds(10)) }
      try #require(isThere(), "\(output)\(messages)\(state)")
    }

    /// Once the process ended.
    var status: Int32 {
      get async throws {
        try await wait { !process.isRunning }
        return process.terminationStatus
      }
    }
  }
}
