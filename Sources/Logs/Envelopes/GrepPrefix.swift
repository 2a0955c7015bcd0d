extension Envelope {
  /// What `grep` puts before a line that it found, with `-n`, `-H` or both; with `-C`, lines around it
  /// have a hyphen behind the number.
  ///
  ///     12:type=SECCOMP msg=audit(…
  ///     audit.log:type=SECCOMP msg=audit(…
  ///     audit.log:12:type=SECCOMP msg=audit(…
  static let grep = Envelope(name: "grep -n or -H", isAlone: false) { line in
    if line.equals("--", at: 0..<line.count) { return WrappedLine(content: .nothing) }
    guard !beginsWithTime(line) else { return nil }
    if let text = numbered(line, from: 0) { return WrappedLine(content: .text(text)) }
    let end = line.skip(from: 0) {
      $0.isIdentifier || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "+")
    }
    guard end > 0, line.hasPrefix(":", at: end), !isTracer(line, at: 0..<end) else { return nil }
    return WrappedLine(
      content: .text(numbered(line, from: end + 1) ?? (end + 1)..<line.count),
      source: line.extracting(..<end).bytesCopied)
  }

  /// `/usr/bin/strace: attach: …`: who says it is no file.
  private static func isTracer(_ line: Span<UInt8>, at name: Range<Int>) -> Bool {
    let base = (line.lastIndex(of: UInt8(ascii: "/"), in: name) ?? name.lowerBound - 1) + 1
    return line.equals("strace", at: base..<name.upperBound)
      && line.hasPrefix(": ", at: name.upperBound)
  }

  /// `2026-11-30T19:59:59.900000 ` and `19:59:59 `, which look like numbers and a file's name.
  private static func beginsWithTime(_ line: Span<UInt8>) -> Bool {
    guard let (_, first) = line.decimal(at: 0), first == 2 || first == 4 else { return false }
    let separator: StaticString = first == 2 ? ":" : "-"
    guard line.hasPrefix(separator, at: first),
      let (_, second) = line.decimal(at: first + 1), second == first + 3,
      line.hasPrefix(separator, at: second), let (_, end) = line.decimal(at: second + 1)
    else { return false }
    return end == second + 3
  }

  private static func numbered(_ line: Span<UInt8>, from start: Int) -> Range<Int>? {
    guard let (_, end) = line.decimal(at: start),
      line.hasPrefix(":", at: end) || line.hasPrefix("-", at: end)
    else { return nil }
    return (end + 1)..<line.count
  }
}
