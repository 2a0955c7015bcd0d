internal import Filters
internal import Findings

extension Check {
  static let undecided: Check = .init(
    .undecided, .error, .high,
    title: "A comparison outgrew its bound: the answer is neither yes nor no (exit status 2).",
    help: "Write conditions on fewer arguments of one call."
  ) { examination in
    guard let obstacle = examination.filter?.proof.obstacle else { return [] }
    return [
      Finding(
        .undecided, undecided.severity,
        facts: "It could not be decided whether the profile is within the baseline and its filter "
          + "says what its rules say: \(obstacle).",
        help: undecided.help)
    ]
  }
}
