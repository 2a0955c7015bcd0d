internal import ArgumentParser
internal import Files
internal import JSON
internal import Profiles
internal import Reports
internal import Syscalls
internal import Workflows

struct Try: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try",
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
    if let output { try TrialRound.checkReplacement(of: output) }
    let trial = try TrialRound(
      of: profile,
      in: EnvironmentRequest(
        architecture: .native, addedCapabilities: capAdd, droppedCapabilities: capDrop,
        noNewPrivileges: .on, runtime: runtime),
      note: messages.note)
    let report = TrialReport(
      try trial.run(command, note: messages.note), of: profile, command: command)

    if let output {
      var file = try OutputFile(out.bytes(of: report), for: output)
      try file.commit()
    } else if out.isForPeople {
      messages.error(report.text)
    } else {
      try StandardOutput.write(out.bytes(of: report))
    }
    messages.note(report.summary)
    throw ExitError.status(report.exitStatus)
  }
}
