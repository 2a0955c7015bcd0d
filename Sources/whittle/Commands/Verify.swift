internal import ArgumentParser
internal import Files
internal import Findings
internal import JSON
internal import Observations
internal import Profiles
internal import Reports
internal import Syscalls
internal import Verification

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
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
    var results: [JSON.Value] = []
    var told: Set<String> = []
    let profiles = profiles.filter { !$0.hasSuffix(".observations.json") }
    guard !profiles.isEmpty else {
      throw ExitError.usage("only observation files are named, and no profile to verify")
    }
    var baselines = CompiledBaselines()
    for path in profiles {
      let report = try verify(path, traced, &baselines, messages)
      for note in VerificationReport(report, of: path).baselineNotes(of: environment.baseline)
      where told.insert(note).inserted {
        messages.note(note)
      }
      status = max(status, report.passes ? 0 : report.isUndecided ? 2 : 1)
      results.append(VerificationReport(report, of: path).json)
    }
    if out.json { try StandardOutput.write(JSON.Value.array(results).fileBytes) }
    if status != 0 { throw ExitError(message: "", code: status) }
  }

  /// Verifies one profile, and tells of it; one that cannot be read keeps no other from being
  /// verified.
  private func verify(
    _ path: String, _ traced: Observations?, _ baselines: inout CompiledBaselines,
    _ messages: Messages
  ) throws -> VerificationResult {
    let result: VerificationResult
    do {
      result = try self.result(of: path, traced, &baselines, messages)
    } catch {
      guard let failure = ExitError(catching: error), failure.code != 64 else { throw error }
      messages.error("\(failure.message) [\(Finding.Kind.invalid.rawValue)]")
      return VerificationResult(
        unreadable: Circumstances(
          text: [Finding(.invalid, .error, facts: failure.message)]))
    }
    let report = VerificationReport(result, of: path)
    for line in report.errors { messages.error(line) }
    for line in report.warnings { messages.note(line) }
    if !out.json, !out.quiet {
      try StandardOutput.write(report.summary)
      try StandardOutput.write(report.cost)
    }
    return result
  }

  private func result(
    of path: String, _ traced: Observations?, _ baselines: inout CompiledBaselines,
    _ messages: Messages
  ) throws -> VerificationResult {
    let evidence = ObservationFile(besideProfile: path)
    let observations = try traced ?? (evidence.exists ? evidence.read() : Observations())
    let bytes = try InputFile.bytes(at: path)
    let environment = try self.environment.environment(for: observations)
    let verification = ProfileVerification(
      baseline: try baselines.baseline(
        try self.environment.resolvedBaseline(for: environment, messages), for: environment),
      environment: environment, isStrict: reading.strict)
    return try verification.verify(
      bytes, path, observations, losses: reading.intolerable(in: observations), live: live)
  }
}
