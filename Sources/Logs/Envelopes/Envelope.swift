/// What a platform puts around each line of a log: its name, and how a line is taken out of it.
package struct Envelope: Sendable {
  /// What writes it, for messages.
  package let name: String
  /// Whether nothing but the platform writes to such a file, so that a line without the envelope is
  /// damaged, and not another program's.
  let isAlone: Bool
  /// Whether its lines are JSON, which is whole or damaged.
  var isJSON = false
  /// Whether texts end in a line end, so that one without goes on in the next object.
  var endsLines = false
  /// Whether a platform writes such files by itself, and begins another where one is long.
  package private(set) var isRotated = false
  /// Whether it is words that a list of names may hold as well.
  package private(set) var isOfBareWords = false
  /// What a line holds; `nil` where it is not in this envelope.
  let open: @Sendable (_ line: Span<UInt8>) -> WrappedLine?

  /// Every envelope that is known. Where several fit, the one inside of which most lines are
  /// recognised is taken.
  package static let all: [Envelope] =
    [
      .jsonFile, .containerRuntime, .kubectlPrefix, .compose, .timeStamp, .actionsLog,
      .fluentdFile, .kernelMessages, .talos, .logcat, .syslog, .grep, .gitLabJob, .cloudWatch,
      .cloudWatchShort, .stern, .sternOfAllNamespaces,
    ] + shippers
}

/// What a line in an envelope holds.
struct WrappedLine {
  enum Content {
    /// Bytes of the line, as they are.
    case text(Range<Int>)
    /// Bytes of the line that the kernel logged.
    case kernelText(Range<Int>)
    /// A JSON string, without its quotes.
    case string(Range<Int>)
    /// A text that does not stand in the line as it is.
    case bytes([UInt8])
    /// A text that was left out.
    case missing
    /// A JSON object in which there is no text; what it says is somebody else's.
    case otherObject
    /// Words of somebody who has no say in this log.
    case foreign(Range<Int>)
    /// Nothing but the platform's own.
    case nothing
  }

  let content: Content
  /// Which container, stream or file the line is from; empty where the envelope does not tell.
  var source: [UInt8] = []
  /// Whether the next line from there goes on with it; `nil` where only the text's end tells.
  var isPartial: Bool? = false
}
