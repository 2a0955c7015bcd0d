import Foundation
import Testing

extension Tag {
  /// Needs a container engine, and root.
  @Tag static var containers: Self
}

/// What the container tests need of the machine they run on.
enum Machine {
  /// What is missing for running and recording containers; `nil` where all is there.
  static let obstacle: String? = {
    guard geteuid() == 0 else { return "not root" }
    let programs = [
      "docker", "strace", "auditctl", "auditd", "ausyscall", "jq", "cc", "curl", "redis-cli",
      "psql", "pgrep",
    ]
    let missing = programs.filter { !isInstalled($0) }
    guard missing.isEmpty else { return "missing: \(missing.joined(separator: ", "))" }
    return engineAnswers ? nil : "no Docker engine answers `docker info`"
  }()

  private static func isInstalled(_ program: String) -> Bool {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  private static var engineAnswers: Bool { succeeds(["docker", "info"]) }

  /// Whether no audit daemon takes the kernel's records, which are printed then.
  static let logsToKernel = succeeds(["sh", "-c", "auditctl -s | grep -qx 'pid 0'"])

  private static func succeeds(_ command: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where containers cannot be run and recorded.
  static var needsContainers: Self {
    .enabled(
      if: Machine.obstacle == nil,
      "needs root, a running Docker engine and what .ci/run installs (\(Machine.obstacle ?? "all there"))"
    )
  }
}
