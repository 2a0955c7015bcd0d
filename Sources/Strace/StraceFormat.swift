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
    isForeign: { line in
      !isStrace(line, SyscallNames.shared) && !isBetweenCalls(line)
    },
    groups: { sample in
      // The files of `-ff` carry the process's number in their names and none in their lines.
      !sample.containsLine { LinePrefix.namesProcess($0) }
    },
    makeReader: { StraceReader(process: $0, $1) })

  private static func isStrace(_ line: Span<UInt8>, _ names: SyscallNames) -> Bool {
    if line.firstIndex(of: .escape, from: 0) != nil {
      return isPlainStrace(line.withoutControlCodes.span, names)
    }
    return isPlainStrace(line.extracting(line.skip(0, from: 0)...), names)
  }

  /// Whether the line is no call but strace's all the same: its messages, stacks (`-k`), dumps (`-e
  /// write`), the rest of a call that was divided.
  private static func isBetweenCalls(_ line: Span<UInt8>) -> Bool {
    let start = LinePrefix(of: line).end
    return line.hasPrefix(" > ", at: start) || line.hasPrefix(" | ", at: start)
      || line.hasPrefix(" * ", at: start) || TracerMessage(atEndOf: line) != nil
      || TracerMessage.isOther(line, at: start) || line.hasPrefix("???", at: start)
      || line.looksLikeRest || isOfTable(line)
  }

  /// Whether the line is one of `-C`'s table: `100.00    0.000123           1       123        12 total`
  private static func isOfTable(_ line: Span<UInt8>) -> Bool {
    let text = line.skip(.space, from: 0)
    return line.hasPrefix("% time ") || line.hasPrefix("------ -", at: text)
      || text < line.count && line[text].isDigit
        && line.skip(from: text, while: { $0.isDigit || $0 == UInt8(ascii: ".") }) - text >= 4
  }

  private static func isPlainStrace(_ line: Span<UInt8>, _ names: SyscallNames) -> Bool {
    let prefix = LinePrefix(of: line)
    if line.hasPrefix("+++ ", at: prefix.end) || line.hasPrefix("--- SIG", at: prefix.end)
      || line.hasPrefix("[ Process PID=", at: prefix.end)
      || TracerMessage(atEndOf: line)?.isWholeLine ?? false
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
