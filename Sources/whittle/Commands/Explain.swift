internal import ArgumentParser
internal import Files
internal import JSON
internal import Observations
internal import Reports
internal import Workflows

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell why a call is in a profile, or why it is not.",
    discussion: """
      whittle explain nginx.json sendfile 'socket(AF_ALG, SOCK_SEQPACKET, 0)'
      whittle explain docker 'socket(0x100000028)'

      A call may be pasted from a finding, from whittle diff or try, or from strace. The evidence beside the profile is taken (nginx.observations.json), or that of --trace.
      """)

  @Argument(help: "The profile, or a baseline's name.")
  var profile: String

  @Argument(
    help:
      "Names of system calls, #451 for a number, or calls with arguments; ? is an argument not known."
  )
  var calls: [String] = []

  @Flag(help: "Print the compiled filter, an instruction a line.")
  var listing = false

  @Option(
    name: .customLong("trace"),
    help: ArgumentHelp("A log, folder or observation file. Repeatable.", valueName: "trace"))
  var traces: [String] = []

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    try environment.requireOneArchitecture()
    guard listing || !calls.isEmpty else {
      throw ValidationError("Name a call, or say --listing.")
    }
  }

  func run() throws {
    let messages = out.messages
    let expressions = try calls.map(Inquiry.expression)
    let evidence = ObservationFile(besideProfile: profile)
    let observations =
      try !traces.isEmpty
      ? reading.read(traces, messages)
      : evidence.exists ? evidence.read() : Observations()
    let inquiry = try Inquiry(
      about: profile, within: environment.baseline,
      in: try environment.request.environment(for: observations), observations: observations,
      note: messages.note)
    if listing { try StandardOutput.write(inquiry.listing) }
    let reports = try inquiry.explanations(of: expressions, note: messages.note)
      .map { ExplanationReport($0) }
    try StandardOutput.write(out.bytes(of: ReportList(reports)))
  }
}
