internal import Logs

/// Tracers whose output whittle knows and does not read.
enum OtherTracer: CaseIterable {
  case sysdig, gVisor

  /// The one that most lines of `sample` are of; `nil` where none is, and of a text that quotes a line or two.
  init?(of sample: Span<UInt8>) {
    var best: (tracer: Self, lines: Int)?
    for tracer in Self.allCases {
      let lines = sample.countLines(where: tracer.wrote)
      if lines > best?.lines ?? 0 { best = (tracer, lines) }
    }
    guard let best, best.lines > 2 || 2 * best.lines >= sample.countLines(where: { !$0.isEmpty })
    else { return nil }
    self = best.tracer
  }

  /// How many lines of `sample` are theirs.
  static func linesRecognized(in sample: Span<UInt8>) -> Int {
    sample.countLines { line in allCases.contains { $0.wrote(line) } }
  }

  /// What it is, and what to do.
  var explanation: String {
    switch self {
    case .sysdig:
      "is sysdig's output, which whittle does not read: sysdig has names of its own for events, and "
        + "some stand for several system calls; record with `strace -f -o FILE` or Linux audit"
    case .gVisor:
      "is the strace of gVisor (runsc), which whittle does not read: the calls are answered by gVisor "
        + "and not by the kernel; record under runc, with `strace -f -o FILE` or Linux audit"
    }
  }

  private func wrote(_ line: Span<UInt8>) -> Bool {
    switch self {
    case .sysdig: Self.isSysdig(line)
    case .gVisor: Self.isGVisor(line)
    }
  }

  /// `77 14:28:33.038295400 0 runc:[2:INIT] (4711) > set_robust_list`
  private static func isSysdig(_ line: Span<UInt8>) -> Bool {
    guard let (_, numberEnd) = line.decimal(at: line.skip(.space, from: 0)),
      line.hasPrefix(" ", at: numberEnd)
    else { return false }
    let timeEnd = line.skip(from: numberEnd + 1) {
      $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    guard timeEnd > numberEnd + 1, line.hasPrefix(" ", at: timeEnd),
      let (_, processor) = line.decimal(at: timeEnd + 1), line.hasPrefix(" ", at: processor)
    else { return false }
    // The program's name, which may hold anything, has 15 bytes at the most.
    var position = processor + 1
    while position < min(line.count, processor + 18) {
      if line.hasPrefix(" (", at: position), let (_, end) = line.decimal(at: position + 2),
        line.hasPrefix(") > ", at: end) || line.hasPrefix(") < ", at: end)
      {
        return end + 4 < line.count && line[end + 4].isLetter
      }
      position += 1
    }
    return false
  }

  /// `I1121 12:00:00.000000       1 strace.go:567] [   1:   1] app E openat(AT_FDCWD /app, …)`
  private static func isGVisor(_ line: Span<UInt8>) -> Bool {
    guard let source = line.firstRange(of: "strace.go:"), source.lowerBound < 80,
      let (_, end) = line.decimal(at: source.upperBound), line.hasPrefix("] [", at: end)
    else { return false }
    return line.firstRange(of: " E ", from: end) != nil
      || line.firstRange(of: " X ", from: end) != nil
  }
}
