import Foundation
import TestSupport
import Testing

/// `reach --root`: a folder that strangers have filled.
@Suite struct ReachRootTests {
  @Test(arguments: [
    "/bin/sh", "../../../../../../../../../../bin/sh", "/proc/self/exe", "/dev/zero", "app", "/",
  ])
  func noLinkLeadsOutOfTheRoot(_ target: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: (folder / "app").path, withDestinationPath: target)
    let command = try Command(["reach", "/app", "--root", folder.path], in: folder.url)
    #expect(command.status == 2)
    #expect(command.output == "")
    #expect(
      command.errors.contains("no such file") || command.errors.contains("links go round")
        || command.errors.contains("no regular file"))
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let folder = try TemporaryFolder()
    let command = try Command(["reach", "/app", "--root", "gone"], in: folder.url)
    #expect(command.status == 2)
    #expect(command.errors == "gone: error: cannot be opened as a root: no such folder\n")
  }

  @Test func withoutARootPathsAreThoseOfThisMachine() throws {
    let folder = try TemporaryFolder()
    let program = MadeELF(isProgram: true, exports: [("main", { _ in MadeELF.call(39) })])
    try Data(program.bytes).write(to: folder / "app\u{1b}[1m")
    let command = try Command(["reach", "app\u{1b}[1m"], in: folder.url)
    #expect(command.status == 0)
    #expect(command.output.contains("getpid"))
    #expect(command.output.contains("app\\u001b[1m makes it itself"))
  }
}
