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
