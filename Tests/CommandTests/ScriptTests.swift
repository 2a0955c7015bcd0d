import Foundation
import TestSupport
import Testing

@Suite struct ScriptTests {
  private let folder: TemporaryFolder
  private let scripts = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../scripts").standardizedFileURL

  init() throws { folder = try TemporaryFolder() }

  private func run(_ script: String, _ arguments: String...) throws -> Command {
    try Command(arguments, of: scripts.appending(path: script), in: folder.url)
  }

  @Test(arguments: ["recording-cost", "bench", "cost", "grow"])
  func helpIsNoError(_ script: String) throws {
    let help = try run(script, "--help")
    #expect(help.status == 0)
    #expect(help.output.hasPrefix("usage: \(script) "))
    #expect(help.errors.isEmpty)
  }

  @Test(arguments: [["--size", "x"], ["--runs"], ["--output"], ["--other"]])
  func wrongOptionsOfBenchAreUsageErrors(_ arguments: [String]) throws {
    let command = try Command(arguments, of: scripts.appending(path: "bench"), in: folder.url)
    #expect(command.status == 64)
    #expect(command.errors.contains("--output"))
  }

  /// Each command has a page with each of its options, which begins with an example.
  @Test func manualHasEveryCommandAndOption() throws {
    let run = try run("man", "pages", Command.built("whittle").path)
    #expect(run.status == 0, "\(run.errors)")
    let dump = try Command(["--experimental-dump-help"], in: folder.url).output
    let tool = try JSONDecoder().decode(HelpDump.self, from: Data(dump.utf8))
    let commands = tool.command.subcommands ?? []
    #expect(commands.count > 10)
    for command in commands where command.commandName != "help" {
      let page = try folder.contents(of: "pages/whittle-\(command.commandName).1")
        .replacingOccurrences(of: "\\-", with: "-")
      let example = command.discussion?.split(separator: "\n").first ?? ""
      #expect(example.hasPrefix("whittle \(command.commandName)"), "\(command.commandName)")
      #expect(page.contains(".SH DESCRIPTION\n.EX\n\(example)"), "\(command.commandName)")
      let shown = (command.arguments ?? []).filter { $0.shouldDisplay != false }
      for name in shown.flatMap({ $0.names ?? [] }) where name.kind == "long" {
        #expect(page.contains("\\fB--\(name.name)\\fR"), "\(command.commandName) --\(name.name)")
      }
    }
    #expect(try folder.contents(of: "pages/whittle.1").contains("whittle\\-verify"))
  }

  private struct HelpDump: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    struct Argument: Decodable {
      let names: [Name]?
      let shouldDisplay: Bool?
    }
    struct Entry: Decodable {
      let commandName: String
      let discussion: String?
      let arguments: [Argument]?
      let subcommands: [Entry]?
    }
    let command: Entry
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsNameEveryCommand(_ shell: String) throws
  {
    let script = try Command(["--generate-completion-script", shell], in: folder.url)
    #expect(script.status == 0)
    for word in ["record", "observe", "generate", "verify", "report", "lint", "convert", "reach"] {
      #expect(script.output.contains(word), "\(word)")
    }
    guard shell == "bash" else { return }
    try folder.write(script.output, to: "whittle.bash")
    let read = try Command(
      ["-n", "whittle.bash"], of: URL(filePath: "/bin/bash"), in: folder.url)
    #expect(read.status == 0 && read.errors.isEmpty, "\(read.errors)")
  }

  @Test func growRepeatsLinesOfLogsEscaped() throws {
    try folder.write("\u{1b}[31mred \u{202e} ä\n", to: "log")
    let command = try run("grow", "--copies", "1", "log")
    #expect(command.status == 2)
    #expect(
      command.errors == "grow: log: no number of a process: \\u001b[31mred \\u202e ä\n")
  }
}
