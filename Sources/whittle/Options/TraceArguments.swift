internal import ArgumentParser
internal import Findings
internal import Logs
internal import Observations
internal import Syscalls
internal import Text
internal import Traces
internal import Workflows

/// What logs to read, and how.
struct TraceArguments: ParsableArguments {
  @Option(
    name: .customLong("input-format"),
    help: ArgumentHelp("Take every log for this format instead of looking.", valueName: "format"))
  var inputFormat: InputFormat = .auto

  @Option(
    help: ArgumentHelp(
      "Architecture of the machine on which the logs were recorded. Default: what they tell; else a guess, which is told.",
      valueName: "name"))
  var traceArch: ArchitectureName?

  @Option(
    name: .customLong("comm"),
    help: ArgumentHelp("Count calls of processes of this name only. Repeatable.", valueName: "name")
  )
  var commands: [String] = []

  @Option(
    name: .customLong("exe"),
    help: ArgumentHelp("Count calls of this program only, a path. Repeatable.", valueName: "path"))
  var executables: [String] = []

  @Option(
    name: .customLong("pid"),
    help: ArgumentHelp("Count calls of this process only. Repeatable.", valueName: "number"))
  var processes: [UInt32] = []

  @Option(
    help: ArgumentHelp(
      "Losses per hundred calls that are put up with, or a kind of loss as the ledger names it, such as selected-calls. Repeatable.",
      valueName: "percent|kind"),
    transform: LossAllowance.init(argument:))
  var allowLoss: [LossAllowance] = []

  @Option(
    help: ArgumentHelp(
      "Threads that read; the result is the same with any number.", valueName: "number"))
  var threads = TraceOptions.availableProcessors

  @Flag(
    help:
      "Treat every loss, assumption, call outside the baseline or condition that does not bind as an error."
  )
  var strict = false

  /// What losses are accepted.
  var losses: LossPolicy {
    var percent = 0.0
    var kinds: Set<Ledger.Kind> = []
    for allowance in allowLoss {
      switch allowance {
      case .percent(let number): percent = max(percent, number)
      case .kind(let kind): kinds.insert(kind)
      }
    }
    return LossPolicy(acceptedPercent: percent, acceptedKinds: kinds, isStrict: strict)
  }

  func validate() throws {
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads takes a number from 1 to 256.")
    }
    guard !strict || allowLoss.allSatisfy(\.isNothing) else {
      throw ValidationError("--strict and --allow-loss contradict each other.")
    }
  }

  /// Files of folders that are named when they are not read; of the others, the number is told.
  private static let unreadShown = 5

  /// Reads the logs; says what was passed over.
  func read(
    _ paths: [String], keeping programs: ProgramPaths? = nil, telling watch: FilterWatch? = nil,
    areListed: Bool = false, joined: JoinedLog? = nil,
    _ messages: Messages
  ) throws(WorkflowError) -> Observations {
    var options = options(keeping: programs)
    options.watch = watch
    options.areListed = areListed
    options.joined = joined
    do {
      let traces = try Progress.shown(unless: messages.isQuiet) {
        progress throws(TraceError) in
        options.progress = progress
        return try TraceSet(reading: paths, options: options)
      }
      tell(of: traces, messages)
      for repeated in traces.repeated {
        messages.note(
          "note: \(repeated.names.map(\.escapedForTerminal).joined(separator: " and ")) are one recording; it "
            + "counts as one run")
      }
      return traces.observations
    } catch {
      throw .cannot(error.line(as: "error"))
    }
  }

  /// How the logs are read.
  func options(keeping programs: ProgramPaths? = nil) -> TraceOptions {
    var options = TraceOptions()
    options.format = inputFormat.format
    options.recordedOn = traceArch?.architecture
    options.threads = threads
    options.programs = programs
    options.selection = Selection(
      commands: commands, executables: executables, processes: processes)
    return options
  }

  /// Says what was not read.
  func tell(of traces: TraceSet, _ messages: Messages) {
    tell(of: traces.unread, "counted as lost", messages)
    tell(of: traces.skipped, "passed over", messages)
  }

  private func tell(of files: [TraceError], _ consequence: String, _ messages: Messages) {
    for file in files.prefix(Self.unreadShown) {
      messages.note("\(file.line(as: "warning")); \(consequence)")
    }
    if files.count > Self.unreadShown {
      messages.note("warning: \(files.count - Self.unreadShown) more \(consequence)")
    }
  }
}

/// A trace format's name, or `auto`.
struct InputFormat: ExpressibleByArgument {
  let format: TraceFormat?

  static let auto = InputFormat(format: nil)

  private init(format: TraceFormat?) { self.format = format }

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let format = TraceFormat.named(argument) {
      self.format = format
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { format?.name ?? "auto" }

  static var allValueStrings: [String] { ["auto"] + TraceFormat.all.map(\.name) }
}
