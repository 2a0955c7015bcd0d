internal import ArgumentParser
internal import Files
internal import JSON
internal import Observations
internal import Reports
internal import Text
internal import Verification
internal import Workflows

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check profiles: valid, within the baseline, and open for everything observed.",
    discussion: """
      whittle verify profiles/*.json
      whittle verify nginx.json --trace run-3.strace.gz

      Without --trace, the evidence beside a profile is taken: nginx.observations.json for \
      nginx.json. Exit status 1 tells of findings, 2 of a profile that cannot be read or decided.
      """)

  @Argument(help: "Profiles. Observation files among them are passed over.")
  var profiles: [String]

  @Option(
    name: .customLong("trace"),
    help: ArgumentHelp("A log, folder or observation file. Repeatable.", valueName: "trace"))
  var traces: [String] = []

  @Flag(
    help: "Load each filter into a process of this machine, and confirm that the kernel agrees.")
  var live = false

  @Option(
    help: ArgumentHelp(
      "Findings that are errors, whatever they are otherwise: unused, or several with commas. Repeatable.",
      valueName: "rule,..."))
  var failOn: [String] = []

  @Option(
    help: ArgumentHelp(
      "Findings that are warnings. What the baseline refuses, and what was lost, stay errors. Repeatable.",
      valueName: "rule,..."))
  var warnOn: [String] = []

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: GateOutputArguments

  func run() throws {
    let messages = out.messages
    let overrides = try SeverityOverrides(
      failOn: failOn.names, warnOn: warnOn.names, isStrict: reading.strict)
    if let output = out.output { try TrialRound.checkReplacement(of: output) }
    let traced =
      try traces.isEmpty
      ? nil : reading.read(traces, assuming: environment.arch?.architecture, messages)
    var status: Int32 = 0
    var subjects: [GateReport.Subject] = []
    var told: Set<String> = []
    let profiles = profiles.filter { !$0.hasSuffix(".observations.json") }
    guard !profiles.isEmpty else {
      throw WorkflowError.usage("only observation files are named, and no profile to verify")
    }
    var round = VerificationRound(
      in: environment.request, within: environment.baseline, accepting: reading.losses,
      overriding: overrides, traced: traced, isLive: live)
    for path in profiles {
      let result = try round.verify(path, note: messages.note)
      let subject = GateReport.Subject(path: path, result: result)
      messages.write(subject.report.lines)
      if out.isForPeople, !out.quiet {
        try StandardOutput.write(ReportForm.text.bytes(of: subject.report))
      }
      for note in subject.report.baselineNotes(of: environment.baseline.name)
      where told.insert(note).inserted {
        messages.note(note)
      }
      status = max(status, result.passes ? 0 : result.isUndecided ? 2 : 1)
      subjects.append(subject)
    }
    try write(GateReport(subjects, in: .here()))
    if status != 0 { throw ExitError.status(status) }
  }

  private func write(_ report: GateReport) throws {
    if let output = out.output {
      var file = try OutputFile(out.form.bytes(of: report), for: output)
      try file.commit()
      out.messages.note("\(output.escapedForTerminal): written")
    } else if !out.isForPeople {
      try StandardOutput.write(out.form.bytes(of: report))
    } else if !out.quiet {
      try StandardOutput.write(report.closing)
    }
  }
}

extension [String] {
  /// The names of a list with commas that may be given several times.
  fileprivate var names: [String] { flatMap { $0.split(separator: ",").map(String.init) } }
}
