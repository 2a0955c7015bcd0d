internal import Audit
internal import Logs
internal import Strace
internal import Text

/// Something that no envelope explains, before lines that would be a log's without it.
struct UnknownPrefix {
  private let format: TraceFormat
  /// Of the first line that has one.
  private let text: String
  private let line: Int

  private static let linesLookedAt = 200
  private static let longest = 256

  /// `nil` unless most of the first lines that are not recognised are so.
  ///
  /// - Parameter forced: the only format that is asked, if there is one.
  init?(in sample: Span<UInt8>, forced: TraceFormat?) {
    let formats = forced.map { [$0] } ?? [.strace, .audit]
    var counts = formats.map { _ in 0 }
    var first: (format: Int, text: String, line: Int)?
    var lines = 0
    var number = 0
    _ = sample.containsLine { line in
      number += 1
      guard !line.isEmpty, !formats.contains(where: { $0.linesRecognized(line) > 0 }) else {
        return false
      }
      lines += 1
      for (index, format) in formats.enumerated() {
        guard let end = Self.end(of: line, format) else { continue }
        counts[index] += 1
        if first == nil { first = (index, line.text(0..<end), number) }
        break
      }
      return lines == Self.linesLookedAt
    }
    guard let first, 2 * counts.reduce(0, +) > lines else { return nil }
    format = formats[first.format]
    text = first.text
    self.line = first.line
  }

  var explanation: String {
    "holds lines of the format \"\(format.name)\" behind a prefix that whittle does not know, such as "
      + "\(text.quotedForTerminal) on line \(line), so that no call can be read; take the prefix away, "
      + "for example with sed or jq, and read the rest"
  }

  /// Where the rest of a line begins that is of the format without what stands before.
  private static func end(of line: Span<UInt8>, _ format: TraceFormat) -> Int? {
    for offset in 1..<max(1, min(line.count, longest)) where !line[offset - 1].isWord {
      if format.linesRecognized(line.extracting(offset...)) > 0 { return offset }
    }
    return nil
  }
}

extension UInt8 {
  /// Whether the byte may stand in the midst of a word, a name or a number.
  fileprivate var isWord: Bool {
    isIdentifier || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "/")
  }
}
