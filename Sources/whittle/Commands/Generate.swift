internal import ArgumentParser
internal import Files
internal import JSON
internal import Minimization
internal import Observations
internal import Profiles
internal import Reports
internal import Text
internal import Verification

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a tightened profile from logs, and prove it before it is written.",
    discussion: """
      whittle generate traces/nginx/run-1.strace.gz traces/nginx/run-2.audit.gz -o nginx.json

      With -o FILE, the evidence is written beside the profile (nginx.observations.json), where \
      verify finds it. Without -o, or with -o -, the profile alone goes to standard output.
      """)

  @Argument(help: "Logs, folders of logs, observation files, or -.")
  var traces: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the profile here.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace a profile that allows less, more, or other than the new one.")
  var update = false

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func run() throws {
    let messages = out.messages
    let output = output ?? "-"
    let destination = try Destination(of: output)
    guard !out.json || !destination.isStandardOutput else {
      throw ExitError.usage("--json goes with -o FILE: the profile itself takes standard output")
    }
    let observations = try reading.read(
      traces, assuming: environment.arch?.architecture, messages)
    messages.note(ObservationReport(observations).summary)
    messages.note(ObservationReport(observations).ledger)
    if let complaint = reading.complaint(about: observations) {
      throw ExitError.no(
        "\(complaint)\nNo profile is made from an incomplete log; "
          + reading.advice(about: observations))
    }
    let environment = try self.environment.environment(for: observations)
    let baseline = try self.environment.resolvedBaseline(for: environment, messages)
    guard !baseline.defaultAction.mayRun else {
      throw ExitError.cannot(
        "\(self.environment.baseline.escapedForTerminal): error: /defaultAction: "
          + "\(baseline.defaultAction) lets calls run that no rule names, so that there is nothing "
          + "to tighten; take a baseline that refuses them, such as docker")
    }
    let reduction = Minimizer(baseline: baseline, environment: environment).reduce(observations)
    let report = ReductionReport(reduction)
    for line in report.leftOut + report.unbound(of: self.environment.baseline) {
      messages.note(line)
    }

    let evidence = destination.isFile ? ObservationFile(besideProfile: output) : nil
    try Replacement(of: output, allowed: update, in: environment)
      .check(reduction.profile, messages)
    try evidence?.checkReplacement(by: observations, allowed: update, dropping: "say --update")
    let bytes = reduction.profile.fileBytes
    let verification = try check(
      bytes, destination.isFile ? output : "profile", observations, baseline, environment)
    var profileFile = try OutputFile(bytes, for: output)
    if let evidence {
      var evidenceFile = try OutputFile(observations.fileBytes, for: evidence.path)
      try evidenceFile.commit()
    }
    try profileFile.commit()
    messages.note(report.summary)
    if out.json { try StandardOutput.write(report.json(verified: verification).fileBytes) }
    if let evidence {
      messages.note(
        "\(output.escapedForTerminal): written, with \(evidence.path.escapedForTerminal)")
    }
  }

  /// Proves the profile that `bytes` hold, as a stranger would who finds them.
  private func check(
    _ bytes: [UInt8], _ name: String, _ observations: Observations, _ baseline: FlatProfile,
    _ environment: Environment
  ) throws -> VerificationReport {
    var baselines = CompiledBaselines()
    let verification = ProfileVerification(
      baseline: try baselines.baseline(baseline, for: environment), environment: environment,
      isStrict: reading.strict)
    let result = try verification.verify(bytes, name, observations)
    let report = VerificationReport(result, of: name)
    for line in report.errors { out.messages.error(line) }
    for line in report.warnings + report.baselineNotes(of: self.environment.baseline) {
      out.messages.note(line)
    }
    guard !result.isUndecided else {
      throw ExitError.cannot(
        "\(name.escapedForTerminal): error: the profile could not be verified; nothing was written")
    }
    guard result.passes else {
      throw ExitError.no(
        "\(name.escapedForTerminal): error: the profile did not pass its own verification; "
          + "nothing was written")
    }
    return report
  }
}
