internal import ArgumentParser

/// `whittle help COMMAND`: ArgumentParser's own shows the overview for a command that there is not.
struct Help: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help",
    abstract: "Show the help of a command.", shouldDisplay: false)

  @Argument(help: "The command.")
  var command: String?

  private var named: (any ParsableCommand.Type)? {
    Whittle.configuration.subcommands.first { $0._commandName == command }
  }

  func validate() throws {
    if let command, named == nil { throw ValidationError("There is no command '\(command)'.") }
  }

  func run() throws {
    throw CleanExit.helpRequest(named ?? Whittle.self)
  }
}
