/// What became of a command that ran under a filter.
package struct TrialOutcome: Hashable, Sendable {
  /// How a command ended.
  package enum Ending: Hashable, Sendable {
    case exited(code: Int32)
    case killed(signal: Int32)
  }

  /// How the command itself ended.
  package let ending: Ending
  /// In the order in which the first of each was made.
  package let denials: [Denial]
  /// Calls that were denied and are not listed, since there were too many different ones.
  package let unlisted: Int

  /// What became of a command.
  package init(ending: Ending, denials: [Denial], unlisted: Int) {
    self.ending = ending
    self.denials = denials
    self.unlisted = unlisted
  }
}
