import Foundation
import TestSupport
import Testing

extension ContainerTests {
  /// A program recorded on one C library runs on another one, under the profile of the first.
  @Suite(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/musl-gcc"),
      "musl-tools is not installed"))
  struct DriftTests {
    @Test(arguments: [("musl", "glibc"), ("glibc", "musl"), ("musl", "musl"), ("glibc", "glibc")])
    func programRunsOnTheOtherLibrary(_ recorded: String, _ run: String) async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let log = folder / "log"
      let recording = try await Program.otherLibrary(["record", recorded, log.path])
      try #require(recording.exitCode == 0, "\(recording.transcript)")
      for drift in ["libc", "kernel", "none"] {
        let profile = folder / "\(drift).json"
        let made = try await Program.whittle(
          ["generate", log.path, "-o", profile.path, "--drift", drift])
        try #require(made.exitCode == 0, "\(made.transcript)")
        let outcome = try await Program.otherLibrary(["run", run, profile.path])
        // What the profile is of runs without drift as well; on the other library, no more.
        let passes = drift != "none" || recorded == run
        #expect((outcome.exitCode == 0) == passes, "\(drift): \(outcome.transcript)")
      }
    }
  }
}
