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
    // total, min, avg, max, stddev
    guard let totalEnd = Self.time(line, at: position) else { return nil }
    let least = line.skip(.space, from: totalEnd)
    guard Self.time(line, at: least) != nil else { return nil }
    self.call = call
    self.calls = Int(clamping: calls)
    self.errors = Int(clamping: min(errors, calls))
    secondReturns = call.createsProcess && line.hasPrefix("0.000 ", at: least) ? 1 : 0
  }

  private static func time(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard let (_, point) = line.decimal(at: start), line.hasPrefix(".", at: point),
      let (_, end) = line.decimal(at: point + 1)
    else { return nil }
    return end
  }

  /// The head of a table, and whether it has a column for errors.
  static func head(_ line: Span<UInt8>) -> (isHead: Bool, hasErrors: Bool) {
    let start = line.skip(.space, from: 0)
    guard line.hasPrefix("syscall ", at: start),
      line.hasPrefix("calls ", at: line.skip(.space, from: start + 8))
    else { return (false, false) }
    return (true, line.firstRange(of: " errors ") != nil)
  }
}
