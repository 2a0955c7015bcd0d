internal import ArgumentParser
internal import Files
internal import Findings
internal import Reports
internal import Text
internal import Verification
internal import Workflows

struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check Compose files: is the profile in force, and what undoes it.",
    discussion: """
      whittle lint compose.yaml
      docker compose config --format json | whittle lint -

      Profiles are looked for from the Compose file's folder, as Compose does. What a variable, extends or include \
      decides is not followed, and told. Exit status 1 tells of errors, 2 of a file that cannot be read; warnings and \
      notes do not count unless --fail-on names them.
      """)

  @Argument(help: "Compose files, as YAML or JSON; - is standard input.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The version of Docker that runs them: since 27, privileged containers keep a profile that is named.",
      valueName: "version"))
  var engine: String?

  @Option(
    help: ArgumentHelp(
      "Findings that are errors, whatever they are otherwise: writable-root, or several with commas. Repeatable.",
      valueName: "rule,..."))
  var failOn: [String] = []

  @Option(
    help: ArgumentHelp("Findings that are warnings. Repeatable.", valueName: "rule,..."))
  var warnOn: [String] = []

  @OptionGroup var out: GateOutputArguments

  func validate() throws {
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("Standard input can be read once only.")
    }
  }

  func run() throws {
    let messages = out.messages
    let round = try DeploymentRound(
      engine: engine,
      overrides: SeverityOverrides(
        failOn: failOn.names, warnOn: warnOn.names, among: Gate.lint.rules.map(\.kind)))
    if let output = out.output { try TrialRound.checkReplacement(of: output) }
    var subjects: [GateReport.Subject] = []
    for path in files {
      let subject = try round.subject(path)
      messages.write(subject.lines)
      if out.isForPeople, !out.wording.quiet {
        try StandardOutput.write(ReportForm.text.bytes(of: subject))
      }
      subjects.append(subject)
    }
    try out.write(GateReport(subjects, of: .lint, in: .here()))
    let status = subjects.map(\.status).max() ?? 0
    if status != 0 { throw ExitError.status(status) }
  }
}
