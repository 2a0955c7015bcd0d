package import Findings
internal import Text

/// A run, and where it was read: the log, or the place in an observation file.
package struct RecordedRun: Hashable, Sendable {
  /// The run.
  package let run: Run
  /// Where it stands.
  package let place: SourceLocation

  /// A run that was read at `place`.
  package init(_ run: Run, at place: SourceLocation) {
    self.run = run
    self.place = place
  }
}

/// Two runs that have one id and different content: one of them is not what it says.
package struct RunConflict: Error, Hashable, Sendable {
  /// The id of both.
  package let id: String
  /// Where the two were read, in their order.
  package let places: [SourceLocation]

  init(_ left: RecordedRun, _ right: RecordedRun) {
    id = left.run.id
    places = [left.place, right.place].sorted()
  }
}

extension Run {
  /// Whether both are the same recording, wherever the files stood when it was read.
  func hasContent(of other: Run) -> Bool { content == other.content }

  /// All that a run holds but for its id, its name and paths.
  var content: RunContent { content { _ in true } }

  /// The same without the ledger's notes: a later whittle notes more of the same log.
  var contentWithoutNotes: RunContent { content(\.isLoss) }

  private func content(_ isCompared: (Ledger.Kind) -> Bool) -> RunContent {
    RunContent(
      formats: formats, lines: lines, processes: processes,
      ledger: ledger.entries.filter { isCompared($0.key) }.mapValues(\.count), shape: shape,
      counts: counts, firstLines: firstLines)
  }

  /// An order of runs that have the same content: by all the names in them, byte by byte.
  func isNamedBefore(_ other: Run) -> Bool {
    guard name.hasSameBytes(as: other.name) else { return name.precedesInBytes(other.name) }
    return places.lexicographicallyPrecedes(other.places) { left, right in
      left.file.hasSameBytes(as: right.file)
        ? left.line < right.line : left.file.precedesInBytes(right.file)
    }
  }

  /// Every place that stands in the run.
  private var places: [SourceLocation] {
    shape.keys.indices.map(first)
      + ledger.entries.sorted { $0.key < $1.key }.flatMap(\.value.places)
  }
}

/// What two readings of one recording have in common.
struct RunContent: Hashable {
  let formats: [String]
  let lines: Int
  let processes: Int
  let ledger: [Ledger.Kind: Int]
  let shape: ObservationShape
  let counts: [Int]
  let firstLines: [Int]
}
