import Foundation
import TestSupport
import Testing

/// What stands in `profiles/` is what whittle makes of `traces/` today. Needs no container.
@Suite struct CheckedInProfileTests {
  @Test(arguments: Service.allCases)
  func profileAndEvidenceAreWhatTheTracesGive(service: Service) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let made = folder / "\(service).json"
    let command = ["generate"] + service.traces(.strace) + ["-o"]
    let generated = try await Program.whittle(command + [made.path])
    try #require(generated.exitCode == 0, "\(generated.transcript)")

    for name in ["\(service).json", "\(service).observations.json"] {
      let file = Program.package.appending(path: "profiles/\(name)")
      let kept = try? Data(contentsOf: file)
      let now = try Data(contentsOf: folder / name)
      #expect(
        kept == now,
        """
        profiles/\(name) is not what its traces give. If that is meant: \
        scripts/whittle \(command.joined(separator: " ")) profiles/\(service).json --update
        """)
    }
  }
}
