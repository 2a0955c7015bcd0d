internal import ArgumentParser
internal import Files
internal import Reports
internal import Text

/// How what a gate found is written, and where to.
struct GateOutputArguments: ParsableArguments {
  @Option(
    name: .customLong("format"), help: ArgumentHelp("How results are written.", valueName: "form"))
  var chosenForm: GateForm = .text

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the results here instead of standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var wording: MessageArguments

  func validate() throws {
    guard !json || chosenForm == .text || chosenForm == .json else {
      throw ValidationError("--json and --format \(chosenForm.name) contradict each other.")
    }
  }

  var form: GateForm { json ? .json : chosenForm }

  /// Whether results are lines for people on standard output, so that they come one by one and may be left
  /// out.
  var isForPeople: Bool { form == .text && output == nil }

  var messages: Messages { Messages(wording) }

  /// Writes what was found, but for what went to standard output one by one.
  func write(_ report: GateReport) throws {
    if let output {
      var file = try OutputFile(form.bytes(of: report), for: output)
      try file.commit()
      messages.note("\(output.escapedForTerminal): written")
    } else if !isForPeople {
      try StandardOutput.write(form.bytes(of: report))
    } else if !wording.quiet {
      try StandardOutput.write(report.removals)
      try StandardOutput.write(report.closing)
    }
  }
}

extension GateForm: ExpressibleByArgument {
  public init?(argument: String) {
    guard let form = GateForm.named(argument) else { return nil }
    self = form
  }

  public var defaultValueDescription: String { name }

  public static var allValueStrings: [String] { all.map(\.name) }
}

extension [String] {
  /// The names of a list with commas that may be given several times.
  var names: [String] { flatMap { $0.split(separator: ",").map(String.init) } }
}
