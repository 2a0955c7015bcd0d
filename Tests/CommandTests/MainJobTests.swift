import Foundation
import Testing

@Suite struct MainJobTests {
  @Test func logsFromAPipeAndFromAFileGiveTheSameObservations() throws {
    let folder = try Folder()
    try folder.write(plainLog, to: "log")
    let file = try Command(["observe", "--json", "log"], in: folder.url)
    let pipe = try Command(["observe", "--json", "-"], in: folder.url, input: plainLog)
    #expect(file.status == 0)
    #expect(
      file.output.replacing("\"log", with: "\"-").replacing("log:", with: "-:") == pipe.output)
    #expect(file.output.contains("\"openat\": 1"))
  }

  @Test func filesMayComeInAnyOrderAndMoreThanOnce() throws {
    let folder = try Folder()
    try folder.write(plainLog, to: "one.log")
    try folder.write(plainLog.replacing("exit_group(0)", with: "exit(0)"), to: "two.log")
    let there = try Command(["generate", "one.log", "two.log"], in: folder.url)
    let back = try Command(["generate", "two.log", "one.log", "two.log"], in: folder.url)
    #expect(there.status == 0, "\(there.messages)")
    #expect(there.output == back.output)
    #expect(
      try Command(["observe", "--json", "one.log", "two.log"], in: folder.url).output
        == Command(["observe", "--json", "two.log", "one.log"], in: folder.url).output)
  }

  @Test func observingObservationFilesMergesThem() throws {
    let folder = try Folder()
    try folder.write(plainLog, to: "one.log")
    try folder.write(plainLog + "getpid() = 5\n", to: "two.log")
    for name in ["one", "two"] {
      #expect(
        try Command(["observe", "\(name).log", "-o", "\(name).json"], in: folder.url).status == 0)
    }
    let merged = try Command(["observe", "--json", "one.json", "two.json"], in: folder.url)
    let again = try Command(
      ["observe", "--json", "two.json", "one.log", "one.json"], in: folder.url)
    #expect(merged.status == 0, "\(merged.messages)")
    #expect(merged.output == again.output)
    #expect(merged.output.contains("\"openat\": 2"))
  }

  @Test func verifyFindsTheEvidenceBesideTheProfileAndWhatItLacks() throws {
    let folder = try Folder()
    try folder.write(plainLog, to: "log")
    #expect(try Command(["generate", "log", "-o", "p.json"], in: folder.url).status == 0)
    let good = try Command(["verify", "p.json"], in: folder.url)
    #expect(good.status == 0, "\(good.messages)")
    #expect(good.output.contains("within the baseline, open for all"))

    try folder.write(plainLog + "fchdir(3) = 0\n", to: "later.log")
    let poor = try Command(["verify", "p.json", "--trace", "later.log"], in: folder.url)
    #expect(poor.status == 1)
    #expect(poor.messages.contains("later.log:8: error: x86_64 fchdir()"), "\(poor.messages)")
  }

  @Test func namesThatAProgramChoseReachNoTerminalUnescaped() throws {
    let folder = try Folder()
    let name = "evil\u{1b}[2J\u{202e}.log"
    try folder.write(plainLog, to: name)
    for arguments in [["observe", name], ["generate", name], ["observe", name, "--json"]] {
      let command = try Command(arguments, in: folder.url)
      #expect(command.status == 0)
      #expect(!(command.output + command.messages).unicodeScalars.contains { $0 == "\u{1b}" })
      #expect(!(command.output + command.messages).unicodeScalars.contains { $0 == "\u{202e}" })
    }
  }
}
