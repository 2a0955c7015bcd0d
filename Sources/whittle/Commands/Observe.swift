internal import ArgumentParser
internal import Files
internal import JSON
internal import Logs
internal import Observations
internal import Programs
internal import Reports
internal import Workflows

struct Observe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "observe",
    abstract: "Read logs, and tell which system calls they show.",
    discussion: """
      whittle observe traces/nginx/run-1.strace.gz

      Reads strace output, audit records and the other formats of --input-format; files, folders, \
      - for standard input, gzip'd or not. Observation files are read as well: merging is the same act.
      """)

  @Argument(help: "Logs, folders of logs, observation files, or -.")
  var traces: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write an observation file.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The guess where neither a log nor --trace-arch tells the architecture. Default: this machine's.",
      valueName: "name"))
  var arch: ArchitectureName?

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

  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    guard imageConfig == nil || root != nil else {
      throw ValidationError("--image-config goes with --root.")
    }
  }

  func run() throws {
    let messages = out.messages
    let destination = try output.map(Destination.init(of:))
    let configuration =
      try imageConfig.map(ImageConfiguration.init(inspectedAt:)) ?? ImageConfiguration()
    let programs = root.map { _ in ProgramPaths() }
    var observations = try reading.read(
      traces, assuming: arch?.architecture, keeping: programs, messages)
    if let root, let programs {
      observations.reach.formUnion(
        try ReachInquiry.reach(
          of: programs, root: root, configured: configuration, with: kit, note: messages.note))
    }
    let report = ObservationReport(observations)
    if let output {
      try ObservationFile(at: output).checkReplacement(by: observations, dropping: "remove it")
      var file = try OutputFile(observations.fileBytes, for: output)
      try file.commit()
    }
    if !out.isForPeople, destination?.isStandardOutput != true {
      try StandardOutput.write(observations.fileBytes)
    } else if output == nil {
      try StandardOutput.write(report.table)
    }
    messages.note(report.summary)
    messages.note(report.ledger)
    if let complaint = reading.losses.complaint(about: observations) {
      throw WorkflowError.no(complaint)
    }
  }
}
