internal import ArgumentParser
internal import Files
internal import JSON
internal import Observations
internal import Reports
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

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func run() throws {
    let messages = out.messages
    let traced =
      try traces.isEmpty
      ? nil : reading.read(traces, assuming: environment.arch?.architecture, messages)
    var status: Int32 = 0
    var reports: [VerificationReport] = []
    var told: Set<String> = []
    var failed: [String] = []
    let profiles = profiles.filter { !$0.hasSuffix(".observations.json") }
    guard !profiles.isEmpty else {
      throw WorkflowError.usage("only observation files are named, and no profile to verify")
    }
    var round = VerificationRound(
      in: environment.request, within: environment.baseline, accepting: reading.losses,
      traced: traced, isLive: live)
    for path in profiles {
      let result = try round.verify(path, note: messages.note)
      let report = VerificationReport(result, of: path)
      messages.write(report.lines)
      if out.isForPeople, !out.quiet { try StandardOutput.write(out.bytes(of: report)) }
      for note in report.baselineNotes(of: environment.baseline.name)
      where told.insert(note).inserted {
        messages.note(note)
      }
      status = max(status, result.passes ? 0 : result.isUndecided ? 2 : 1)
      if !result.passes { failed.append(path) }
      reports.append(report)
    }
    if out.isForPeople, !out.quiet, profiles.count > 1 {
      try StandardOutput.write(VerificationReport.closing(of: profiles.count, failed: failed))
    }
    if !out.isForPeople { try StandardOutput.write(out.bytes(of: ReportList(reports))) }
    if status != 0 { throw ExitError.status(status) }
  }
}
