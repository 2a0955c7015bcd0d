internal import Logs

/// Which lines of an audit log are a recording's: SECCOMP records of filters that log, between two marks. No other
/// process runs under such a filter, unless another recording does.
struct RecordsBetweenMarks {
  private let begin: [UInt8]
  private let end: [UInt8]
  /// Whether the first mark has been there.
  private(set) var isWithin = false
  private var isOver = false

  /// The marks are `type=USER` records with a text: the mark and `-begin`, and `-end`.
  init(_ mark: String) {
    begin = Array((mark + "-begin").utf8)
    end = Array((mark + "-end").utf8)
  }

  /// Whether a line is kept.
  mutating func keeps(_ line: Span<UInt8>) -> Bool {
    if isOver { return false }
    if !isWithin {
      isWithin = Self.contains(line, begin)
      return false
    }
    if Self.contains(line, end) {
      isOver = true
      return false
    }
    // With log_format ENRICHED and name_format set: `node=web type=SECCOMP msg=…`
    var start = 0
    if line.hasPrefix("node="), let space = line.firstIndex(of: .space, from: 0) {
      start = space + 1
    }
    guard line.hasPrefix("type=SECCOMP ", at: start) || line.hasPrefix("type=1326 ", at: start)
    else { return false }
    return line.firstRange(of: " code=0x7ffc0000") != nil
  }

  private static func contains(_ line: Span<UInt8>, _ text: [UInt8]) -> Bool {
    var position = 0
    while let found = line.firstIndex(of: text[0], from: position) {
      if found + text.count <= line.count, line.equals(text.span, at: found..<found + text.count) {
        return true
      }
      position = found + 1
    }
    return false
  }
}
