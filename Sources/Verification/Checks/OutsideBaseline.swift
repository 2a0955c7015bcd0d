internal import Filters
internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

extension Check {
  static let outsideBaseline: Check = .init(
    .outsideBaseline, .warning, isErrorWhenStrict: true, .low,
    title: "A call ran while recording, and the baseline refuses it, so that the profile must; an "
      + "error where no container starts without it.",
    help: "Check that the program goes on without it, or say what its container is given "
      + "(--cap-add, --baseline)."
  ) { examination in
    guard let filter = examination.filter else { return [] }
    let severity = outsideBaseline.severity(examination.circumstances)
    return filter.replay.outside.map { filter.outsideFinding($0, severity) } + filter.startFindings
  }
}

extension FilterExamination {
  /// - Parameter observations: one or more of one call.
  fileprivate func outsideFinding(
    _ observations: [Observation], _ severity: Finding.Severity
  ) -> Finding {
    let first = observations.sorted { $0.first < $1.first }[0]
    let calls = observations.reduce(0) { $0 + $1.count }
    let answers = first.key.forms.map { baseline.verdict(for: $0) }
    let obstacle =
      if case .refuses(let verdict)? = answers.first {
        "the baseline answers \(verdict.spelling), and so must a profile within it"
      } else {
        "whittle's table has no such call, so that no profile can allow it"
      }
    return Finding(
      .outsideBaseline, severity, at: first.first,
      architecture: first.key.architecture, calls: [first.key.call.description],
      facts: "\(first.key.spelling) ran while recording (\(calls.times)), but \(obstacle).",
      help: Check.outsideBaseline.help)
  }

  /// A baseline within which no container starts, however it is started.
  fileprivate var startFindings: [Finding] {
    let architecture = verifier.environment.architecture
    let outside = Set(
      floor.neededByStart.joined().filter { name in
        guard let call = Syscall(name),
          let anyArguments = PartialInvocation(call, on: architecture)
        else { return false }
        return baseline.verdict(for: anyArguments).isRefusal
      })
    let obstacles = floor.neededByStart.map { $0.intersection(outside) }
    guard obstacles.allSatisfy({ !$0.isEmpty }) else { return [] }
    let names = Set(obstacles.joined()).sorted()
    return [
      Finding(
        .outsideBaseline, .error, architecture: architecture, calls: names,
        facts: "No container starts within the baseline: it refuses \(names.listed), which "
          + "runtimes call under the filter before the program starts.",
        help: "Take another baseline.")
    ]
  }
}
