import Foundation
import TestSupport
import Testing

extension ContainerTests {
  /// What the README shows of the way from an image to a gate: its commands are run in a repository of their own, and
  /// must say what stands there, numbers aside.
  @Suite struct ReadmeTests {
    private static let heading = "## From an image to a gate"

    private struct Step {
      let command: String
      var output: [String] = []
    }

    @Test func wayFromAnImageToAGateIsAsTold() async throws {
      let image = try await Program.image("nginx")
      try #require(image.exitCode == 0, "\(image.transcript)")
      let steps = try Self.steps()
      try #require(steps.count > 8)

      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let services = Program.package.appending(path: "Tests/ContainerTests/Services/nginx").path
      try folder.write("#!/bin/sh\nexec '\(services)/run-1'\n", to: "my-test")
      try folder.write("#!/bin/sh\nexec '\(services)/run-2'\n", to: "more-tests")
      let prepared = try await shell(
        """
        chmod +x my-test more-tests && docker tag whittle-test/nginx my-image && docker rm --force web
        git init --quiet && git config user.name web && git config user.email web@localhost
        """, in: folder)
      try #require(prepared.exitCode == 0, "\(prepared.transcript)")

      for step in steps {
        let run = try await shell(step.command, in: folder)
        let said = String(decoding: run.output, as: UTF8.self).split(separator: "\n").map(
          String.init)
        #expect(run.exitCode == 0, "\(step.command): \(said)")
        #expect(
          Self.matches(said[...], step.output[...]),
          "\(step.command)\nsays\n\(said.joined(separator: "\n"))")
      }
      _ = try await shell("docker rm --force web; docker rmi my-image", in: folder)
    }

    /// The commands of the section, and what they are told to say.
    private static func steps() throws -> [Step] {
      let readme = try String(
        contentsOf: Program.package.appending(path: "README.md"), encoding: .utf8)
      let start = try #require(readme.range(of: heading + "\n")).upperBound
      let section = readme[start...]
      let end = section.range(of: "\n## ")?.lowerBound ?? section.endIndex
      var steps: [Step] = []
      var isConsole = false
      for line in section[..<end].split(separator: "\n") {
        if line.hasPrefix("```") {
          isConsole = line == "```console"
        } else if isConsole, line.hasPrefix("$ ") {
          steps.append(Step(command: String(line.dropFirst(2))))
        } else if isConsole, !steps.isEmpty {
          steps[steps.count - 1].output.append(String(line))
        }
      }
      return steps
    }

    /// Standard error and output, as a terminal shows them.
    private func shell(_ command: String, in folder: TemporaryFolder) async throws
      -> Program.Outcome
    {
      let built = Program.whittle.url.deletingLastPathComponent().path
      return try await Program(url: URL(filePath: "/bin/bash"))(
        "-c",
        """
        cd '\(folder.url.path)' && export PATH='\(built)':"$PATH" && exec 2>&1 || exit 99
        sudo() { "$@"; }
        \(command)
        """)
    }

    /// Whether lines are those that are told: a line that ends with `...` begins like that, and one that is nothing
    /// else stands for any number of lines.
    private static func matches(_ lines: ArraySlice<String>, _ told: ArraySlice<String>) -> Bool {
      guard let first = told.first else { return lines.isEmpty }
      if first == "..." {
        return (lines.startIndex...lines.endIndex).contains {
          matches(lines[$0...], told.dropFirst())
        }
      }
      guard let line = lines.first else { return false }
      let (wanted, got) = (withoutNumbers(first), withoutNumbers(line))
      let isSame =
        wanted.hasSuffix("...") ? got.hasPrefix(wanted.dropLast(3)) : got == wanted
      return isSame && matches(lines.dropFirst(), told.dropFirst())
    }

    private static func withoutNumbers(_ line: String) -> String {
      line.hasPrefix("exit status")
        ? line
        : line.replacing(/[0-9a-f]{12,}/, with: "N").replacing(/[0-9]+(\.[0-9]+)?/, with: "N")
    }
  }
}
