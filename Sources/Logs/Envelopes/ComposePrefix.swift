extension Envelope {
  /// `web-1  | read(3, …`, in colours on a terminal; `docker service logs` and `docker-compose` write
  /// the same: `web.1.x7k2@host    | read(3, …`
  static let compose = Envelope(name: "docker compose logs", isAlone: false) { line in
    let start = line.skipColours(from: 0)
    let end = line.skip(from: start) {
      $0.isIdentifier || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "@")
    }
    let bar = line.skipColours(from: line.skip(.space, from: end))
    guard end > start, bar > end, line.hasPrefix("|", at: bar) else { return nil }
    // docker-compose ends the colour before the blank, docker compose behind it.
    var text = line.skipColours(from: bar + 1)
    guard text == line.count || line.hasPrefix(" ", at: text) else { return nil }
    if text < line.count { text = line.skipColours(from: text + 1) }
    return WrappedLine(
      content: .text(text..<line.count), source: line.extracting(start..<end).bytesCopied)
  }
}
