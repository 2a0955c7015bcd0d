import Foundation
import TestSupport
import Testing

/// What a real engine says of its containers.
@Suite(.tags(.containers), .needsContainers)
struct InspectionTests {
  /// The engine keeps the text of a container's profile; that, and no file, is compared with what is checked in.
  @Test func inspectedContainerIsHeldAgainstItsProfile() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let name = "whittle-lint-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(
      at: folder / "profiles", withIntermediateDirectories: true)
    let profile = try Data(contentsOf: Program.package.appending(path: "profiles/redis.json"))
    try profile.write(to: folder / "profiles/\(name).json")
    try folder.write("x", to: "file")
    let packed = try Command(
      ["-c", "tar c file | docker import - \(name)"], of: URL(filePath: "/bin/sh"), in: folder.url)
    try #require(packed.status == 0, "\(packed.errors)")
    defer {
      _ = try? Command(
        ["-c", "docker rm \(name); docker rmi \(name)"], of: URL(filePath: "/bin/sh"),
        in: folder.url)
    }
    let made = try Command(
      [
        "-c",
        """
        docker create --name \(name) --network none --cap-drop ALL --read-only --user 5 --memory 20m --pids-limit 9 \
          --security-opt no-new-privileges --security-opt seccomp=profiles/\(name).json \(name) /file &&
          docker inspect \(name) > inspected.json
        """,
      ], of: URL(filePath: "/bin/sh"), in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
    let run = try Command(["lint", "inspected.json"], in: folder.url)
    #expect(
      run.status == 0 && run.output == "inspected.json: nothing found\n",
      "\(run.output)\(run.errors)")

    // What is checked in is another one since.
    let nginx = try Data(contentsOf: Program.package.appending(path: "profiles/nginx.json"))
    try nginx.write(to: folder / "profiles/\(name).json")
    let changed = try Command(["lint", "inspected.json"], in: folder.url)
    #expect(changed.status == 1)
    #expect(
      changed.errors.contains("[profile-differs]")
        && changed.errors.contains("it lets run what the profile refuses (")
        && changed.errors.contains("it refuses what the profile allows ("), "\(changed.errors)")
  }
}
