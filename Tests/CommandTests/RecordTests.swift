import Foundation
import TestSupport
import Testing

enum Straces {
  static let arePossible: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    let strace = URL(filePath: "/usr/bin/strace")
    return (try? Command(["-o", "log", "true"], of: strace, in: folder.url))?.status == 0
  }()
}

/// `record -- COMMAND`.
@Suite(
  .enabled(if: Straces.arePossible, "there is no /usr/bin/strace, or it may trace nothing here"),
  .timeLimit(.minutes(1)))
struct RecordTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func record(
    _ arguments: String..., whileRunning: ((Process) -> Void)? = nil
  ) throws -> Command {
    try Command(["record"] + arguments, in: folder.url, whileRunning: whileRunning)
  }

  /// The children that a process's threads made.
  private static func children(of process: pid_t) -> [pid_t] {
    let threads = "/proc/\(process)/task"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: threads)) ?? []
    return names.flatMap { name in
      let text = try? String(contentsOfFile: "\(threads)/\(name)/children", encoding: .utf8)
      return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
    }
  }

  /// The calls that whittle reads from a log without losses.
  private func calls(in log: String) throws -> Set<String> {
    let seen = try Command(["observe", "--json", log], in: folder.url)
    try #require(seen.status == 0, "\(seen.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(seen.output.utf8)) as? [String: Any]
    let totals = try #require(json?["totals"] as? [String: [String: Int]])
    return Set(totals.values.flatMap(\.keys))
  }

  @Test(arguments: ["run.strace", "run.strace.gz", "|run", "!run.gz"])
  func callsOfChildrenAreInTheLog(name: String) throws {
    let run = try record("-o", name, "--", "sh", "-c", "echo done; sh -c 'cd /; umask 7'; exit 5")
    #expect(run.status == 5)
    #expect(run.output == "done\n")
    #expect(run.errors.contains("recorded"), "\(run.errors)")
    let calls = try calls(in: name)
    #expect(calls.isSuperset(of: ["execve", "chdir", "umask", "exit_group"]))
    #expect(try folder.names == [name])
    let bytes = try Data(contentsOf: folder / name)
    #expect(bytes.starts(with: [0x1f, 0x8b]) == name.hasSuffix(".gz"))
  }

  @Test(arguments: [
    ("exit 0", Int32(0)), ("exit 2", 2), ("kill -TERM $$", 143), ("kill -KILL $$", 137),
  ])
  func statusIsTheCommands(script: String, status: Int32) throws {
    #expect(try record("-q", "-o", "log", "--", "sh", "-c", script).status == status)
    #expect(try folder.names == ["log"])
  }

  @Test func whatTheCommandLeavesRunningIsRecordedToItsEnd() throws {
    let run = try record("-o", "log", "--", "sh", "-c", "(sleep 0.3; umask 7) & exit 3")
    #expect(run.status == 3)
    #expect(try calls(in: "log").contains("umask"))
  }

  /// strace cannot trace within a trace, and records nothing then.
  @Test func recordingThatHoldsNothingLeavesTheFormerOne() throws {
    try folder.write("77 getpid() = 77\n", to: "log")
    let whittle = Command.built("whittle").path
    let run = try record(
      "-o", "outer", "--", whittle, "record", "-o", "log", "--", "true")
    #expect(run.status == 2)
    #expect(run.errors.contains("strace recorded nothing"), "\(run.errors)")
    #expect(try String(contentsOf: folder / "log", encoding: .utf8) == "77 getpid() = 77\n")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func signalGoesToTheCommandAndTheLogIsWhole(signal: Int32) throws {
    let script = "trap 'umask 7; exit 9' INT TERM; echo ready; while :; do sleep 0.05; done"
    let run = try record("-o", "log", "--", "sh", "-c", script) { process in
      kill(process.processIdentifier, signal)
    }
    #expect(run.status == 9, "\(run.errors)")
    let calls = try calls(in: "log")
    #expect(calls.isSuperset(of: ["umask", "rt_sigreturn"]))
  }

  @Test func killedRecorderLeavesALogThatIsNotInItsPlace() throws {
    _ = try record("-o", "log", "--", "sh", "-c", "echo ready; sleep 0.5; umask 7") { process in
      kill(process.processIdentifier, SIGKILL)
    }
    // The pipe of its output has ended: so have the command and strace.
    #expect(try folder.names == ["log.partial"])
    #expect(try calls(in: "log.partial").contains("umask"))
    let next = try record("-o", "log", "--", "true")
    #expect(next.status == 2)
    #expect(next.errors.contains("log.partial: error: is there already"), "\(next.errors)")
  }

  @Test func recordingThatIsEndedEarlyIsMarkedAsCut() throws {
    // The shell has ended, and strace waits for what it left.
    let script = "sleep 60 >/dev/null & echo $!; exit 0"
    let run = try record("-o", "log", "--", "sh", "-c", script) { process in
      // Of strace's children, the shell is the only one.
      while let strace = Self.children(of: process.processIdentifier).first,
        !Self.children(of: strace).isEmpty
      { usleep(10_000) }
      kill(process.processIdentifier, SIGTERM)
    }
    if let left = pid_t(run.output.trimmingCharacters(in: .whitespacesAndNewlines)) {
      kill(left, SIGKILL)
    }
    #expect(run.status == 2)
    #expect(run.errors.contains("log.partial: error: the recording was cut"), "\(run.errors)")
    #expect(try folder.names == ["log.partial"])
  }

  @Test func twoRecordingsSideBySideDoNotMix() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (name, word) in [("one", "umask 7"), ("two", "cd /")] {
        group.addTask {
          let run = try record("-o", name, "--", "sh", "-c", "sleep 0.2; \(word)")
          #expect(run.status == 0, "\(run.errors)")
        }
      }
      try await group.waitForAll()
    }
    let (one, two) = (try calls(in: "one"), try calls(in: "two"))
    #expect(one.contains("umask"))
    #expect(!one.contains("chdir"))
    #expect(two.contains("chdir"))
    #expect(!two.contains("umask"))
  }

  @Test func whatCannotBeRecordedIsTold() throws {
    let missing = try record("-o", "nowhere/log", "--", "true")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("nowhere/log: error: cannot be written"), "\(missing.errors)")
    #expect(try record("-o", ".", "--", "true").status == 2)
    #expect(try record("-o", "-", "--", "true").status == 64)
    #expect(try record("-o", "log", "--", "./nothing").status == 127)
    #expect(try record("-o", "log", "--").status == 64)
    try folder.write("text", to: "text")
    #expect(try record("-o", "log", "--", "./text").status == 126)
    try folder.write("{}", to: "profile.json")
    let kept = try record("-o", "profile.json", "--", "true")
    #expect(kept.status == 2)
    #expect(kept.errors.contains("profile.json: error: is no log, but JSON"), "\(kept.errors)")
    #expect(try folder.names == ["profile.json", "text"])
  }

  @Test func missingProgramsAreNamedWithTheirPackages() throws {
    let environment = URL(filePath: "/usr/bin/env")
    let whittle = Command.built("whittle").path
    let run = try Command(
      ["PATH=/nowhere", whittle, "record", "-o", "log.gz", "--", "/bin/true"], of: environment,
      in: folder.url)
    #expect(run.status == 2)
    #expect(
      run.errors == """
        record: error: missing: strace, gzip; install what has it, on Debian and Ubuntu: apt-get install strace gzip

        """)
  }
}
