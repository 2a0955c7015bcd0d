extension Envelope {
  /// `aws logs tail`: the time and the stream, in colours on a terminal.
  ///
  ///     2023-05-15T20:01:42.123000+00:00 ecs/websrv/0123abcd read(3, …
  static let cloudWatch = Envelope(name: "aws logs tail", isAlone: false) { line in
    let start = line.skipColours(from: 0)
    guard let time = TimeStamp.end(in: line, at: start), line.hasPrefix("+00:00", at: time - 6)
    else { return nil }
    let blank = line.skipColours(from: time)
    let stream = line.skipColours(from: blank + 1)
    let end = line.skip(from: stream) { $0 != .space && $0 != 0x1b && $0 != UInt8(ascii: ":") }
    guard line.hasPrefix(" ", at: blank), end > stream,
      let text = line.afterBlank(at: line.skipColours(from: end))
    else { return nil }
    return WrappedLine(content: .text(text), source: line.extracting(stream..<end).bytesCopied)
  }

  /// `aws logs tail --format short`, whose times have no zone:
  ///
  ///     2023-05-15T20:01:42 read(3, …
  static let cloudWatchShort = Envelope(name: "aws logs tail --format short", isAlone: false) {
    line in
    let start = line.skipColours(from: 0)
    guard let time = TimeStamp.endWithoutZone(in: line, at: start),
      let text = line.afterBlank(at: line.skipColours(from: time))
    else { return nil }
    return WrappedLine(content: .text(text))
  }
}
