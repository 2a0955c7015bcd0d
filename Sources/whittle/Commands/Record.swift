internal import ArgumentParser
internal import Workflows

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record the system calls of a command, as a log that whittle reads.",
    usage: "whittle record -o <file> -- <command> [<argument> ...]",
    discussion: """
      whittle record -o run-1.strace.gz -- ./my-test

      Runs the command, and all that it starts, under strace, until the last of them has ended. The \
      exit status is the command's, 128 and the signal for one that was killed; 127 for a command \
      that is not there, 126 for one that cannot be executed, 2 where the recording failed. The log \
      is in <file>.partial until it is whole; it stays there where the recording was cut.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the log goes; compressed where it ends in .gz.", valueName: "file"))
  var output: String

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command and its arguments, after --.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else {
      throw ValidationError("Name a command: whittle record -o FILE -- COMMAND ...")
    }
  }

  func run() throws {
    let messages = Messages(isQuiet: quiet, colour: .auto)
    throw ExitError.status(
      try CommandRecording.run(command, to: output, note: messages.note))
  }
}
