internal import Logs
internal import Syscalls

/// A row of the tables that `perf trace -s` prints, one table to a thread.
///
///        syscall            calls  errors  total       min       avg       max       stddev
///        clone                  2      0     0.321     0.144     0.160     0.177     10.49%
struct PerfTraceSummary {
  let call: SyscallReference
  let calls: Int
  let errors: Int
  /// How many of the calls are the second return of one that another process made: those took no
  /// time at all.
  let secondReturns: Int

  /// - Parameter hasErrors: whether the table's head names a column for them (perf 4.18 and newer).
  init?(_ line: Span<UInt8>, hasErrors: Bool, on architecture: Architecture) {
    let start = line.skip(.space, from: 0)
    guard start >= 2 else { return nil }
    let name = start..<line.skip(from: start, while: \.isIdentifier)
    guard line.hasPrefix(" ", at: name.upperBound),
      let (calls, afterCalls) = line.decimal(at: line.skip(.space, from: name.upperBound)),
      calls > 0, let call = TracerNames.call(line, at: name, on: architecture)
    else { return nil }
    var position = line.skip(.space, from: afterCalls)
    var errors: UInt64 = 0
    if hasErrors {
      guard let (count, end) = line.decimal(at: position) else { return nil }
      errors = count
      position = line.skip(.space, from: end)
    }
    // total (perf 4.9 and newer), min, avg, max, then stddev in percent
    var times: [Int] = []
    while let end = Self.time(line, at: position), line.hasPrefix(" ", at: end) {
      times.append(position)
      position = line.skip(.space, from: end)
    }
    guard times.count == 3 || times.count == 4, let end = Self.percentage(line, at: position),
      end == line.trimmedEnd
    else { return nil }
    self.call = call
    self.calls = Int(calls: calls)
    self.errors = Int(calls: min(errors, calls))
    secondReturns =
      call.createsProcess && line.hasPrefix("0.000 ", at: times[times.count - 3]) ? 1 : 0
  }

  private static func time(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard let (_, point) = line.decimal(at: start), line.hasPrefix(".", at: point),
      let (_, end) = line.decimal(at: point + 1)
    else { return nil }
    return end
  }

  /// `10.49%`, and `-nan%` of one call alone with some releases.
  static func percentage(_ line: Span<UInt8>, at start: Int) -> Int? {
    let number = line.hasPrefix("-", at: start) ? start + 1 : start
    let end = line.hasPrefix("nan", at: number) ? number + 3 : time(line, at: number)
    guard let end, line.hasPrefix("%", at: end) else { return nil }
    return end + 1
  }

  /// The head of a table, and whether it has a column for errors.
  static func head(_ line: Span<UInt8>) -> (isHead: Bool, hasErrors: Bool) {
    let start = line.skip(.space, from: 0)
    guard line.hasPrefix("syscall ", at: start),
      line.hasPrefix("calls ", at: line.skip(.space, from: start + 8)),
      line.equals("stddev", at: max(start, line.trimmedEnd - 6)..<line.trimmedEnd)
    else { return (false, false) }
    return (true, line.firstRange(of: " errors ") != nil)
  }

  /// Titles, units and rules of the tables, and the errors of one call: `ENOENT: 13`, `(unknown): 1`
  /// (`--errno-summary`).
  static func isOrnament(_ line: Span<UInt8>) -> Bool {
    let start = line.skip(from: 0) { $0 == .space || $0 == UInt8(ascii: "\t") }
    let end = max(start, line.trimmedEnd)
    if line.equals("Summary of events:", at: start..<end) { return true }
    if line.hasPrefix("(msec)", at: start) { return line.hasPrefix("(%)", at: end - 3) }
    if line.hasPrefix("-----", at: start) {
      return line.skip(from: start) { $0 == UInt8(ascii: "-") || $0 == .space } == line.count
    }
    let isUnknown = line.hasPrefix("(unknown)", at: start)
    guard isUnknown || line.hasPrefix("E", at: start) else { return false }
    let name = isUnknown ? start + 9 : line.skip(from: start, while: \.isIdentifier)
    guard line.hasPrefix(": ", at: name), let (_, digitsEnd) = line.decimal(at: name + 2) else {
      return false
    }
    return digitsEnd == end
  }

  /// Whether a row is what the line was, or a part of it.
  static func resemblesRow(_ line: Span<UInt8>) -> Bool {
    let end = line.trimmedEnd
    guard end > 0, line[end - 1] == UInt8(ascii: "%") else { return false }
    var times = 0
    var position = 0
    while let point = line.firstIndex(of: UInt8(ascii: "."), from: position) {
      if point > 0, line[point - 1].isDigit, line.decimal(at: point + 1) != nil { times += 1 }
      position = point + 1
    }
    return times >= 2
  }
}
