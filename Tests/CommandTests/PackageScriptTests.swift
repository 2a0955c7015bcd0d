import Foundation
import TestSupport
import Testing

/// What scripts/package refuses, in a clone of its own.
@Suite struct PackageScriptTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["scripts/package", "Sources/Reports/Release.swift"] {
      try folder.write(
        String(contentsOf: Command.package.appending(path: name), encoding: .utf8), to: name)
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: (folder / "scripts/package").path)
  }

  private func git(_ arguments: String...) throws {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    let command = try Command(
      identity + arguments, of: URL(filePath: "/usr/bin/git"), in: folder.url)
    try #require(command.status == 0, "\(command.errors)")
  }

  private func package(_ arguments: String...) throws -> Command {
    try Command(arguments, of: folder / "scripts/package", in: folder.url)
  }

  @Test func whatIsNotCommittedIsNotPackaged() throws {
    #expect(try package().errors.contains("is no clone"))
    try git("init", "-q")
    try git("add", ".")
    try git("commit", "-q", "-m", "x")
    try folder.write("x", to: "new")
    let dirty = try package()
    #expect(dirty.status == 2)
    #expect(
      dirty.errors.hasPrefix("package: the tree has changes that no commit holds (new):"),
      "\(dirty.errors)")
    #expect(dirty.errors.contains("say --dirty"))
  }

  @Test func aTagOfAnotherVersionIsRefused() throws {
    try git("init", "-q")
    try git("add", ".")
    try git("commit", "-q", "-m", "x")
    try git("tag", "v99.0.0")
    let tagged = try package()
    #expect(tagged.status == 2)
    #expect(tagged.errors.hasPrefix("package: the tag is v99.0.0, and the program calls itself "))
  }

  @Test func whatIsNoStaticProgramIsRefused() throws {
    try git("init", "-q")
    try git("add", ".")
    try git("commit", "-q", "-m", "x")
    #expect(try package("--program", "/etc/passwd").errors.contains("/etc/passwd: is no program"))
    let dynamic = try package("--program", Command.built("whittle").path)
    #expect(dynamic.status == 2)
    #expect(dynamic.errors.contains("needs a dynamic loader"), "\(dynamic.errors)")
    #expect(try package("--other").status == 64)
  }
}
