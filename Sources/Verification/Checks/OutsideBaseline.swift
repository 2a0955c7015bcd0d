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
    return filter.replay.outside.flatMap { filter.outsideFindings($0, severity) }
      + filter.startFindings
  }
}

extension FilterExamination {
  /// A finding for those that the baseline answers alike.
  ///
  /// - Parameter observations: one or more of one call.
  fileprivate func outsideFindings(
    _ observations: [Observation], _ severity: Finding.Severity
  ) -> [Finding] {
    Dictionary(grouping: observations) { obstacle(to: $0.key) }.map { obstacle, observations in
      let observations = observations.sorted { $0.first < $1.first }
      let first = observations[0]
      return Finding(
        .outsideBaseline, severity, at: first.first,
        architecture: first.key.architecture, calls: [first.key.call.description],
        facts: "\(Self.spelling(of: observations)), but \(obstacle).",
        help: Check.outsideBaseline.help)
    }
  }

  /// Why a profile cannot let the call run.
  private func obstacle(to key: ObservationKey) -> String {
    if case .refuses(let verdict)? = key.forms.map({ baseline.verdict(for: $0) }).first {
      return "the baseline answers \(verdict.spelling), and so must a profile within it"
    }
    return "whittle's table has no such call, so that no profile can allow it"
  }

  /// So many sets of arguments are told one by one.
  private static let shownArguments = 4

  /// `x86_64 socket(AF_VSOCK, SOCK_STREAM, 0x0) ran while recording (once), and so did ...`.
  private static func spelling(of observations: [Observation]) -> String {
    func times(_ observations: some Sequence<Observation>) -> String {
      observations.reduce(0) { $0 + $1.outcomes.notRefused }.times
    }
    let isLong = observations.count > shownArguments
    let shown = observations.prefix(isLong ? shownArguments - 1 : shownArguments)
    let rest = observations.dropFirst(shown.count)
    var others = shown.dropFirst().map { "\($0.key.spelling) (\(times([$0])))" }
    if !rest.isEmpty { others.append("\(rest.count) with other arguments (\(times(rest)))") }
    return "\(shown[0].key.spelling) ran while recording (\(times(shown.prefix(1))))"
      + (others.isEmpty ? "" : ", and so did \(others.joined(separator: ", "))")
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
