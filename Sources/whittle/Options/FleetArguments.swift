internal import ArgumentParser
internal import Files
internal import Logs
internal import Text
internal import Traces
internal import Workflows

/// How logs are named that a program lists, as engines for many machines do.
struct FleetArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A list of logs, one a line or one before each NUL byte; - is standard input. What of them cannot be read is counted as lost.",
      valueName: "file"))
  var filesFrom: String?

  @Option(
    help: ArgumentHelp(
      "Folder from which the names of logs start; results hold them without it.",
      valueName: "folder"))
  var prefix: String?

  @Option(
    help: ArgumentHelp(
      "The files are parts of one log, which a log shipper cut: they are joined in the order of their names, and told as the log of this name.",
      valueName: "name"))
  var asOneRun: String?

  /// The logs, named on the command line and in the list.
  struct Sources {
    let paths: [String]
    var areListed = false
    var joined: JoinedLog?
  }

  /// What `body` makes of the logs, with their names starting from the folder that is meant.
  func read<Result>(_ named: [String], _ body: (Sources) throws -> Result) throws -> Result {
    let list = try filesFrom.map(FileList.init(at:))
    let paths = named + (list?.entries.map(\.name) ?? [])
    guard let prefix else { return try body(try sources(paths, list)) }
    if let path = paths.first(where: { $0.hasPrefix("/") }) {
      throw WorkflowError.usage(
        "\(path.escapedForTerminal) does not start from the folder of --prefix: give a name without the folder"
      )
    }
    return try CurrentFolder.entering(prefix) { try body(try sources(paths, list)) }
  }

  private func sources(_ paths: [String], _ list: FileList?) throws -> Sources {
    try list?.requireFiles()
    guard let asOneRun else { return Sources(paths: paths, areListed: list != nil) }
    do {
      return Sources(
        paths: [asOneRun], areListed: list != nil, joined: try JoinedLog(asOneRun, in: paths))
    } catch {
      throw WorkflowError.cannot(error.line(as: "error"))
    }
  }
}

extension ServiceKind: ExpressibleByArgument {}
