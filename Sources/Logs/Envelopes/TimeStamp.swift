extension Envelope {
  /// `2024-05-01T10:00:00.123456789Z read(3, …`
  static let timeStamp = Envelope(
    name: "time stamps (docker logs -t, kubectl logs --timestamps, GitHub Actions)", isAlone: false
  ) { line in
    // GitHub begins the log of each step with a byte order mark, Jenkins puts brackets around.
    var start = line.hasPrefix("\u{feff}") ? 3 : 0
    let isBracketed = line.hasPrefix("[", at: start)
    if isBracketed { start += 1 }
    guard var end = TimeStamp.end(in: line, at: start) else { return nil }
    if isBracketed {
      guard line.hasPrefix("]", at: end) else { return nil }
      end += 1
    }
    return line.afterBlank(at: end).map { WrappedLine(content: .text($0)) }
  }
}

/// A time as RFC 3339 writes it.
enum TimeStamp {
  /// Where `2024-05-01T10:00:00.123456789Z` or `…+02:00` ends; `nil` where none stands at `start`.
  static func end(in line: Span<UInt8>, at start: Int) -> Int? {
    guard var position = endWithoutZone(in: line, at: start) else { return nil }
    if line.hasPrefix(".", at: position) {
      let end = line.skip(from: position + 1, while: \.isDigit)
      guard end > position + 1 else { return nil }
      position = end
    }
    if line.hasPrefix("Z", at: position) { return position + 1 }
    guard line.hasPrefix("+", at: position) || line.hasPrefix("-", at: position) else { return nil }
    let end = line.skip(from: position + 1) { $0.isDigit || $0 == UInt8(ascii: ":") }
    return end == position + 6 || end == position + 5 ? end : nil
  }

  /// Where `2024-05-01T10:00:00` ends; `nil` where none stands at `start`, or nothing after it.
  static func endWithoutZone(in line: Span<UInt8>, at start: Int) -> Int? {
    let form: StaticString = "dddd-dd-ddTdd:dd:dd"
    guard start >= 0, line.count - start > form.utf8CodeUnitCount else { return nil }
    for offset in 0..<form.utf8CodeUnitCount {
      // SAFETY: the offset is less than the text's length.
      let expected = unsafe form.utf8Start[offset]
      let byte = line[start + offset]
      guard expected == UInt8(ascii: "d") ? byte.isDigit : byte == expected else { return nil }
    }
    return start + form.utf8CodeUnitCount
  }
}

extension Span<UInt8> {
  /// What stands behind the blank at `end`; empty at the end of the line, `nil` where no blank is.
  func afterBlank(at end: Int) -> Range<Int>? {
    if end == count { return end..<end }
    guard end < count, self[end] == .space else { return nil }
    return (end + 1)..<count
  }

  /// The first offset at or after `start` where no escape sequence for a colour begins: `ESC [ 36 m`.
  func skipColours(from start: Int) -> Int {
    var position = start
    while hasPrefix("\u{1b}[", at: position) {
      let end = skip(from: position + 2) { $0.isDigit || $0 == UInt8(ascii: ";") }
      guard end < count, self[end] == UInt8(ascii: "m") else { return position }
      position = end + 1
    }
    return position
  }
}
