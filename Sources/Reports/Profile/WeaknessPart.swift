internal import Syscalls
internal import Verification

/// The weaknesses of one fate, for people.
struct WeaknessPart {
  let heading: String
  /// The colour of its part of a bar.
  let fill: String
  /// The heading of what decides.
  let deciding: String
  let isReachable: Bool
  /// In the order of `Weakness.all`.
  let answers: [WeaknessAnswer]

  /// Those that are reachable, those that this profile stops, and those that the baseline stops as well.
  static func all(of report: ProfileReport) -> [Self] {
    let (answers, stopped) = (report.overview.weaknesses, report.overview.stoppedByBaseline)
    return [
      Self(
        heading: "Still reachable", fill: "f9", deciding: "Reachable by", isReachable: true,
        answers: answers.filter { !$0.isStopped }),
      Self(
        heading: "Made unreachable by this profile", fill: "f6", deciding: "Unreachable because of",
        isReachable: false,
        answers: answers.filter { $0.isStopped && !stopped.contains($0.weakness.id) }),
      Self(
        heading: "Unreachable under the baseline as well", fill: "f2",
        deciding: "Unreachable because of", isReachable: false,
        answers: answers.filter { $0.isStopped && stopped.contains($0.weakness.id) }),
    ]
  }
}
