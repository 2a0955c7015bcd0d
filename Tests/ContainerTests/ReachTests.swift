import Foundation
import TestSupport
import Testing

extension ContainerTests {
  /// What a container's programs can call is the same by whatever way its root is reached.
  @Suite struct ReachTests {
    private let service = Service.redis
    private let program = "/usr/bin/redis-server"

    @Test func rootsOfARunningContainerAreThatOfItsExport() async throws {
      let image = try await Program.image(service.rawValue)
      try #require(image.exitCode == 0, "\(image.transcript)")
      let started = try await docker(
        "run", "-d", "--network=none", "--entrypoint", "sleep", "whittle-test/\(service)", "300")
      let container = started.trimmingCharacters(in: .whitespacesAndNewlines)
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let result = await Result { try await roots(of: container, in: folder) }
      _ = try await docker("rm", "-f", container)
      let reached = try result.get()
      let export = try #require(reached["export"])
      #expect(export.contains(#""syscall": "epoll_wait""#))
      for (name, reach) in reached { #expect(reach == export, "\(name)") }
    }

    /// What is reached by each way.
    private func roots(
      of container: String, in folder: TemporaryFolder
    ) async throws -> [String: String] {
      let process = try await inspect(container, "{{.State.Pid}}")
      let tar = (folder / "root.tar").path
      _ = try await docker("export", "-o", tar, container)
      var roots = ["process": "/proc/\(process)/root", "export": tar]
      // containerd's snapshotters do not tell it.
      let merged = try? await inspect(container, "{{.GraphDriver.Data.MergedDir}}")
      if let merged, merged.hasPrefix("/") { roots["overlay"] = merged }
      var reached: [String: String] = [:]
      for (name, root) in roots {
        let run = try await Program.whittle("reach", program, "--root", root, "--json")
        try #require(run.exitCode == 0, "\(name): \(run.transcript)")
        reached[name] = String(decoding: run.output, as: UTF8.self)
      }
      return reached
    }

    private func inspect(_ container: String, _ form: String) async throws -> String {
      try await docker("inspect", "-f", form, container)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func docker(_ arguments: String...) async throws -> String {
      let run = try await Program(url: URL(filePath: "/usr/bin/env"))(["docker"] + arguments)
      try #require(run.exitCode == 0, "\(run.transcript)")
      return String(decoding: run.output, as: UTF8.self)
    }
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
