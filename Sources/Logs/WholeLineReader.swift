internal import Observations

/// A reader that is told whether a line ends: a number or a name in the last line of a file may be the
/// beginning of another one where the line has no ending.
package protocol WholeLineReader: TraceReader {
  /// Reads the next line, which holds no NUL byte.
  ///
  /// `isEnded`: whether the line had an ending in the file.
  mutating func read(_ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder)
}

extension WholeLineReader {
  /// Reads a line that has an ending.
  package mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    read(line, isEnded: true, into: &recorder)
  }

  /// Reads whole lines, and at the end of a file what stands behind them.
  package mutating func readInFull(_ block: Span<UInt8>, into recorder: inout ObservationBuilder) {
    let hasZeros = block.firstIndex(of: 0, from: 0) != nil
    var start = 0
    while start < block.count {
      let newline = block.firstIndex(of: .newline, from: start)
      let end = newline ?? block.count
      recorder.line += 1
      let line = block.extracting(block.line(start..<end))
      if hasZeros, line.firstIndex(of: 0, from: 0) != nil {
        readBehindZeros(line, isEnded: newline != nil, into: &recorder)
      } else {
        read(line, isEnded: newline != nil, into: &recorder)
      }
      start = end + 1
    }
  }

  /// A crash leaves NUL bytes where a file was extended but not written; the next line to be written
  /// stands behind them. A line with such bytes within it is damaged, and counts once.
  private mutating func readBehindZeros(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    recorder.note(.nulBytes)
    let rest = line.extracting(line.skip(0, from: 0)...)
    if !rest.isEmpty, rest.firstIndex(of: 0, from: 0) == nil {
      read(rest, isEnded: isEnded, into: &recorder)
    }
  }
}

extension ObservationBuilder {
  /// Counts a line that is not what its reader knows, or its beginning alone.
  package mutating func noteDamage(isEnded: Bool) {
    note(isEnded ? .malformedLine : .truncatedTail)
  }
}

extension Int {
  /// A number of calls that a log tells, bounded so that no sum of them is too great for an `Int`.
  package init(calls: UInt64) {
    self = Int(clamping: Swift.min(calls, UInt64(Observation.maximumCount)))
  }
}
