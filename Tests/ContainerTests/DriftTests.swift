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
      guard recorded != run else { return }
      // With the other image at hand, its code decides.
      let root = folder / "root"
      let profile = folder / "root.json"
      let copied = try await Program.otherLibrary(["root", run, root.path])
      try #require(copied.exitCode == 0, "\(copied.transcript)")
      let made = try await Program.whittle(
        [
          "generate", log.path, "-o", profile.path, "--root", root.path, "--headroom", "none",
        ])
      try #require(made.exitCode == 0, "\(made.transcript)")
      let outcome = try await Program.otherLibrary(["run", run, profile.path])
      #expect(outcome.exitCode == 0, "\(outcome.transcript)\(made.transcript)")
    }

    /// Debian 13 has glibc 2.41, Debian 12 has 2.36: fstat is another call there, among others.
    @Test(
      .enabled(
        if: FileManager.default.fileExists(
          atPath: "/usr/share/keyrings/debian-archive-keyring.gpg"),
        "the keys of Debian's packages are not installed"))
    func programRunsOnTheNextDebian() async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let log = folder / "log"
      let recording = try await Program.otherLibrary(["record", "glibc", log.path])
      try #require(recording.exitCode == 0, "\(recording.transcript)")
      let profile = folder / "profile.json"
      let made = try await Program.whittle(["generate", log.path, "-o", profile.path])
      try #require(made.exitCode == 0, "\(made.transcript)")
      let outcome = try await Program.otherLibrary(["run", "trixie", profile.path])
      #expect(outcome.exitCode == 0, "\(outcome.transcript)")
    }
  }
}
