package import Logs
internal import Observations

/// Reads every line in full.
private struct FullReader: TraceReader {
  var reader: any TraceReader

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    reader.read(line, into: &recorder)
  }

  mutating func readInFull(_ block: Span<UInt8>, into recorder: inout ObservationBuilder) {
    reader.readInFull(block, into: &recorder)
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    reader.endFile(isCut: isCut, recorder: &recorder)
  }

  mutating func endRun(recorder: inout ObservationBuilder) { reader.endRun(recorder: &recorder) }
}

extension TraceFormat {
  /// The same format without its lane for plain lines.
  package var inFull: TraceFormat {
    let makeReader = makeReader
    return TraceFormat(
      name: name, summary: summary, continuesAcrossFiles: continuesAcrossFiles,
      linesRecognized: linesRecognized, groups: groups,
      makeReader: { FullReader(reader: makeReader($0, $1)) })
  }
}
