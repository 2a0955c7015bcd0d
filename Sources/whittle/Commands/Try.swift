internal import ArgumentParser
internal import Files
internal import Filters
internal import JSON
internal import Logs
internal import Profiles
internal import Reports
internal import Seccomp
internal import Text
internal import Traces

struct Try: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a command under a profile, and tell every call that it denies.",
    usage: "whittle try <profile> [<options>] -- <command> [<argument> ...]",
    discussion: """
      whittle try nginx.json -- nginx -t

      Needs neither Docker nor root: the profile is loaded into the command, with \
      no-new-privileges, as a runtime would load it. Denials go to standard error when the command \
      and all that it started have ended. The exit status is the command's, 128 and the signal for \
      one that was killed; 127 for a command that is not there, 126 for one that cannot be \
      executed, 2 for a profile that cannot be tried.
      """)

  @Argument(help: "The profile.")
  var profile: String

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command and its arguments, after --.", valueName: "command"))
  var command: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the denials here instead of standard error or, with --json, standard output.",
      valueName: "file"))
  var output: String?

  @Option(help: "Whose decisions go before the profile's: runc, crun or any, which is runc.")
  var runtime: Environment.Runtime = .any

  @Option(help: ArgumentHelp("As for docker run. Repeatable.", valueName: "cap"))
  var capAdd: [String] = []

  @Option(help: ArgumentHelp("As for docker run. Repeatable.", valueName: "cap"))
  var capDrop: [String] = []

  @OptionGroup var out: OutputArguments

  func validate() throws {
    guard !command.isEmpty else {
      throw ValidationError("Name a command: whittle try \(profile) -- COMMAND ...")
    }
  }

  func run() throws {
    let messages = out.messages
    let environment = try EnvironmentArguments.thisMachine(
      adding: capAdd, dropping: capDrop, runtime: runtime)
    let resolved = try ProfileFile.read(profile, messages).resolved(for: environment)
    if let output { try Self.checkReplacement(of: output) }
    let report = TrialReport(try outcome(of: resolved, messages), of: profile, command: command)

    if let output {
      var file = try OutputFile(
        out.json
          ? report.json.fileBytes : Array(report.lines.map { $0 + "\n" }.joined().utf8),
        for: output)
      try file.commit()
    } else if out.json {
      try StandardOutput.write(report.json.fileBytes)
    } else {
      for line in report.lines { messages.error(line) }
    }
    messages.note(report.summary)
    throw ExitError(message: "", code: report.exitStatus)
  }

  /// Reports are replaced, profiles and what was recorded are not; and no trial should be lost for want
  /// of a folder.
  private static func checkReplacement(of output: String) throws(FileError) {
    if try Destination(of: output).isOccupied {
      guard (try? ProfileFile.read(output, Messages(isQuiet: true, colour: .never))) == nil else {
        throw .occupied(output, by: "is a profile")
      }
      guard (try? TraceSet(reading: [output], options: TraceOptions())) == nil else {
        throw .occupied(output, by: "is a log, or holds observations")
      }
    }
    // This file is gone at once.
    _ = try OutputFile([], for: output)
  }

  private func outcome(
    of resolved: FlatProfile, _ messages: Messages
  ) throws(ExitError) -> Trial.Outcome {
    do {
      let trial = try Trial(
        of: resolved, underRuntime: runtime == .crun ? .crun : .runc)
      let rules = resolved.effectiveRulesByName
      let dropped = trial.unknownNames.filter { rules[$0]?.contains { $0.action.runs } ?? false }
      if !dropped.isEmpty {
        messages.note(
          "\(profile.escapedForTerminal): warning: libseccomp \(Libseccomp.version) does not know "
            + dropped.map(\.escapedForTerminal).joined(separator: ", ")
            + ", so that they stay refused")
      }
      return try trial.run(command) {
        messages.note(
          "\(profile.escapedForTerminal): note: the command has ended, processes that it started "
            + "go on and are waited for; Ctrl-C ends the waiting")
      }
    } catch {
      let place = error.isAboutCommand ? command[0] : profile
      throw ExitError(
        message: "\(place.escapedForTerminal): error: \(error.description.escapedForTerminal)",
        code: error.exitStatus)
    }
  }
}

extension TrialError {
  /// Those of env(1) for what is about the command, 2 for what is about the profile or the kernel.
  fileprivate var exitStatus: Int32 {
    switch self {
    case .notFound: 127
    case .notExecutable: 126
    default: 2
    }
  }

  fileprivate var isAboutCommand: Bool { exitStatus != 2 }
}
