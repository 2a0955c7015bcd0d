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
      whittle verify profiles
      whittle verify nginx.json --trace run-3.strace.gz

      Without --trace, the evidence beside a profile is taken: nginx.observations.json for \
      nginx.json. A whittle.json in the profile's folder or above it says what profiles are held \
      against. Exit status 1 tells of findings, 2 of a profile that cannot be read or decided.
      """)

  @Argument(
    help:
      "Profiles, and folders of profiles. An observation file stands for its profile. Default: what whittle.json names."
  )
  var profiles: [String] = []

  @Option(
    help: ArgumentHelp(
      "The whittle.json of all profiles. Default: the nearest upwards from each, or from here.",
      valueName: "file"))
  var config: String?

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

  @Option(
    help: ArgumentHelp(
      "Tell also what changes since a revision of git, such as origin/main: calls, weaknesses, and why.",
      valueName: "revision"))
  var against: String?

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: GateOutputArguments

  func validate() throws {
    try environment.requireOneArchitecture()
    guard against == nil || [.text, .json, .markdown].contains(out.form) else {
      throw ValidationError(
        "--against goes with --format text, json or markdown: --format \(out.form.name) has findings alone."
      )
    }
  }

  func run() throws {
    let messages = out.messages
    let demands = GateDemands(
      baseline: environment.namedBaseline, request: environment.request,
      overrides: try SeverityOverrides(
        failOn: failOn.names, warnOn: warnOn.names, isStrict: reading.strict),
      isStrict: reading.strict)
    if let output = out.output { try TrialRound.checkReplacement(of: output) }
    var targets = try GateTargets(
      profiles, configuration: config, demands: demands, note: messages.note)
    let traced =
      try traces.isEmpty
      ? nil : reading.read(traces, messages)
    if traced == nil { try targets.tellAges() }
    let history: GateHistory? =
      if let against { try GateHistory(of: targets, at: against) } else { nil }
    var status: Int32 = 0
    var subjects: [GateReport.Subject] = []
    var told: Set<String> = []
    let round = VerificationRound(
      accepting: reading.losses, traced: traced, since: history, isLive: live,
      threads: reading.threads)
    try round.verify(targets.targets) { target, outcome in
      for note in outcome.notes where told.insert(note).inserted { messages.note(note) }
      let report = outcome.subject
      messages.write(report.lines)
      if out.isForPeople, !out.wording.quiet {
        try StandardOutput.write(ReportForm.text.bytes(of: report))
      }
      for note in report.baselineNotes(of: target.baseline.name)
      where told.insert(note).inserted {
        messages.note(note)
      }
      status = max(status, report.status)
      subjects.append(outcome.subject)
    }
    let removed = (history?.removed ?? []).map { path in
      (path, EvolutionReport(since: against ?? "", .removed))
    }
    try out.write(GateReport(subjects, removed: removed, in: .here()))
    if status != 0 { throw ExitError.status(status) }
  }
}
