/// One independent recording, read: a test run, or one container's life. The unit of sampling.
package struct Run: Hashable, Sendable {
  /// Sixteen hexadecimal digits that depend on what was read and what was selected, not on where
  /// the files stood: the same recording read twice is one run.
  package let id: String
  /// The file or folder that it was read from, without its path.
  package let name: String
  /// The trace formats that were recognised, sorted.
  package let formats: [String]
  /// How many lines were read.
  package let lines: Int
  /// How many processes the log tells apart; 0 where it does not.
  package let processes: Int
  /// Sorted by key; keys are unique.
  package let observations: [Observation]
  /// What the run's logs could not tell.
  package let ledger: Ledger

  /// A run with what it showed.
  package init(
    id: String, name: String, formats: [String], lines: Int, processes: Int,
    observations: [Observation], ledger: Ledger
  ) {
    self.id = id
    self.name = name
    self.formats = formats
    self.lines = lines
    self.processes = processes
    self.observations = observations
    self.ledger = ledger
  }

  /// Calls entered.
  package var events: Int { observations.reduce(0) { $0 + $1.count } }
}
