/// What a repository demands of a profile beyond its baseline.
package struct Limits: Hashable, Sendable {
  /// How many calls may be open, on each architecture.
  package var callsOpen: Int?
  /// How many known weaknesses must be stopped.
  package var weaknessesStopped: Int?
  /// How old the evidence may be, in days.
  package var evidenceDays: Int?
  /// Of future runs, the share that may need a call which the evidence does not show, from 0 to 1.
  package var novelty: Double?

  /// No limits but those that are given.
  package init(
    callsOpen: Int? = nil, weaknessesStopped: Int? = nil, evidenceDays: Int? = nil,
    novelty: Double? = nil
  ) {
    self.novelty = novelty
    self.callsOpen = callsOpen
    self.weaknessesStopped = weaknessesStopped
    self.evidenceDays = evidenceDays
  }

  /// These, and where they say nothing, `others`.
  package func completed(by others: Self) -> Self {
    Self(
      callsOpen: callsOpen ?? others.callsOpen,
      weaknessesStopped: weaknessesStopped ?? others.weaknessesStopped,
      evidenceDays: evidenceDays ?? others.evidenceDays, novelty: novelty ?? others.novelty)
  }
}

/// How long ago the evidence of a profile was changed for the last time.
package enum EvidenceAge: Hashable, Sendable {
  case days(Int)
  /// It cannot be told, for a reason that is safe to print.
  case unknown(String)
}
