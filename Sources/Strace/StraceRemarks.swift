internal import Logs

/// What strace writes in angle brackets among the arguments.
enum StraceRemarks {
  /// strace's own remarks on a call: how they end it, or where they end.
  static func remark(
    _ line: Span<UInt8>, at start: Int
  ) -> (ending: ArgumentScan.Ending?, end: Int)? {
    guard start + 1 < line.count else { return nil }
    switch line[start + 1] {
    case UInt8(ascii: "u") where line.hasPrefix("<unfinished", at: start):
      // `<unfinished ...>`, and `<unfinished #42 ...>` as proposed.
      let close = endOfRemark(line, from: start + 11)
      guard close < line.count, line[close] == UInt8(ascii: ">") else { return nil }
      let next = line.skip(.space, from: close + 1)
      if next == line.count { return (.unfinished, close + 1) }
      // `<... read resumed> <unfinished ...>) = ?`, `read(3, <unfinished ...>) = ?`,
      // `read(3, <unfinished ...>) = ? <unavailable>`: ended by death. All else is another line's.
      return (line[next] == UInt8(ascii: ")") ? nil : .open, close + 1)
    case UInt8(ascii: "d") where line.hasPrefix("<detached ...>", at: start):
      return (.detached, line.count)
    case UInt8(ascii: "p") where line.hasPrefix("<pid changed to ", at: start):
      return (.processChanged, line.count)
    case UInt8(ascii: ".") where line.hasPrefix("<... resuming interrupted ", at: start):
      // `restart_syscall(<... resuming interrupted nanosleep ...>) = 0`
      let close = endOfRemark(line, from: start + 26)
      return (nil, min(close + 1, line.count))
    default: return nil
    }
  }

  private static func endOfRemark(_ line: Span<UInt8>, from start: Int) -> Int {
    line.skip(from: start) { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<") && $0 != .quote }
  }

  /// The offset behind what `-y` says of a descriptor and `-Y` of a process at `<`; `nil` for any
  /// other `<`.
  ///
  /// Paths and names escape `<`, `>` and `"`. A second pair may stand within:
  /// `1</dev/null<char 1:3>>`; a third never does, which bounds what is looked at.
  static func endOfDecoration(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard start > 0, line[start - 1].isIdentifier, start + 1 < line.count else { return nil }
    let isPath = line[start + 1] == UInt8(ascii: "/") || line[start + 1] == UInt8(ascii: "(")
    var isSocket = false
    var isNested = false
    var position = start + 1
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "<"):
        if isNested { return nil }
        isNested = true
      case UInt8(ascii: ">"):
        // `4<TCP:[127.0.0.1:80->127.0.0.1:5]>`; a path or a process's name may end in `-`, too.
        if isSocket, line[position - 1] == UInt8(ascii: "-") { break }
        if !isNested { return position + 1 }
        isNested = false
      case UInt8(ascii: "["):
        if !isPath, line[position - 1] == UInt8(ascii: ":") { isSocket = true }
      case UInt8(ascii: "]"):
        isSocket = false
      case UInt8(ascii: "\\"):
        // `kill(9327<a) = 0\76]\74\"(>, SIGKILL)`
        position += 1
      case .quote where !isPath:
        // `3<UNIX-STREAM:[5->6,"/run/x>.sock"]>`
        position = line.endOfString(from: position + 1)
        continue
      default: break
      }
      position += 1
    }
    return nil
  }
}

extension Span<UInt8> {
  /// The offset behind the closing quote of a string whose text begins at `start`.
  func endOfString(from start: Int) -> Int {
    var position = start
    while let quote = firstIndex(of: .quote, from: position) {
      var backslashes = 0
      while quote - backslashes > start, self[quote - backslashes - 1] == UInt8(ascii: "\\") {
        backslashes += 1
      }
      if backslashes % 2 == 0 { return quote + 1 }
      position = quote + 1
    }
    return count
  }
}
