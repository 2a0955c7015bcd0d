import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct OutputTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(plainLog, to: "log")
  }

  private func whittle(_ arguments: String...) throws -> Command {
    try Command(arguments, in: folder.url)
  }

  private func path(_ name: String) -> String { folder.url.appending(path: name).path }

  @Test(arguments: [true, false]) func linkStaysAndWhatItLeadsToIsWritten(_ exists: Bool) throws {
    try folder.write("", to: exists ? "real/p.json" : "real/other")
    for (link, target) in [("p.json", "next"), ("next", "real/p.json")] {
      try FileManager.default.createSymbolicLink(
        atPath: path(link), withDestinationPath: target)
    }
    #expect(try whittle("generate", "log", "-o", "p.json").status == 0)
    #expect(try folder.contents(of: "real/p.json").contains("defaultAction"))
    for link in ["p.json", "next"] {
      #expect(throws: Never.self) {
        try FileManager.default.destinationOfSymbolicLink(atPath: path(link))
      }
    }
  }

  @Test(arguments: [["observe", "log", "--json"], ["generate", "log"]])
  func pipeIsWrittenStraightAndNothingBesideIt(_ arguments: [String]) throws {
    // SAFETY: both read the path alone.
    #expect(unsafe mkfifo(path("pipe"), 0o600) == 0)
    let reader = FileHandle(
      fileDescriptor: unsafe open(path("pipe"), O_RDONLY | O_NONBLOCK), closeOnDealloc: true)
    #expect(try whittle(arguments[0], "log", "-o", "pipe").status == 0)
    let read = String(decoding: try #require(try reader.readToEnd()), as: UTF8.self)
    #expect(read == (try Command(arguments, in: folder.url)).output)
    #expect(try folder.names == ["log", "pipe"])
  }

  @Test func dashIsStandardOutput() throws {
    let observations = try whittle("observe", "log", "--json").output
    #expect(try whittle("observe", "log", "-o", "-").output == observations)
    #expect(try whittle("observe", "log", "-o", "-", "--json").output == observations)
    #expect(
      try whittle("generate", "log", "-o", "-").output == whittle("generate", "log").output)
    #expect(try whittle("generate", "log", "-o", "-", "--json").status == 64)
    #expect(try folder.names == ["log"])
  }

  @Test func replacedFileKeepsItsMode() throws {
    try folder.write("", to: "p.json")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: path("p.json"))
    #expect(try whittle("generate", "log", "-o", "p.json").status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: path("p.json"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: ["observe", "generate", "try"])
  func emptyNameIsAUsageError(_ command: String) throws {
    try folder.write(Trials.refusesUnshare, to: "p.json")
    let operands = command == "try" ? ["p.json", "-o", "", "--", "true"] : ["log", "-o", ""]
    #expect(try Command([command] + operands, in: folder.url).status == 64)
  }
}
