import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct OutputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
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

  /// A pipe that is read to its end as its first sample is as whole as the same file.
  @Test(arguments: [
    "hello, world\n", "hello, world", "getpid() = 1\n", "getpid(", "type=SYSCALL msg=audit(\n",
  ])
  func pipeIsCutWhereTheFileIs(lastLine: String) throws {
    let log = plainLog.hasSuffix("\n") ? plainLog : plainLog + "\n"
    try folder.write(log + lastLine, to: "other")
    let file = try whittle("observe", "other", "-o", "a").errors
    let pipe = try Command(
      ["observe", "-", "-o", "b"], in: folder.url, input: log + lastLine
    ).errors
    #expect(pipe.contains("truncated-tail") == file.contains("truncated-tail"))
    #expect(pipe.contains("truncated-tail") == !lastLine.hasSuffix("\n"))
  }

  /// What takes longer than a second is told on a terminal, which `script` makes, and nowhere else.
  @Test func progressIsForTerminalsAlone() throws {
    // More than what is read before the format is known.
    try folder.write(String(repeating: plainLog, count: 3000), to: "logs")
    let slow = "(cat logs; sleep 2; cat log) | '\(Command.built("whittle").path)' observe -"
    let shell = URL(filePath: "/bin/sh")
    let silent = try Command(["-c", slow], of: shell, in: folder.url)
    #expect(silent.status == 0)
    #expect(!silent.errors.contains("\r"))
    let shown = try Command(
      ["-c", "script --quiet --return --command \"$1\" /dev/null", "sh", slow], of: shell,
      in: folder.url)
    #expect(shown.status == 0)
    #expect(shown.output.contains(#/\r[^\n]*B\/s/#), "\(shown.output)")
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

  struct Obstacle: CustomTestStringConvertible {
    let command: [String]
    /// A name that ends with a slash is a folder's.
    let name: String
    var text = ""
    let message: String

    var testDescription: String { "\(command.joined(separator: " ")): \(name) \(text)" }
  }

  @Test(arguments: [
    Obstacle(
      command: ["generate", "log", "-o", "p.json"], name: "p.json", text: "keep",
      message: "p.json: error: is no profile, and is left as it is; name another file with -o"),
    Obstacle(
      command: ["generate", "log", "-o", "p.json", "--update"], name: "p.json", text: "keep",
      message: "p.json: error: is no profile, and is left as it is; name another file with -o"),
    Obstacle(
      command: ["generate", "log", "-o", "p.json"], name: "p.json/",
      message: "p.json: error: is a folder, and is left"),
    Obstacle(
      command: ["generate", "log", "-o", "p.json", "--update"], name: "p.observations.json/",
      message: "p.observations.json: error: is a folder, and is left"),
    Obstacle(
      command: ["generate", "log", "-o", "p.json", "--update"], name: "p.observations.json",
      text: plainLog, message: "p.observations.json: error: is no observation file"),
    Obstacle(
      command: ["observe", "log", "-o", "other"], name: "other", text: plainLog,
      message: "other: error: is no observation file, and is left"),
    Obstacle(
      command: ["observe", "log", "-o", "other"], name: "other/",
      message: "other: error: is a folder"),
    Obstacle(
      command: ["observe", "log", "-o", "other"], name: "other",
      text: #"{"whittleObservations": 1, "totals": {}, "runs": [], "more": 1}"#,
      message: "other: error: cannot be merged, and is left"),
  ])
  func whatIsNotOfItsKindIsLeftAsItIs(_ obstacle: Obstacle) throws {
    try folder.write(
      obstacle.text, to: obstacle.name.hasSuffix("/") ? obstacle.name + "file" : obstacle.name)
    let command = try Command(obstacle.command, in: folder.url)
    #expect(command.status == 2)
    #expect(command.errors.contains(obstacle.message), "\(command.errors)")
    #expect(try folder.names.count == 2)
    if !obstacle.name.hasSuffix("/") {
      #expect(try folder.contents(of: obstacle.name) == obstacle.text)
    }
  }

  @Test func observeOverwritesNeitherItsLogNorRunsThatItDidNotRead() throws {
    #expect(try whittle("observe", "log", "-o", "log").status == 2)
    #expect(try folder.contents(of: "log") == plainLog)

    #expect(try whittle("observe", "log", "-o", "runs.json").status == 0)
    let first = try folder.contents(of: "runs.json")
    try folder.write(plainLog + "getpid() = 5\n", to: "later.log")
    let refused = try whittle("observe", "later.log", "-o", "runs.json")
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains("runs.json: error: holds 1 run not among what was read (log)."),
      "\(refused.errors)")
    #expect(try folder.contents(of: "runs.json") == first)

    #expect(try whittle("observe", "later.log", "runs.json", "-o", "runs.json").status == 0)
    #expect(try whittle("observe", "later.log", "log", "-o", "runs.json").status == 0)
    #expect(try folder.contents(of: "runs.json").contains("getpid"))
  }

  @Test func runsThatWouldBeDroppedAreNamedUpToADozen() throws {
    let logs = (10..<24).map { "run-\($0).log" }
    for (index, log) in logs.enumerated() {
      let calls = String(repeating: "getpid() = 5\n", count: index + 1)
      try folder.write(plainLog + calls, to: log)
    }
    #expect(try Command(["observe", "-o", "runs.json"] + logs, in: folder.url).status == 0)
    let refused = try whittle("observe", logs[0], "-o", "runs.json")
    #expect(
      refused.errors.contains(
        "holds 13 runs not among what was read (\(logs[1...12].joined(separator: ", ")) and 1 more)."
      ),
      "\(refused.errors)")
  }
}
