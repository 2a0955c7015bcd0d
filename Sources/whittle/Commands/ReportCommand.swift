internal import ArgumentParser
internal import Files
internal import Reports
internal import Text
internal import Verification
internal import Workflows

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Write a page on a profile for who did not make it: what may run, why, and what that leaves open.",
    discussion: """
      whittle report profiles/nginx.json -o nginx.html
      whittle report profiles -o reports

      A page needs nothing beside it: no network, no script. Of several profiles, and of a folder, -o names a folder, \
      which gets a page for each and an index.html.

      The evidence beside each profile is taken. Where there is none, the report says so, and is made of what is known. \
      Exit status: 0 the report is made, whatever it says of the profile (whittle verify is the gate); 2 a profile or \
      its evidence cannot be read.
      """)

  @Argument(help: "Profiles, and folders of profiles. Default: what whittle.json names.")
  var profiles: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write it here; standard output by default. A folder for the pages of several profiles.",
      valueName: "file|folder"))
  var output: String?

  @Option(
    name: .customLong("format"), help: ArgumentHelp("How results are written.", valueName: "form"))
  var chosenForm: ProfileReportForm?

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "The whittle.json of all profiles. Default: the nearest upwards from each, or from here.",
      valueName: "file"))
  var config: String?

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var wording: MessageArguments

  private var form: ProfileReportForm { json ? .json : chosenForm ?? .html }

  func validate() throws {
    try environment.requireOneArchitecture()
    guard !json || chosenForm == nil || chosenForm == .json else {
      throw ValidationError("--json and --format \(form.name) contradict each other.")
    }
  }

  func run() throws {
    let messages = Messages(wording)
    let demands = GateDemands(
      baseline: environment.namedBaseline, request: environment.request, overrides: .none,
      isStrict: false)
    let targets = try GateTargets(
      profiles, configuration: config, demands: demands, note: messages.note)
    let destination = try ReportDestination(
      output, for: form, ofSeveral: targets.targets.count > 1)
    var round = ProfileReportRound()
    var reports: [ProfileReport] = []
    for target in targets.targets {
      reports.append(try round.report(of: target, note: messages.note))
    }
    for path in try destination.write(reports) {
      messages.note("\(path.escapedForTerminal): written")
    }
  }
}

extension ProfileReportForm: ExpressibleByArgument {
  public init?(argument: String) {
    guard let form = ProfileReportForm.named(argument) else { return nil }
    self = form
  }

  public static var allValueStrings: [String] { all.map(\.name) }
}
