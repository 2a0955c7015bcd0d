/// Reads one dialect of trace logs, line by line.
///
/// One reader serves the files of one run in their order; what it must remember between lines,
/// such as calls that are not finished yet, it keeps itself.
package protocol TraceReader {
  /// Reads the next line, which comes without its line ending (`\n` or `\r\n`).
  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder)

  /// The file ends; `isCut` where its last line had no line ending.
  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder)

  /// The run ends: whatever is unfinished remains so.
  mutating func endRun(recorder: inout ObservationBuilder)

  /// What can be known of lines without those before them; `nil` where a reader goes without. One is
  /// made for every thread that reads.
  func makePreparation(for recorder: ObservationBuilder) -> (any LinePreparation)?

  /// Reads whole lines, each ending in `\n`. The default serves every reader; it is a requirement
  /// so that a reader held as `any TraceReader` is looked up once a block and not once a line.
  ///
  /// `preparation`: what `makePreparation(for:)` returned, with these lines prepared.
  mutating func readLines(
    in block: Span<UInt8>, prepared preparation: (any LinePreparation)?,
    into recorder: inout ObservationBuilder)

  /// Reads whole lines of which nothing is known.
  mutating func readInFull(_ block: Span<UInt8>, into recorder: inout ObservationBuilder)
}

/// What can be known of the lines of a block without those before it: the greater part of the work,
/// done by several threads at once. The rest, in their order, is the reader's.
package protocol LinePreparation: AnyObject {
  /// Looks at the lines of a block; what was known of another block is forgotten.
  func prepare(_ block: LineBlock)

  /// Whether it is as good as a new one for the next file of the run.
  func serves(_ recorder: ObservationBuilder) -> Bool
}

extension LinePreparation {
  /// Made anew for each file.
  package func serves(_ recorder: ObservationBuilder) -> Bool { false }
}

extension TraceReader {
  /// Nothing to do for a format without state.
  package mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {}

  /// Nothing to do for a format without state.
  package mutating func endRun(recorder: inout ObservationBuilder) {}

  /// No lane of its own.
  package func makePreparation(for recorder: ObservationBuilder) -> (any LinePreparation)? {
    nil
  }

  /// Reads a block line by line.
  package mutating func readLines(
    in block: Span<UInt8>, prepared preparation: (any LinePreparation)?,
    into recorder: inout ObservationBuilder
  ) {
    readInFull(block, into: &recorder)
  }

  /// Reads every line of a block in full.
  package mutating func readInFull(_ block: Span<UInt8>, into recorder: inout ObservationBuilder) {
    var start = 0
    while start < block.count {
      let end = block.firstIndex(of: .newline, from: start) ?? block.count
      recorder.line += 1
      read(block.extracting(block.line(start..<end)), into: &recorder)
      start = end + 1
    }
  }
}
