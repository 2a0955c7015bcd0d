import Foundation
import TestSupport
import Testing

extension ContainerTests {
  /// `whittle record` of containers, which need no network.
  @Suite struct RecordTests {
    private static let image = "whittle-test/nginx"
    private static let loop = [
      "--network=none", "--", "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done",
    ]
    private static let label = "whittle.recording"

    private let folder: TemporaryFolder

    init() async throws {
      folder = try TemporaryFolder()
      let image = try await Program.image("nginx")
      try #require(image.exitCode == 0, "\(image.transcript)")
    }

    private func record(_ options: [String], to name: String = "run") async throws
      -> Program.Outcome
    {
      try await Program.whittle(["record", "-o", (folder / name).path] + options)
    }

    /// The calls of a log without losses.
    private func calls(in name: String) async throws -> Set<String> {
      let seen = try await Program.whittle(["observe", "--json", (folder / name).path])
      try #require(seen.exitCode == 0, "\(seen.transcript)")
      let totals = try JSONDecoder().decode(Totals.self, from: seen.output).totals
      return Set(totals.values.flatMap(\.keys))
    }

    private struct Totals: Decodable { let totals: [String: [String: Int]] }

    // MARK: What is recorded

    @Test func imageIsRecordedFromItsStartWithWhatDockerExecRuns() async throws {
      let exec = "docker exec $CONTAINER sh -c 'umask 7'"
      let run = try await record(
        ["--image", Self.image, "--with", "both", "--drive", exec]
          + ["--network=none", "--init", "--", "sleep", "3"])
      try #require(run.exitCode == 0, "\(run.transcript)")
      #expect(try folder.names == ["run.audit.gz", "run.seen.json", "run.strace.gz"])
      let strace = try await calls(in: "run.strace.gz")
      #expect(strace.isSuperset(of: ["execve", "umask", "clock_nanosleep"]))
      #expect(try await calls(in: "run.audit.gz").isSuperset(of: ["umask", "clock_nanosleep"]))
      #expect(try await state().isClean)

      // Without image and root, from the observation file alone.
      let profile = folder / "profile.json"
      let made = try await Program.whittle(
        ["generate", (folder / "run.seen.json").path, "-o", profile.path])
      #expect(made.exitCode == 0, "\(made.transcript)")
    }

    @Test func healthChecksAreRecorded() async throws {
      let run = try await record(
        ["--image", Self.image, "--with", "strace", "--no-reach"]
          + ["--network=none", "--health-cmd", "umask 7", "--health-interval", "1s"]
          + ["--", "sleep", "3"])
      try #require(run.exitCode == 0, "\(run.transcript)")
      #expect(try await calls(in: "run").contains("umask"))
    }

    @Test func containerThatRunsIsRecordedFromNowOnAndRunsOn() async throws {
      let created = try await Self.docker(
        ["run", "--detach", "--network=none", Self.image]
          + ["sh", "-c", "while :; do umask 7; sleep 0.1; done"])
      let container = created.trimmingCharacters(in: .whitespacesAndNewlines)
      let run = try await record(
        ["--container", container, "--drive", "docker exec $CONTAINER sh -c 'ulimit -n'; sleep 1"])
      let running = try await Self.docker(["inspect", "-f", "{{.State.Running}}", container])
      _ = try await Self.docker(["rm", "--force", container])
      try #require(run.exitCode == 0, "\(run.transcript)")
      #expect(running == "true\n")
      #expect(try await calls(in: "run").isSuperset(of: ["umask", "execve", "prlimit64"]))
      // The loader opened it long before.
      let reach = try String(contentsOf: folder / "run.seen.json", encoding: .utf8)
      #expect(reach.contains("\"/usr/bin/dash\""))
      #expect(reach.contains("libc.so.6"))
      #expect(try await state().isClean)
    }

    @Test func containerThatEndsAtOnceIsRecorded() async throws {
      let run = try await record(
        ["--image", Self.image, "--no-reach", "--network=none", "--", "true"])
      try #require(run.exitCode == 0, "\(run.transcript)")
      #expect(try await calls(in: "run").contains("execve"))
    }

    // MARK: What cannot be recorded

    struct Failure: Sendable {
      let options: [String]
      let message: String
    }

    @Test(arguments: [
      Failure(options: ["--container", "nobody"], message: "there is no container \"nobody\""),
      Failure(
        options: ["--image", image, "--drive", "exit 3"] + loop,
        message: "the drive command failed with exit status 3; the container printed nothing"),
      Failure(
        options: ["--image", image, "--network=none", "--", "/nothing"],
        message: "the container does not start: Error response from daemon"),
      Failure(
        options: ["--image", image, "--no-such-option"],
        message: "the container cannot be created"),
    ])
    func failureIsToldAndNothingIsLeft(failure: Failure) async throws {
      let run = try await record(failure.options)
      #expect(run.exitCode == 2)
      #expect(run.messages.contains("record: error: \(failure.message)"), "\(run.messages)")
      #expect(try folder.names.isEmpty)
      #expect(try await state().isClean)
    }

    @Test func engineThatDoesNotAnswerIsTold() async throws {
      let run = try await Program(url: URL(filePath: "/usr/bin/env"))(
        ["DOCKER_HOST=unix:///nowhere", Program.whittle.url.path, "record"]
          + ["-o", (folder / "run").path, "--image", Self.image])
      #expect(run.exitCode == 2)
      #expect(run.messages.contains("no Docker engine answers"), "\(run.messages)")
    }

    // MARK: What is left of a recording that was ended

    enum Step: CaseIterable, Sendable { case created, attached, started, driven }

    @Test(arguments: Step.allCases, [SIGINT, SIGTERM, SIGKILL])
    func nothingIsLeftOfARecordingThatWasEnded(step: Step, signal: Int32) async throws {
      let before = try await state()
      try #require(before.isClean)
      let process = Process()
      process.executableURL = Program.whittle.url
      let drive = "touch '\((folder / "driven").path)'; sleep 20"
      process.arguments =
        ["record", "-q", "-o", (folder / "run").path, "--with", "both", "--no-reach"]
        + ["--image", Self.image, "--drive", drive] + Self.loop
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      try await until { try await isReached(step) }
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      try await until { try await state() == before }
      #expect(try await state() == before)
      guard step == .driven else { return }
      let names = ["run.audit.gz", "run.strace.gz"].map {
        signal == SIGKILL ? $0 + ".partial" : $0
      }
      // After SIGKILL the keeper goes on for a moment.
      try await until { try folder.names == ["driven"] + names }
      #expect(try folder.names == ["driven"] + names)
      #expect(process.terminationStatus == (signal == SIGKILL ? SIGKILL : 130))
      let seen = try await Program.whittle(["observe", "--json", (folder / names[1]).path])
      #expect(seen.exitCode == (signal == SIGKILL ? 1 : 0), "\(seen.messages)")
      if signal == SIGKILL { #expect(seen.messages.contains("[truncated-tail]")) }
    }

    /// Whoever kills by name kills the keeper as well.
    @Test func nextRecordingUndoesWhatKilledOnesLeft() async throws {
      let before = try await state()
      let process = Process()
      process.executableURL = Program.whittle.url
      process.arguments =
        ["record", "-q", "-o", (folder / "killed").path, "--with", "both", "--no-reach"]
        + ["--image", Self.image, "--drive", "sleep 20"] + Self.loop
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      try await until { try await isReached(.started) }
      let keeper = try await Program(url: URL(filePath: "/usr/bin/pgrep"))(
        "-P", "\(process.processIdentifier)")
      let number = try #require(
        pid_t(
          String(decoding: keeper.output, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)))
      kill(process.processIdentifier, SIGSTOP)
      kill(number, SIGKILL)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try await state() != before)

      let next = try await record(
        ["--image", Self.image, "--no-reach", "--network=none", "--", "true"])
      #expect(next.exitCode == 0, "\(next.transcript)")
      #expect(next.messages.contains("a recording was killed"), "\(next.messages)")
      #expect(try await state() == before)
    }

    private func isReached(_ step: Step) async throws -> Bool {
      // What is undone where a recording is killed, each before it is made.
      let undo = (try? String(contentsOfFile: "/run/whittle-record.undo", encoding: .utf8)) ?? ""
      return switch step {
      case .created: undo.contains("containers ")
      case .attached: undo.contains("process ")
      case .started:
        try await !Self.docker(["ps", "--quiet", "--filter", "label=\(Self.label)"]).isEmpty
      case .driven: FileManager.default.fileExists(atPath: (folder / "driven").path)
      }
    }

    /// What a recording changes on the machine.
    private struct State: Equatable {
      let containers: String
      let tracers: String
      let limits: [Substring]
      let actions: String

      var isClean: Bool { containers.isEmpty && tracers.isEmpty }
    }

    private func state() async throws -> State {
      let status = try await Program(url: URL(filePath: "/usr/sbin/auditctl"))("-s")
      let tracers = try await Program(url: URL(filePath: "/usr/bin/pgrep"))(
        "-f", "^strace -f --decode-pids=pidns -o /var/tmp/whittle-record")
      return State(
        containers: try await Self.docker(
          ["ps", "--all", "--quiet", "--filter", "label=\(Self.label)"]),
        tracers: String(decoding: tracers.output, as: UTF8.self),
        limits: String(decoding: status.output, as: UTF8.self).split(separator: "\n").filter {
          line in
          ["enabled", "pid", "rate_limit", "backlog_limit "].contains { line.hasPrefix($0) }
        },
        actions: try String(
          contentsOfFile: "/proc/sys/kernel/seccomp/actions_logged", encoding: .utf8))
    }

    private static func docker(_ arguments: [String]) async throws -> String {
      let run = try await Program(url: URL(filePath: "/usr/bin/env"))(["docker"] + arguments)
      try #require(run.exitCode == 0, "\(run.transcript)")
      return String(decoding: run.output, as: UTF8.self)
    }

    /// Waits for up to a minute.
    private func until(_ condition: () async throws -> Bool) async throws {
      for _ in 0..<300 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }
}
