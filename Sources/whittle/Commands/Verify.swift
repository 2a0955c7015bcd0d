internal import ArgumentParser
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

  @ArgumentParser.Flag(
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
    let profiles = profiles.filter { !$0.hasSuffix(".observations.json") }
    guard !profiles.isEmpty else {
      throw Failure.usage("only observation files are named, and no profile to verify")
    }
    for path in profiles {
      let result: (status: Int32, report: VerificationReport)
      do {
        result = try verify(path, traced, messages)
      } catch let failure as Failure where failure.code != 64 {
        // One profile that cannot be read does not keep the others from being verified.
        messages.error(failure.message)
        status = max(status, failure.code)
        continue
      }
      status = max(status, result.status)
      results.append(result.report.json)
      if !out.json, !out.quiet {
        try StandardOutput.write(result.report.summary)
        try StandardOutput.write(result.report.cost)
      }
    }
    if out.json { try StandardOutput.write(JSON.Value.array(results).fileBytes) }
    if status != 0 { throw Failure(message: "", code: status) }
  }

  private func verify(
    _ path: String, _ traced: Observations?, _ messages: Messages
  ) throws -> (status: Int32, report: VerificationReport) {
    let evidence = ObservationFile(besideProfile: path)
    let observations = try traced ?? (evidence.exists ? evidence.read() : Observations())
    let bytes = try InputFile.bytes(at: path)
    let environment = try self.environment.environment(for: observations)
    let verification = try ProfileVerification(
      baseline: try self.environment.resolvedBaseline(for: environment, messages),
      environment: environment, withInit: self.environment.withInit)
    let result = try verification.verify(bytes, path, observations, live: live, messages)
    let report = VerificationReport(result, of: path)
    for line in report.lines { messages.error(line) }
    var status: Int32 = result.passes ? 0 : result.isUndecided ? 2 : 1
    if let complaint = reading.complaint(about: observations) {
      messages.error(complaint)
      status = max(status, 1)
    }
    return (status, report)
  }
}
