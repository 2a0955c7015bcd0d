import Foundation
import TestSupport
import Testing

extension ContainerTests {
  /// The loop of a week in production: a profile of one run as a canary, another run under it, what the kernel
  /// logged folded in, the profile enforced, the run again.
  @Suite struct CanaryTests {
    let service = Service.nginx

    @Test func whatACanaryLogsIsWhatTheEnforcedProfileLacked() async throws {
      let image = try await Program.image(service.rawValue)
      try #require(image.exitCode == 0, "\(image.transcript)")
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let tested = "traces/\(service)/run-1.strace.gz"
      let canary = folder / "canary.json"
      let made = try await Program.whittle(
        ["generate", tested, "--headroom", "none", "--mode", "canary", "-o", canary.path])
      try #require(made.exitCode == 0, "\(made.transcript)")

      // A path that the tests did not walk. Nothing breaks.
      let hits = folder / "hits.audit.gz"
      let drive = "Tests/ContainerTests/Services/\(service)/run-2"
      let recorded = try await Program.whittle(
        ["record", "--with", "audit", "-o", hits.path, "--no-reach", "--drive", drive]
          + service.creation + ["--security-opt", "seccomp=\(canary.path)"])
      try #require(recorded.exitCode == 0, "\(recorded.transcript)")
      let found = try await calls(in: hits.path)
      let known = try await calls(in: tested)
      #expect(!found.isEmpty)
      #expect(found.isDisjoint(with: known), "a canary logs what was not seen, and nothing else")

      // Folded in, and enforced: both runs pass, and nothing is refused.
      let enforced = folder / "enforced.json"
      let updated = try await Program.whittle(
        ["generate", tested, hits.path, "--headroom", "none", "-o", enforced.path])
      try #require(updated.exitCode == 0, "\(updated.transcript)")
      let proof = try await Program.prove([service.rawValue, enforced.path])
      #expect(proof.exitCode == 0, "\(proof.transcript)")
    }

    /// The kernel's log is followed while a container runs under the canary.
    @Test(
      .enabled(if: Machine.logsToKernel, "an auditd takes the records, so that /dev/kmsg has none"))
    func aFollowedLogShowsItsHits() async throws {
      let image = try await Program.image(service.rawValue)
      try #require(image.exitCode == 0, "\(image.transcript)")
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let canary = folder / "canary.json"
      let made = try await Program.whittle(
        [
          "generate", "traces/\(service)/run-1.strace.gz", "--headroom", "none", "--mode", "canary",
          "-o", canary.path,
        ])
      try #require(made.exitCode == 0, "\(made.transcript)")

      // No other record is of a process of this name. The kernel prints ten records in five seconds.
      let name = "hit-\(UInt32.random(in: 0...UInt32.max))"
      let script = """
        cp /bin/ln /tmp/\(name)
        for i in 1 2 3 4 5 6 7 8 9 10; do sleep 6; /tmp/\(name) -s a /tmp/$i; done
        """
      let output = folder / "hits"
      let following = Task {
        try await Program.shell([
          "-c", "exec \"$0\" observe --follow /dev/kmsg --json --profile \"$1\" >\"$2\"",
          Command.built("whittle").path, canary.path, output.path,
        ])
      }
      let running = Task {
        try await Program.docker([
          "run", "--rm", "--name", name, "--network=none", "--security-opt",
          "seccomp=\(canary.path)", "--entrypoint", "sh", "whittle-test/\(service)", "-c", script,
        ])
      }
      defer { following.cancel() }
      var hits: [Substring] = []
      for _ in 0..<100 where hits.isEmpty {
        try await Task.sleep(for: .seconds(1))
        let lines = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        hits = lines.split(separator: "\n").filter {
          $0.contains("\"process\": \"\(name)\"") && $0.contains("\"canaryHit\": true")
        }
      }
      _ = try await Program.docker(["rm", "-f", name])
      _ = try await running.value
      #expect(!hits.isEmpty)
      following.cancel()
      let followed = try await following.value
      #expect([0, 1].contains(followed.exitCode), "\(followed.transcript)")
    }

    private func calls(in log: String) async throws -> Set<String> {
      let observed = try await Program.whittle(["observe", "--json", log])
      try #require(observed.exitCode == 0, "\(observed.transcript)")
      let totals = try JSONDecoder().decode(Totals.self, from: observed.output).totals
      return Set(totals.values.flatMap(\.keys))
    }

    private struct Totals: Decodable {
      let totals: [String: [String: Int]]
    }
  }
}
