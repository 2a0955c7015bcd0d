internal import ArgumentParser
internal import Files
internal import JSON
internal import Logs
internal import Minimization
internal import Observations
internal import Profiles
internal import Programs
internal import Reports
internal import Syscalls
internal import Text
internal import Verification
internal import Workflows

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
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

  @Option(
    help: ArgumentHelp(
      "What is allowed ahead of what was seen, within reach of the programs: none, benign, reachable or reachable+process. Default: reachable, where the observations hold a reach.",
      valueName: "level"))
  var headroom: Headroom.Level?

  @Option(
    help: ArgumentHelp(
      "What the profile is to survive: none, libc (another C library or version of it), or kernel (also a newer kernel). For it, calls are allowed that may take the place of observed ones.",
      valueName: "change"))
  var drift = Drift.Level.libc

  @Option(
    help: ArgumentHelp(
      "Folder that is the root of the image in which the profile will be used, or a file of docker export: what the programs that the logs show can call there is allowed ahead, and decides instead of a table what another C library or machine makes.",
      valueName: "path"))
  var root: String?

  @Option(
    help: ArgumentHelp(
      "How closely arguments are looked at: none, as the baseline does; families, ten calls are held to ordinary values and those seen; strict, and no memory is written and executed at once.",
      valueName: "level"))
  var arguments = ArgumentList.Level.families

  @Option(
    help: ArgumentHelp(
      "enforce, or canary: what the profile would refuse and the baseline allows runs and is logged.",
      valueName: "mode"))
  var mode = EnforcementMode.enforce

  @Flag(help: "Ask the kernel to log each call that the profile refuses.")
  var logRefusals = false

  @Option(
    help: ArgumentHelp(
      "Whose calls are allowed ahead of the programs that docker exec and health checks run: none, shell (sh, cat, ls, ...) or tools (also cp, find, tar, ...). The observations hold them unless observe was told otherwise by --kit.",
      valueName: "programs"))
  var headroomExec: Headroom.Exec = .tools

  @Option(
    help: ArgumentHelp(
      "Known weaknesses that the profile is to stop at least: for them, calls are left out that would be allowed ahead.",
      valueName: "number"))
  var headroomFloor: Int?

  @OptionGroup var completeness: CompletenessArguments
  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    guard headroomFloor.map({ $0 >= 0 }) ?? true else {
      throw ValidationError("--headroom-floor takes a number from 0 on.")
    }
  }

  func run() throws {
    let messages = out.messages
    let output = output ?? "-"
    let destination = try Destination(of: output)
    try out.requireFile(destination)
    let machines = environment.machines
    guard !machines.contains(.x32) else {
      throw WorkflowError.usage(
        "--arch x32: its programs run on x86-64, under the profile for that machine: say --arch x86_64"
      )
    }
    guard machines.count < 2 || out.isForPeople else {
      throw WorkflowError.usage("--json goes with one --arch: of several, make one after the other")
    }
    guard machines.count < 2 || destination.isFile else {
      throw WorkflowError.usage(
        "several --arch go with -o FILE.json: each machine has a file of its own, FILE.x86_64.json and so on"
      )
    }
    let programs = root.map { _ in ProgramPaths() }
    var observations = try completeness.request.labelled(
      try reading.read(traces, keeping: programs, messages), note: messages.note)
    messages.note(ObservationReport(observations).summary)
    messages.note(ObservationReport(observations).ledger)
    let image: ProgramReach? =
      if let root, let programs {
        try ReachInquiry.reach(
          of: programs,
          for: machines.isEmpty ? observations.machines.map(\.architecture) : machines,
          root: root, configured: ImageConfiguration(), with: .tools, note: messages.note)
      } else { nil }
    if let image { observations.reach.formUnion(image) }
    guard machines.count > 1 else {
      return try generate(observations, image, for: environment.request, to: output, destination)
    }
    for architecture in machines {
      var request = environment.request
      request.architecture = architecture
      let path = output.naming(architecture)
      messages.note("\(path.escapedForTerminal): for \(architecture)")
      try generate(observations, image, for: request, to: path, try Destination(of: path))
    }
  }

  /// Makes the profile of one machine.
  private func generate(
    _ observations: Observations, _ image: ProgramReach?, for request: EnvironmentRequest,
    to output: String, _ destination: Destination
  ) throws {
    let messages = out.messages
    var generation = try Generation(
      of: observations, within: environment.baseline, in: request,
      accepting: reading.losses,
      headroom: HeadroomRequest(level: headroom, exec: headroomExec, floor: headroomFloor),
      drift: drift, image: image, arguments: arguments, mode: mode, logsRefusals: logRefusals,
      note: messages.note)
    if let translation = generation.translation {
      for line in TranslationReport(translation).lines { messages.note(line) }
    }
    let shown = CompletenessReport(
      generation.completeness, allowedAhead: generation.allowedAhead)
    for line in shown.lines { messages.note(line) }
    if let complaint = completeness.request.complaint(about: generation.completeness) {
      throw WorkflowError.no(
        "\(complaint)\nNo profile is made from runs that have shown less than is demanded")
    }
    let report = ReductionReport(generation.reduction)
    for line in report.logging(on: logRefusals) { messages.note(line) }
    for line in report.leftOut + report.unbound(of: environment.baseline.name) {
      messages.note(line)
    }

    let profile = generation.reduction.profile
    let used = generation.evidence
    let evidence = destination.isFile ? ObservationFile(besideProfile: output) : nil
    try Replacement(of: output, allowed: update, in: generation.environment)
      .check(generation.reduction, of: used, note: messages.note)
    try evidence?.checkReplacement(by: used, allowed: update, dropping: "say --update")
    let bytes = ProfileFormat.oci.bytes(of: profile)
    let verification = try check(bytes, destination.isFile ? output : "profile", &generation)
    var profileFile = try OutputFile(bytes, for: output)
    if let evidence {
      var evidenceFile = try OutputFile(ObservationFile.bytes(of: used), for: evidence.path)
      try evidenceFile.commit()
    }
    try profileFile.commit()
    messages.note(report.summary)
    if !out.isForPeople {
      try StandardOutput.write(
        out.bytes(
          of: GenerationReport(
            report, verified: verification, shown: shown,
            translated: generation.translation.map(TranslationReport.init))))
    }
    if let evidence {
      messages.note(
        "\(output.escapedForTerminal): written, with \(evidence.path.escapedForTerminal)")
    }
  }

  /// Proves the profile before it is written, and says what was found.
  private func check(
    _ bytes: [UInt8], _ name: String, _ generation: inout Generation
  ) throws -> VerificationReport {
    let result = try generation.verification(of: bytes, name, isStrict: reading.strict)
    let report = VerificationReport(result, of: name)
    out.messages.write(report.lines)
    for line in report.baselineNotes(of: environment.baseline.name) {
      out.messages.note(line)
    }
    if let exact = generation.withoutHeadroom {
      let proof = try generation.verification(
        of: ProfileFormat.oci.bytes(of: exact.profile), name, isStrict: false)
      let report = HeadroomReport(
        generation.reduction, exposure: result.summary.exposure, exact: proof.summary.exposure,
        floor: generation.floor)
      for line in report.lines { out.messages.note(line) }
    }
    if let steady = generation.withoutDrift {
      let proof = try generation.verification(
        of: ProfileFormat.oci.bytes(of: steady.profile), name, isStrict: false)
      for line in DriftReport(
        generation.reduction, exposure: result.summary.exposure, without: proof.summary.exposure
      ).lines {
        out.messages.note(line)
      }
    } else if generation.translation != nil {
      for line in DriftReport(generation.reduction).lines { out.messages.note(line) }
    }
    if let line = RuntimeReport(generation.environment, generation.narrower).line {
      out.messages.note(line)
    }
    let arguments = ArgumentsReport(generation.reduction)
    if let plain = generation.withoutLists {
      let proof = try generation.verification(
        of: ProfileFormat.oci.bytes(of: plain.profile), name, isStrict: false)
      out.messages.note(
        arguments.line(exposure: result.summary.exposure, without: proof.summary.exposure))
    }
    for line in arguments.remarks { out.messages.note(line) }
    try result.requireProof(of: name)
    return report
  }
}

extension String {
  /// `nginx.aarch64.json` for `nginx.json`.
  fileprivate func naming(_ architecture: Architecture) -> String {
    withoutSuffix(".json").map { "\($0).\(architecture).json" } ?? "\(self).\(architecture)"
  }
}

extension Headroom.Level: ExpressibleByArgument {}
extension ArgumentList.Level: ExpressibleByArgument {}
extension EnforcementMode: ExpressibleByArgument {}
extension Headroom.Exec: ExpressibleByArgument {}
extension Drift.Level: ExpressibleByArgument {}
