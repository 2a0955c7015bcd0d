internal import ArgumentParser
internal import Completeness
internal import Files
internal import Logs
internal import Observations
internal import Programs
internal import Reports
internal import Traces
internal import Verification
internal import Workflows

struct Observe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "observe",
    abstract: "Read logs, and tell which system calls they show.",
    discussion: """
      whittle observe traces/nginx/run-1.strace.gz
      whittle observe --follow /var/log/audit/audit.log

      Reads strace output, audit records and the other formats of --input-format; files, folders, \
      - for standard input, gzip'd or not. Observation files are read as well: merging is the same act.
      """)

  @Argument(help: "Logs, folders of logs, observation files, or -.")
  var traces: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write an observation file.", valueName: "file"))
  var output: String?

  @Flag(help: "Write the observation file on one line.")
  var compact = false

  @Option(
    help: ArgumentHelp(
      "Divide the log of a node into its services, by what its lines tell: -o names a folder, and each service has a file in it.",
      valueName: "container|comm|exe"))
  var splitBy: ServiceKind?

  @OptionGroup var fleet: FleetArguments

  @Option(
    help: ArgumentHelp(
      "Folder that was the container's root, or a file of docker export: also keep what the programs that ran can call, by their machine code.",
      valueName: "path"))
  var root: String?

  @Option(
    help: "With --root, also programs that docker exec and health checks run: none, shell or tools."
  )
  var kit: ExecKit = .tools

  @Option(
    help: ArgumentHelp(
      "With --root, what docker image inspect printed of the image: its HEALTHCHECK, ENTRYPOINT and CMD, its PATH and its working folder lead to programs.",
      valueName: "file"))
  var imageConfig: String?

  @Flag(
    help:
      "Read one log of audit records while it is written, until Ctrl-C, and tell at once what filters answer: one line for each process, call and answer."
  )
  var follow = false

  @Option(
    help: ArgumentHelp(
      "The canary profile that runs: tell which records of filters are its hits, calls that it logs where the enforcing profile refuses. Observation files keep no such records.",
      valueName: "file"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "With --profile, architecture of the machine that the profile is for. Default: this machine's.",
      valueName: "name"))
  var arch: ArchitectureName?

  @OptionGroup var completeness: CompletenessArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    guard imageConfig == nil || root != nil else {
      throw ValidationError("--image-config goes with --root.")
    }
    guard arch == nil || profile != nil else {
      throw ValidationError(
        "--arch goes with --profile. What the logs were recorded on is --trace-arch's to say.")
    }
    guard !traces.isEmpty || fleet.filesFrom != nil else {
      throw ValidationError("Name logs, or with --files-from a list of them.")
    }
    guard !compact || output != nil || !out.isForPeople else {
      throw ValidationError("--compact goes with -o or --json.")
    }
    guard splitBy == nil || output.map({ $0 != "-" }) ?? false else {
      throw ValidationError("--split-by goes with -o FOLDER.")
    }
    guard splitBy == nil || !follow && root == nil && profile == nil && completeness.labels.isEmpty
    else {
      throw ValidationError("--split-by does not go with --follow, --root, --profile or --label.")
    }
    guard !follow || traces.count == 1 && fleet.filesFrom == nil && fleet.asOneRun == nil else {
      throw ValidationError("--follow reads one log.")
    }
    guard !follow || traces != [""] else {
      throw ValidationError(
        "--follow takes the path of a log, or - for standard input, and this is an empty one.")
    }
    guard !follow || output != "-" else {
      throw ValidationError(
        "--follow prints records on standard output, so that -o takes a file.")
    }
  }

  func run() throws {
    let messages = out.messages
    if let splitBy, let output { return try divide(by: splitBy, into: output, messages) }
    let destination = try output.map(Destination.init(of:))
    let configuration =
      try imageConfig.map(ImageConfiguration.init(inspectedAt:)) ?? ImageConfiguration()
    let programs = root.map { _ in ProgramPaths() }
    let canary = try profile.map { path in
      try CanaryProfile(
        readFrom: path, for: arch?.architecture, note: messages.note)
    }
    let told: FilterEventReport
    var observations: Observations
    if follow {
      (observations, told) = try FollowedLog(traces[0], reporting: canary, out)
        .read(reading.options(keeping: programs), to: output)
    } else {
      let watch = canary.map { _ in FilterWatch() }
      observations = try fleet.read(traces) { sources in
        try reading.read(
          sources.paths, keeping: programs, telling: watch,
          areListed: sources.areListed, joined: sources.joined, messages)
      }
      told = FilterEventReport(
        watch?.entries ?? [], unlisted: watch?.unlisted ?? [:], canary: canary)
    }
    if let root, let programs {
      observations.reach.formUnion(
        try ReachInquiry.reach(
          of: programs, for: observations.machines.map(\.architecture), root: root,
          configured: configuration, with: kit, note: messages.note))
    }
    observations = try completeness.request.labelled(observations, note: messages.note)
    let shown = Completeness(of: observations)
    let completenessReport = CompletenessReport(shown)
    let report = ObservationReport(observations)
    if let output {
      try ObservationFile(at: output).checkReplacement(by: observations, dropping: "remove it")
      var file = try OutputFile(
        ObservationFile.bytes(of: observations, isOneLine: compact), for: output)
      try file.commit()
    }
    if follow {
      try StandardOutput.write(out.isForPeople ? told.summary : told.summaryJSON)
    } else if !out.isForPeople, destination?.isStandardOutput != true {
      try StandardOutput.write(ObservationFile.bytes(of: observations, isOneLine: compact))
    } else if output == nil {
      try StandardOutput.write(report.table)
    }
    if !follow, canary != nil {
      let lines = (told.lines(counting: true) + [told.summary]).joined(separator: "\n")
      if out.isForPeople, output == nil {
        try StandardOutput.write(lines)
      } else {
        messages.note(lines)
      }
    }
    if !observations.runs.isEmpty { messages.note(report.summary) }
    messages.note(report.ledger)
    for line in completenessReport.lines { messages.note(line) }
    let complaints = [
      reading.losses.complaint(about: observations), completeness.request.complaint(about: shown),
    ].compactMap { $0 }
    if !complaints.isEmpty { throw WorkflowError.no(complaints.joined(separator: "\n")) }
  }

  /// Writes an observation file for each service of the logs.
  private func divide(by kind: ServiceKind, into folder: String, _ messages: Messages) throws {
    let divided = try fleet.read(traces) { sources in
      var options = reading.options()
      options.areListed = sources.areListed
      options.joined = sources.joined
      return try DividedLog(reading: sources.paths, by: kind, options: options)
    }
    reading.tell(of: divided.whole, messages)
    try OutputFolder.make(at: folder)
    for service in divided.services {
      let file = ObservationFile(at: "\(folder)/\(service.fileName)")
      try file.checkReplacement(by: service.observations, dropping: "remove it")
      var output = try OutputFile(
        ObservationFile.bytes(of: service.observations, isOneLine: compact), for: file.path)
      try output.commit()
      messages.note(
        DivisionReport.line(
          of: service.name, service.observations, by: kind.rawValue, at: file.path))
    }
    let whole = divided.whole.observations
    messages.note(ObservationReport(whole).ledger)
    if let complaint = reading.losses.complaint(about: whole) { throw WorkflowError.no(complaint) }
  }
}
