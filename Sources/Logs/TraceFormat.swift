/// A dialect of trace logs: its name, how to know it, how to read it.
///
/// A class, for every log of a hundred thousand refers to one.
package final class TraceFormat: Sendable {
  /// The word for `--input-format`.
  package let name: String
  /// One line for the help.
  package let summary: String
  /// Whether unfinished business may go on in the next file of a run, as in rotated logs; the files
  /// of `strace -ff` are one process each.
  package let continuesAcrossFiles: Bool
  /// How many of the sample's lines are of this dialect beyond doubt.
  package let linesRecognized: @Sendable (_ sample: Span<UInt8>) -> Int
  /// Whether a line is neither of this dialect nor of anything that stands between its lines, but of
  /// what a document holds that quotes a log.
  package let isForeign: @Sendable (_ line: Span<UInt8>) -> Bool
  /// Whether files whose names differ in a number at their end belong to one run.
  package let groups: @Sendable (_ sample: Span<UInt8>) -> Bool
  /// By what its lines tell the services of a node apart.
  package let services: Set<ServiceKind>
  /// What else a log of this dialect may be that holds no call, and what to do then.
  package let adviceWhereEmpty: String?
  /// - Parameters:
  ///   - process: the process that the file's name tells, as `strace -ff` writes it.
  ///   - signatures: the numbers that all readers of the run give to calls.
  package let makeReader:
    @Sendable (_ process: UInt32?, _ signatures: CallSignatures) -> any TraceReader

  /// A format, with what recognises and reads it.
  package init(
    name: String, summary: String, continuesAcrossFiles: Bool,
    linesRecognized: @escaping @Sendable (_ sample: Span<UInt8>) -> Int,
    isForeign: @escaping @Sendable (_ line: Span<UInt8>) -> Bool = { _ in false },
    groups: @escaping @Sendable (_ sample: Span<UInt8>) -> Bool,
    services: Set<ServiceKind> = [],
    adviceWhereEmpty: String? = nil,
    makeReader:
      @escaping @Sendable (_ process: UInt32?, _ signatures: CallSignatures) ->
      any TraceReader
  ) {
    self.name = name
    self.summary = summary
    self.continuesAcrossFiles = continuesAcrossFiles
    self.linesRecognized = linesRecognized
    self.isForeign = isForeign
    self.groups = groups
    self.services = services
    self.adviceWhereEmpty = adviceWhereEmpty
    self.makeReader = makeReader
  }
}

extension Span<UInt8> {
  /// Counts the lines for which `isRecognized` holds.
  package func countLines(where isRecognized: (Span<UInt8>) -> Bool) -> Int {
    var recognized = 0
    _ = containsLine {
      if isRecognized($0) { recognized += 1 }
      return false
    }
    return recognized
  }

  /// Whether there is a line for which `isMeant` holds.
  package func containsLine(where isMeant: (Span<UInt8>) -> Bool) -> Bool {
    var start = 0
    while start < count {
      let end = firstIndex(of: .newline, from: start) ?? count
      if isMeant(extracting(line(start..<end))) { return true }
      start = end + 1
    }
    return false
  }

  /// Whether it holds five words of letters: a sentence, as the lines of most dialects do not.
  package var isProse: Bool {
    var words = 0
    var start = 0
    while start < count {
      let end = firstIndex(of: .space, from: start) ?? count
      let letters = skip(from: start, while: \.isLetter)
      if letters > start,
        letters == end || letters == end - 1 && ".,;!?".utf8.contains(self[letters])
      {
        words += 1
      }
      start = end + 1
    }
    return words >= 5
  }
}
