internal import Findings
internal import Text

/// One independent recording, read: a test run, or one container's life. The unit of sampling.
package struct Run: Hashable, Sendable {
  /// Thirty-two hexadecimal digits that depend on what was read and what was selected, not on where
  /// the files stood: the same recording read twice is one run. Sixteen in files of version 1.
  package let id: String
  /// The file or folder that it was read from, without its path.
  package let name: String
  /// The trace formats that were recognised, sorted.
  package let formats: [String]
  /// How many lines were read.
  package let lines: Int
  /// How many processes the log tells apart; 0 where it does not.
  package let processes: Int
  /// What the run's logs could not tell.
  package let ledger: Ledger
  /// What kinds of run the user says that it is of: `start`, `serve`, `reload`; sorted.
  package private(set) var labels: [String] = []
  /// Sixteen hexadecimal digits that are the same for runs which begin with one command line; `nil` where
  /// the log does not tell it. The line itself, in which secrets may stand, is not kept.
  package private(set) var commandLine: String?

  // There may be ten thousand runs of a hundred observations, so that these are kept in columns.
  var shape: ObservationShape
  /// By `ObservationShape.counts(of:)`.
  let counts: [Int]
  /// The least place of each observation, as an index of `files` and a line.
  let firstFiles: [Int32]
  let firstLines: [Int]
  /// Paths of the logs; sorted by their bytes.
  package let files: [String]

  /// A run with what it showed.
  ///
  /// `observations`: sorted by key; keys are unique.
  package init(
    id: String, name: String, formats: [String], lines: Int, processes: Int,
    observations: [Observation], ledger: Ledger, labels: [String] = [], commandLine: String? = nil
  ) {
    self.id = id
    self.name = name
    self.labels = Set(labels).sorted()
    self.commandLine = commandLine
    self.formats = formats
    self.lines = lines
    self.processes = processes
    self.ledger = ledger
    // What came of a call that was entered may be unknown, but not nothing.
    let observations = observations.map { observation in
      var whole = observation
      whole.outcomes.unknown += max(0, observation.count - observation.outcomes.total)
      return whole
    }
    (shape, counts) = ObservationShape.withCounts(of: observations)
    firstLines = observations.map(\.first.line)
    let paths = observations.map(\.first.file)
    // Of a log in one file, which most are, nothing need be looked up.
    if let path = paths.first, paths.allSatisfy({ $0.hasSameBytes(as: path) }) {
      files = [path]
      firstFiles = []
      return
    }
    files = paths.sortedByBytes
    let indices = Dictionary(
      files.enumerated().map { (Array($0.element.utf8), Int32($0.offset)) }, uniquingKeysWith: min)
    firstFiles = paths.map { indices[Array($0.utf8)] ?? 0 }
  }

  /// The same run, also of the kinds that another reading of it says, and with its command line.
  package func completed(by other: Run) -> Run {
    labelled(other.labels, commandLine: [commandLine, other.commandLine].compactMap { $0 }.min())
  }

  /// The same run, of another kind as well.
  package func labelled(_ label: String) -> Run { labelled([label], commandLine: commandLine) }

  private func labelled(_ more: [String], commandLine: String?) -> Run {
    var run = self
    run.labels = Set(labels).union(more).sorted()
    run.commandLine = commandLine
    return run
  }

  /// Sorted by key; keys are unique. Put together at every call.
  package var observations: [Observation] { shape.keys.indices.map(observation) }

  /// Whether a file of version 1 gave the run its id.
  var hasFormerID: Bool { id.utf8.count == 16 }

  /// The first place that the run names.
  var place: SourceLocation {
    shape.keys.isEmpty ? SourceLocation(file: name, line: 1) : first(0)
  }

  /// Whether no call was seen.
  package var isEmpty: Bool { shape.keys.isEmpty }

  private func observation(_ index: Int) -> Observation {
    let counts = counts[shape.counts(of: index)]
    var outcomes = Outcomes()
    for (outcome, count) in zip(shape.outcomes(of: index), counts.dropFirst()) {
      outcomes.add(outcome, count: count)
    }
    return Observation(
      key: shape.keys[index], count: counts.first ?? 0, outcomes: outcomes, first: first(index))
  }

  func first(_ index: Int) -> SourceLocation {
    SourceLocation(
      file: files[firstFiles.isEmpty ? 0 : Int(firstFiles[index])], line: firstLines[index])
  }

  /// Calls entered.
  package var events: Int {
    shape.keys.indices.reduce(0) { $0 + counts[shape.counts(of: $1).lowerBound] }
  }
}
