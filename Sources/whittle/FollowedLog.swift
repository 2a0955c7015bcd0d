internal import Files
internal import Logs
internal import Observations
internal import Reports
internal import Text
internal import Traces
internal import Verification
internal import Workflows

/// A log that is followed: each record of a filter that is new is printed as it comes.
struct FollowedLog {
  private let path: String
  private let canary: CanaryProfile?
  private let out: OutputArguments

  init(_ path: String, reporting canary: CanaryProfile?, _ out: OutputArguments) {
    self.path = path
    self.canary = canary
    self.out = out
  }

  /// Reads until the log ends, or somebody ends it.
  ///
  /// - Parameter output: where observations are to be written; `nil` for nowhere.
  func read(
    _ options: TraceOptions, to output: String?
  ) throws -> (Observations, FilterEventReport) {
    // A week later is too late to say so.
    if let output {
      try ObservationFile(at: output).checkReplacement(by: Observations(), dropping: "remove it")
    }
    let signals = try StopSignals()
    let following = Following(until: signals.descriptor, orClosed: StandardOutput.descriptor)
    let containers = ProcessContainers()
    let watch = FilterWatch { following.isLive ? containers.container(of: $0) : nil }
    var options = options
    options.following = following
    options.watch = watch
    var observations = Observations()
    do {
      if let follower = try LogFollower(path, options, note: out.messages.note) {
        while try follower.readMore() { try write(watch.takeNew()) }
        observations = try follower.finish()
        // What the end of the log completed.
        try write(watch.takeNew())
      }
    } catch let error as TraceError {
      throw WorkflowError.cannot(error.line(as: "error"))
    }
    if let output, observations.events == 0 {
      throw WorkflowError.cannot(
        "\(path.escapedForTerminal): error: holds no system call; nothing was observed that "
          + "\(output.escapedForTerminal) could tell")
    }
    return (
      observations,
      FilterEventReport(watch.entries, unlisted: watch.unlisted, canary: canary)
    )
  }

  private func write(_ groups: [FilterEventGroup]) throws {
    guard !groups.isEmpty else { return }
    let report = FilterEventReport(groups, unlisted: [:], canary: canary)
    try StandardOutput.write(
      (out.isForPeople ? report.lines(counting: false) : report.jsonLines).joined(separator: "\n"))
  }
}
