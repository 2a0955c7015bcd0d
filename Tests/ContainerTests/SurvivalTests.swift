import Foundation
import Testing

extension ContainerTests {
  /// What a profile with default options, made of one test run, does to other runs: those that were
  /// recorded as well, and one with commands by `docker exec` and restarts.
  @Suite struct SurvivalTests {
    @Test(arguments: Service.allCases)
    func otherRunsPassFromOneAlone(service: Service) async throws {
      let runs = try await Program.survival([
        "--check", "--whittle", Program.whittle.url.path, service.rawValue,
      ])
      #expect(runs.exitCode == 0, "\(runs.transcript)")
    }
  }
}
