internal import ArgumentParser
internal import Files
internal import Glibc
internal import Reports
internal import Text
internal import Workflows

/// The command: options in; text, files and an exit code out.
@main
struct Whittle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whittle",
    abstract: "Tightens seccomp profiles to what a container really does, and proves the result.",
    discussion: """
      whittle generate traces/nginx/run-1.strace.gz traces/nginx/run-2.audit.gz -o nginx.json

      Exit status: 0 yes or done; 1 the answer is no (a finding, a loss); 2 it could not be done; \
      64 the command line is wrong.
      """,
    version: Release.version,
    subcommands: [
      Record.self, Observe.self, Generate.self, Verify.self, Diff.self, Explain.self,
      Try.self, Harden.self, Convert.self, ReportCommand.self, Lint.self, BaselineCommand.self,
      ReachCommand.self,
      Help.self,
    ])

  /// Without a subcommand: the way from an image to a gate.
  func run() throws {
    try StandardOutput.write(
      """
      From an image to a gate:

        sudo whittle record -o run-1.strace.gz --image my-image --drive ./my-test
        whittle generate run-1.seen.json -o profiles/web.json
        whittle explain profiles/web.json openat
        docker run --security-opt seccomp=profiles/web.json my-image
        whittle verify profiles

      whittle help lists the commands, whittle help COMMAND tells their options.

      """)
  }

  static func main() {
    do {
      try perform()
    } catch {
      StandardError.write(error.message)
      Glibc.exit(error.code)
    }
  }

  private static func perform() throws(ExitError) {
    do {
      var command = try parsed()
      try command.run()
    } catch {
      if let failure = ExitError(catching: error) { throw failure }
      let message = fullMessage(for: error)
      // Help and the version are thrown as well.
      guard exitCode(for: error) == .success else {
        throw ExitError(message: message, code: exitCode(for: error).rawValue)
      }
      do { try StandardOutput.write(message) } catch { throw ExitError(WorkflowError(error)) }
    }
  }

  private static func parsed() throws -> any ParsableCommand {
    do {
      return try parseAsRoot()
    } catch {
      // A message about the command line repeats words of it: those of the escaped one.
      let words = Array(CommandLine.arguments.dropFirst())
      let escaped = words.map(\.escapedForTerminal)
      if escaped != words { _ = try parseAsRoot(escaped) }
      throw error
    }
  }
}
