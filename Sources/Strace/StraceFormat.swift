package import Logs
internal import Syscalls

extension TraceFormat {
  /// Output of strace: one stream, or one file per process.
  package static let strace = TraceFormat(
    name: "strace",
    summary: "strace output, with any of its prefixes; also the files of strace -ff",
    continuesAcrossFiles: false,
    linesRecognized: { sample in
      let names = SyscallNames.shared
      return sample.countLines { isStrace($0, names) }
    },
    groups: { sample in
      // The files of `-ff` carry the process's number in their names and none in their lines.
      sample.countLines { LinePrefix(of: $0).processStyle != .none } == 0
    },
    makeReader: { StraceReader(process: $0) })

  private static func isStrace(_ line: Span<UInt8>, _ names: SyscallNames) -> Bool {
    if line.firstIndex(of: .escape, from: 0) != nil {
      return isPlainStrace(line.withoutControlCodes.span, names)
    }
    return isPlainStrace(line.extracting(line.skip(0, from: 0)...), names)
  }

  private static func isPlainStrace(_ line: Span<UInt8>, _ names: SyscallNames) -> Bool {
    let prefix = LinePrefix(of: line)
    if line.hasPrefix("+++ ", at: prefix.end) || line.hasPrefix("--- SIG", at: prefix.end)
      || line.hasPrefix("[ Process PID=", at: prefix.end)
    {
      return true
    }
    if line.hasPrefix("<... ", at: prefix.end) {
      return line.firstRange(of: " resumed", from: prefix.end) != nil
    }
    var parenthesis = 0
    guard
      let name = PrintedName(line, at: prefix.end, names: names, parenthesis: &parenthesis)
    else { return false }
    if case .open = ArgumentScan(line, from: parenthesis + 1).ending {
      if case .known = name { return true }
      return false
    }
    return true
  }
}
