extension Envelope {
  /// `talosctl dmesg`, with or without the node's address:
  ///
  ///     10.5.0.2: kern:  notice: [2026-11-21T23:42:07.123456789Z]: audit: type=1326 audit(…
  static let talos = Envelope(name: "talosctl dmesg", isAlone: true) { line in
    guard let first = line.firstRange(of: ": "), first.lowerBound < 64 else { return nil }
    if let message = talosMessage(line, facility: 0..<first.lowerBound) { return message }
    guard let second = line.firstRange(of: ": ", from: first.upperBound),
      let message = talosMessage(line, facility: first.upperBound..<second.lowerBound)
    else { return nil }
    return WrappedLine(
      content: message.content, source: line.extracting(..<first.lowerBound).bytesCopied)
  }

  private static func talosMessage(_ line: Span<UInt8>, facility: Range<Int>) -> WrappedLine? {
    let level = line.skip(.space, from: facility.upperBound + 2)
    let levelEnd = line.skip(from: level, while: \.isLetter)
    guard !facility.isEmpty,
      line.skip(from: facility.lowerBound, while: \.isIdentifier) == facility.upperBound,
      levelEnd > level, line.hasPrefix(": [", at: levelEnd),
      let time = TimeStamp.end(in: line, at: levelEnd + 3), line.hasPrefix("]: ", at: time)
    else { return nil }
    let text = (time + 3)..<line.count
    return WrappedLine(
      content: line.equals("kern", at: facility) ? .kernelText(text) : .foreign(text))
  }
}
