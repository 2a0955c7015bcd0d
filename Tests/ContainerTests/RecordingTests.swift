import Foundation
import TestSupport
import Testing

extension ContainerTests {
  @Suite struct RecordingTests {
    /// A static program without children, so that all its records carry its own path.
    let service = Service.swift
    let program = "/server"

    @Test func straceAndAuditShowTheSameCalls() async throws {
      let image = try await Program.image(service.rawValue)
      try #require(image.exitCode == 0, "\(image.transcript)")

      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let strace = try await observe(.strace, in: folder)
      // What the runtime did before it started the program is in audit records only.
      let audit = try await observe(.audit, in: folder, "--exe", program)

      // The execve that starts the program is still the runtime's. clone3 is refused, which no record
      // tells. A restart comes and goes with the timing of signals.
      let others: Set = ["clone3", "execve", "restart_syscall"]
      #expect(strace.isSuperset(of: ["clone3", "execve"]))
      #expect(audit.subtracting(others) == strace.subtracting(others))
      #expect(audit.count > 30)
    }

    /// Records a test run; the calls that whittle reads from it, by name.
    private func observe(
      _ kind: Service.Kind, in folder: TemporaryFolder, _ selection: String...
    ) async throws -> Set<String> {
      let log = folder / "\(kind).gz"
      let drive = "Tests/ContainerTests/Services/\(service)/run-2"
      let recorded = try await Program.whittle(
        ["record", "--with", kind.rawValue, "-o", log.path, "--no-reach", "--drive", drive]
          + service.creation)
      try #require(recorded.exitCode == 0, "\(recorded.transcript)")

      // Fails on a log with losses.
      let observed = try await Program.whittle(["observe", "--json", log.path] + selection)
      try #require(observed.exitCode == 0, "\(observed.transcript)")
      let totals = try JSONDecoder().decode(Totals.self, from: observed.output).totals
      #expect(totals.count == 1, "calls of more than one ABI: \(totals.keys)")
      return Set(totals.values.flatMap(\.keys))
    }

    private struct Totals: Decodable {
      let totals: [String: [String: Int]]
    }
  }
}
