extension Envelope {
  /// Android's log, as `logcat` prints it by itself, with `-v time` and `-v brief`:
  ///
  ///     03-21 05:48:43.112   391   391 E audit   : type=1300 audit(…
  ///     03-21 05:48:43.112 E/audit   (  391): type=1300 audit(…
  ///     E/audit   (  391): type=1300 audit(…
  static let logcat = Envelope(name: "Android's logcat", isAlone: false) { line in
    // `--------- beginning of main`
    if line.hasPrefix("--------- ") { return WrappedLine(content: .nothing) }
    var position = logcatTime(in: line) ?? 0
    let isDated = position > 0
    if isDated {
      // The process and the thread, and with `-v uid` the user before them.
      while true {
        let start = line.skip(.space, from: position)
        let end = line.skip(from: start) { $0.isIdentifier }
        guard end > start + 1 || end > start && line[start].isDigit, line.hasPrefix(" ", at: end)
        else { break }
        position = end + 1
      }
      position = line.skip(.space, from: position)
    }
    guard position + 1 < line.count, "VDIWEFS".utf8.contains(line[position]),
      line[position + 1] == UInt8(ascii: "/") || isDated && line[position + 1] == .space,
      let colon = line.firstRange(of: ": ", from: position + 2)
    else { return nil }
    return WrappedLine(content: .text(colon.upperBound..<line.count))
  }

  /// Where `03-21 05:48:43.112 ` or `2024-03-21 05:48:43.112 +0000 ` ends.
  private static func logcatTime(in line: Span<UInt8>) -> Int? {
    let dayEnd = line.skip(from: 0) { $0.isDigit || $0 == UInt8(ascii: "-") }
    guard dayEnd == 5 || dayEnd == 10, line.hasPrefix(" ", at: dayEnd) else { return nil }
    let end = line.skip(from: dayEnd + 1) {
      $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    guard end >= dayEnd + 13, line.hasPrefix(":", at: dayEnd + 3), line.hasPrefix(" ", at: end)
    else {
      return nil
    }
    let zone = line.skip(from: end + 1) {
      $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
    }
    return zone == end + 6 && line.hasPrefix(" ", at: zone) && !line[end + 1].isDigit
      ? zone + 1 : end + 1
  }
}
