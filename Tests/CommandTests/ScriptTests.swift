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

  @Test func growRepeatsLinesOfLogsEscaped() throws {
    try folder.write("\u{1b}[31mred \u{202e} ä\n", to: "log")
    let command = try run("grow", "--copies", "1", "log")
    #expect(command.status == 2)
    #expect(
      command.errors == "grow: log: no number of a process: \\u001b[31mred \\u202e ä\n")
  }
}
