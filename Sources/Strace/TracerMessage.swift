internal import Logs

/// What strace says of itself between, or in the midst of, the calls.
struct TracerMessage {
  /// The process that was attached to or detached from.
  let process: UInt32
  let kind: Kind
  /// Where the message begins in its line; before it a call may have begun.
  let start: Int

  enum Kind { case attached, attachedWithThreads, detached }

  var isWholeLine: Bool { start == 0 }

  /// Finds `strace: Process 18713 attached` at the end of a line; before strace 4.11 there was no
  /// `strace: `, and with it stands whatever name the tracer was called by: `/usr/bin/strace: `.
  init?(atEndOf line: Span<UInt8>) {
    var end = line.count
    let kind: Kind
    if Self.ends(line, with: " attached") {
      kind = .attached
      end -= 9
    } else if Self.ends(line, with: " detached") {
      kind = .detached
      end -= 9
    } else if Self.ends(line, with: " threads"),
      // `strace: Process 18712 attached with 4 threads`
      let text = line.lastRange(of: " attached with ")
    {
      kind = .attachedWithThreads
      end = text.lowerBound
    } else {
      return nil
    }
    var digits = end
    while digits > 0, line[digits - 1].isDigit { digits -= 1 }
    guard let (number, after) = line.decimal(at: digits), after == end,
      line.hasPrefix("Process ", at: digits - 8)
    else { return nil }
    self.kind = kind
    process = UInt32(truncatingIfNeeded: number)
    start = Self.start(line, ofText: digits - 8)
  }

  private static func ends(_ line: Span<UInt8>, with text: StaticString) -> Bool {
    line.hasPrefix(text, at: line.count - text.utf8CodeUnitCount)
  }

  private static func start(_ line: Span<UInt8>, ofText text: Int) -> Int {
    guard line.hasPrefix(": ", at: text - 2) else { return text }
    var start = text - 2
    if line.hasPrefix("strace", at: start - 6) {
      start -= 6
    } else {
      while start > 0, line[start - 1].isIdentifier { start -= 1 }
    }
    // `… 4000/usr/bin/strace: Process …`: back to the first slash of the path.
    var first = start
    while first > 0, isPathByte(line[first - 1]) { first -= 1 }
    if start > 0, line[start - 1] == UInt8(ascii: "/") {
      while first < start, line[first] != UInt8(ascii: "/") { first += 1 }
      return first
    }
    return start
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    byte.isIdentifier || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-")
  }

  /// Whether the line is any other message: `strace: WARNING: …`, `/usr/bin/strace: …`.
  static func isOther(_ line: Span<UInt8>, at start: Int) -> Bool {
    let end = line.skip(from: start, while: isPathByte)
    return end > start + 5 && line.hasPrefix("strace: ", at: end - 6)
      || line.hasPrefix("Process ", at: start) && line.decimal(at: start + 8) != nil
  }
}

extension Span<UInt8> {
  /// Where the last `text` lies, if it is among the last few dozen bytes.
  fileprivate func lastRange(of text: StaticString) -> Range<Int>? {
    let length = text.utf8CodeUnitCount
    for start in stride(from: count - length, through: Swift.max(0, count - 40), by: -1)
    where hasPrefix(text, at: start) {
      return start..<(start + length)
    }
    return nil
  }
}
