internal import ArgumentParser
internal import Text
internal import Workflows

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record the system calls of a command or a container, as logs that whittle reads.",
    usage: """
      whittle record -o <file> -- <command> [<argument> ...]
      whittle record -o <file> --image <image> [<options>] [<docker-create-option> ...] [-- <argument> ...]
      whittle record -o <file> --container <container> [<options>]
      """,
    discussion: """
      whittle record -o run-1.strace.gz -- ./my-test
      whittle record -o run-1.strace.gz --image nginx --network=host --drive ./my-test

      A command is recorded under strace, with all that it starts, until the last of them has ended.

      A container of an image is recorded from the first instruction of its program, with what \
      docker exec and health checks run in it; the container is removed afterwards. Options that \
      whittle does not have are docker create's; after -- stand the arguments of the container's \
      program. One that runs is recorded from now on. The recording ends with the drive command, \
      whose environment has CONTAINER, with the container, or by Ctrl-C. Containers need root and \
      Docker, and are recorded one at a time; by audit, while no other one runs under a profile \
      that logs.

      The exit status is the command's, 128 and the signal for one that was killed; 127 for a command \
      that is not there, 126 for one that cannot be executed, 2 where the recording failed, 130 where a drive was \
      interrupted. The log is in <file>.partial until it is whole; it stays there where the recording was cut.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the log goes; compressed where it ends in .gz. With both, <file>.strace.gz and <file>.audit.gz.",
      valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp("Create a container of this image, and record it.", valueName: "image"))
  var image: String?

  @Option(
    help: ArgumentHelp(
      "Record this container, which runs, by name or identifier.", valueName: "container"))
  var container: String?

  @Option(
    help: ArgumentHelp("Drive the container by this command, given to sh.", valueName: "command"))
  var drive: String?

  @Option(
    help: ArgumentHelp(
      "How a container is seen: strace; audit, which costs it less and tells no arguments; both; or auto, which is strace where it and one containerd are there.",
      valueName: "way"))
  var with: ContainerRequest.Method = .auto

  @Option(
    help: ArgumentHelp(
      "Where the observation file goes: the log, and what the container's programs can call. Default: beside <file>, as run-1.seen.json.",
      valueName: "file"))
  var reach: String?

  @Flag(help: "Write no observation file.")
  var noReach = false

  @OptionGroup var wording: MessageArguments

  @Option(name: .customLong("keeper-of"), help: .private)
  var parent: Int32?

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      "With --image, options for docker create, as in --network=host or --env NAME=VALUE. After --: the command and its arguments, or those of the container's program.",
      valueName: "word"))
  var words: [String] = []

  private var createOptions: [String] { Array(words.prefix { $0 != "--" }) }
  private var command: [String] { Array(words.drop { $0 != "--" }.dropFirst()) }

  func validate() throws {
    if image == nil, let first = createOptions.first {
      throw ValidationError(
        "record has no \(first.escapedForTerminal); a command stands after --, options for docker create "
          + "go with --image.")
    }
    switch (image, container) {
    case (nil, nil):
      guard !command.isEmpty else {
        throw ValidationError("Name a command: whittle record -o FILE -- COMMAND ...")
      }
      guard drive == nil, reach == nil, !noReach, with == .auto else {
        throw ValidationError(
          "--drive, --reach, --no-reach and --with go with --image or --container.")
      }
    case (nil, _?):
      guard command.isEmpty else {
        throw ValidationError("--container takes nothing after --: the container runs already.")
      }
    case (_?, nil): break
    case (_?, _?):
      throw ValidationError("--image and --container exclude each other.")
    }
    guard reach == nil || !noReach else {
      throw ValidationError("--reach and --no-reach contradict each other.")
    }
  }

  func run() throws {
    let messages = Messages(wording)
    guard let subject else {
      throw ExitError.status(
        try CommandRecording.run(command, to: output, note: messages.note))
    }
    let recording = try ContainerRecording(
      ContainerRequest(
        subject, by: with, drive: drive, output: output,
        reach: noReach ? nil : reach ?? ContainerRequest.reachName(for: output)),
      note: messages.note)
    guard let parent else {
      throw ExitError.status(
        try RecordingKeeper.run(Array(CommandLine.arguments.dropFirst())))
    }
    throw ExitError.status(try recording.run(for: parent))
  }

  private var subject: ContainerRequest.Subject? {
    if let container { return .running(container) }
    guard let image else { return nil }
    return .image(image, options: createOptions, arguments: command)
  }
}

extension ContainerRequest.Method: ExpressibleByArgument {}
