extension Envelope {
  /// A job's log of GitLab with time stamps, as the runner writes it: the number of a stream, `O` or `E` for its
  /// output or its errors, and a plus where a line goes on with the one before it.
  ///
  ///     2024-05-22T12:43:46.962646Z 00O read(3, …
  ///
  /// A line that goes on is counted as foreign: what it goes on with is read without it.
  static let gitLabJob = Envelope(name: "GitLab's job log", isAlone: false) { line in
    guard let time = TimeStamp.end(in: line, at: 0), time + 4 < line.count,
      line.hasPrefix(" ", at: time), line[time + 1].hexDigit != nil, line[time + 2].hexDigit != nil,
      line.hasPrefix(" ", at: time + 4)
    else { return nil }
    let isOutput = line[time + 3] == UInt8(ascii: "O")
    guard isOutput || line[time + 3] == UInt8(ascii: "E") else { return nil }
    let text = line.skipColours(from: time + 5)
    return WrappedLine(
      content: .text(text..<line.count),
      source: line.extracting((time + 1)..<(time + 3)).bytesCopied
        + Array((isOutput ? " stdout" : " stderr").utf8))
  }
}
