/// How the lines of one log lie in a file: in which envelopes, and which of the lines are the log's.
package struct Wrapping: Sendable {
  /// From the outermost to the innermost.
  package let envelopes: [Envelope]
  /// Which container or stream the log is from, as the envelopes name it.
  package let source: [UInt8]
  /// Sources of the file that are read as logs of their own.
  package let otherLogs: Set<[UInt8]>
  /// Whether lines of further sources are counted with this log: one of a file's logs does.
  package let countsOthers: Bool
  /// How many lines of a text would be taken for the log's.
  package let linesRecognized: @Sendable (Span<UInt8>) -> Int
  /// Which lines are opened; `nil` for all.
  private let opened: LineOwners.Selection?

  /// Says how the lines of a log lie in a file, and whose they are where that is known.
  package init(
    envelopes: [Envelope], source: [UInt8], otherLogs: Set<[UInt8]>, countsOthers: Bool,
    owners: LineOwners? = nil, linesRecognized: @escaping @Sendable (Span<UInt8>) -> Int
  ) {
    self.envelopes = envelopes
    self.source = source
    self.otherLogs = otherLogs
    self.countsOthers = countsOthers
    self.linesRecognized = linesRecognized
    opened = owners?.selection(of: source, among: otherLogs, countsOthers: countsOthers)
  }

  /// Whether a line of the file says nothing to this log.
  func passesOver(line: Int) -> Bool { opened.map { !$0.opens(line) } ?? false }
}

extension Envelope {
  /// Whether most lines of `sample` are in this envelope.
  package func carriesMost(of sample: Span<UInt8>) -> Bool {
    var carried = 0
    let others = sample.countLines { line in
      switch open(line)?.content {
      case .text, .kernelText, .string, .bytes: carried += 1
      case .foreign(let text) where !text.isEmpty: carried += 1
      case .foreign, .otherObject, nil: return !line.isEmpty
      case .nothing, .missing: break
      }
      return false
    }
    return carried > others
  }

  /// The same envelope, where the texts of `sample` tell whether they end in line ends.
  package func fitted(to sample: Span<UInt8>) -> Envelope {
    var ended = 0
    var strings = 0
    _ = sample.countLines { line in
      if let wrapped = open(line), case .string(let text) = wrapped.content {
        strings += 1
        if line.unescaped(text)?.last == .newline { ended += 1 }
      }
      return false
    }
    var fitted = self
    fitted.endsLines = endsLines || 2 * ended > strings
    return fitted
  }
}
