internal import ArgumentParser
internal import Files
internal import Reports
internal import Workflows

/// How results and messages look.
struct OutputArguments: ParsableArguments {
  @Option(
    name: .customLong("format"), help: ArgumentHelp("How results are written.", valueName: "form"))
  var form: ReportForm = .text

  @Flag(help: "The same as --format json.")
  var json = false

  @OptionGroup var wording: MessageArguments

  /// The form of the result.
  func bytes(of report: any Report) -> [UInt8] { (json ? .json : form).bytes(of: report) }

  /// Whether results are lines for people, so that they may come one by one and be left out.
  var isForPeople: Bool { !json && form == .text }

  /// Refuses a form for machines where a profile takes standard output.
  func requireFile(_ destination: Destination) throws {
    guard isForPeople || !destination.isStandardOutput else {
      throw WorkflowError.usage(
        "--json goes with -o FILE: the profile itself takes standard output")
    }
  }

  var messages: Messages { Messages(wording) }
}

extension ReportForm: ExpressibleByArgument {
  public init?(argument: String) {
    guard let form = ReportForm.named(argument) else { return nil }
    self = form
  }

  public var defaultValueDescription: String { name }

  public static var allValueStrings: [String] { all.map(\.name) }
}
