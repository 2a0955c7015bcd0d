internal import Logs

/// The times that syslog and `journalctl` begin a line with.
enum LogDate {
  /// Where the text after the time begins; `nil` where no time stands at `start`.
  static func end(in line: Span<UInt8>, at start: Int) -> Int? {
    guard start < line.count else { return nil }
    if line[start].isDigit {
      return isoDate(in: line, at: start) ?? unixTime(in: line, at: start)
    }
    return monthDate(in: line, at: start) ?? weekdayDate(in: line, at: start)
  }

  /// `2026-11-21T23:42:07.123456+00:00 `
  private static func isoDate(in line: Span<UInt8>, at start: Int) -> Int? {
    guard let time = day(in: line, at: start), line.hasPrefix("T", at: time) else { return nil }
    return wordEnd(in: line, from: time)
  }

  /// Where the text after `2026-11-30T19:33:40,504440+00:00 ` begins, as util-linux's dmesg alone writes a time
  /// (`--time-format iso`).
  static func endOfKernels(in line: Span<UInt8>, at start: Int) -> Int? {
    guard let time = day(in: line, at: start), line.hasPrefix("T", at: time),
      isClock(in: line, at: time + 1), line.hasPrefix(",", at: time + 9),
      let (_, zone) = line.decimal(at: time + 10), zone == time + 16, zone + 6 < line.count,
      line[zone] == UInt8(ascii: "+") || line[zone] == UInt8(ascii: "-"),
      line[zone + 3] == UInt8(ascii: ":"), line[zone + 6] == .space
    else { return nil }
    return line.skip(.space, from: zone + 6)
  }

  /// `1795303876.984123 `
  private static func unixTime(in line: Span<UInt8>, at start: Int) -> Int? {
    guard let (_, point) = line.decimal(at: start), point >= start + 9,
      line.hasPrefix(".", at: point), let (_, end) = line.decimal(at: point + 1),
      line.hasPrefix(" ", at: end)
    else { return nil }
    return end + 1
  }

  /// `Nov 21 23:42:07 `, `Nov  1 23:42:07.123456 `
  private static func monthDate(in line: Span<UInt8>, at start: Int) -> Int? {
    guard line.count > start + 15, line[start].isLetter, line[start + 1].isLetter,
      line[start + 2].isLetter, line[start + 3] == .space,
      let (_, end) = line.decimal(at: line.skip(.space, from: start + 4)),
      line.hasPrefix(" ", at: end), isClock(in: line, at: end + 1)
    else { return nil }
    return wordEnd(in: line, from: end + 1)
  }

  /// `Sat 2026-11-21 23:42:07 UTC `
  private static func weekdayDate(in line: Span<UInt8>, at start: Int) -> Int? {
    guard line.count > start + 4, line[start].isLetter, line[start + 3] == .space,
      let end = day(in: line, at: start + 4), line.hasPrefix(" ", at: end),
      isClock(in: line, at: end + 1), let zone = wordEnd(in: line, from: end + 1)
    else { return nil }
    return wordEnd(in: line, from: zone)
  }

  private static func day(in line: Span<UInt8>, at start: Int) -> Int? {
    guard let (_, first) = line.decimal(at: start), first == start + 4,
      line.hasPrefix("-", at: first), let (_, second) = line.decimal(at: first + 1),
      line.hasPrefix("-", at: second), let (_, end) = line.decimal(at: second + 1)
    else { return nil }
    return end
  }

  /// `23:42:07`
  private static func isClock(in line: Span<UInt8>, at start: Int) -> Bool {
    guard line.count >= start + 8 else { return false }
    return line[start].isDigit && line[start + 1].isDigit && line[start + 2] == UInt8(ascii: ":")
      && line[start + 5] == UInt8(ascii: ":")
  }

  private static func wordEnd(in line: Span<UInt8>, from start: Int) -> Int? {
    guard let blank = line.firstIndex(of: .space, from: start), blank < start + 48 else {
      return nil
    }
    return line.skip(.space, from: blank)
  }
}
