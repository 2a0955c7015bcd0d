extension Envelope {
  /// Lines of programs in a system's log, as Docker's syslog driver writes them, or a unit under strace:
  ///
  ///     Nov 21 23:42:07 vm web[812]: read(3, …
  ///     2026-11-21T23:42:07.123456+00:00 vm web[812]: read(3, …
  ///
  /// Audit records are left to the reader that knows who may write one to such a log.
  static let syslog = Envelope(name: "syslog or journalctl", isAlone: false) { line in
    guard let host = syslogDate(in: line) else { return nil }
    let hostEnd = line.skip(from: host) { $0 != .space }
    let end = line.skip(from: hostEnd + 1) { $0 != .space && $0 != UInt8(ascii: ":") }
    guard hostEnd > host, end > hostEnd + 1, line.hasPrefix(": ", at: end) else { return nil }
    let text = (end + 2)..<line.count
    let isRecord =
      line.firstRange(of: "audit(", from: text.lowerBound) != nil
      || line.hasPrefix("SYSCALL ", at: text.lowerBound)
      || line.hasPrefix("SECCOMP ", at: text.lowerBound)
    return WrappedLine(
      content: isRecord ? .foreign(text) : .text(text),
      source: line.extracting(host..<end).bytesCopied)
  }

  /// Where the host begins, after the date.
  private static func syslogDate(in line: Span<UInt8>) -> Int? {
    if let end = TimeStamp.end(in: line, at: 0) {
      return line.hasPrefix(" ", at: end) ? end + 1 : nil
    }
    let monthEnd = line.skip(from: 0, while: \.isLetter)
    guard monthEnd == 3, line.hasPrefix(" ", at: 3),
      let (_, dayEnd) = line.decimal(at: line.skip(.space, from: 4)), dayEnd == 6
    else { return nil }
    let end = line.skip(from: 7) {
      $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    return end >= 15 && line.hasPrefix(":", at: 9) && line.hasPrefix(" ", at: end) ? end + 1 : nil
  }
}
