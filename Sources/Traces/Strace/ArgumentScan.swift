/// Finds where the argument list of a call ends, and where its first arguments lie.
///
/// What programs choose stands in quotes, or in the angle brackets of `-y`; neither can end the list,
/// and nor can what looks like an ending inside them.
struct ArgumentScan {
  enum Ending {
    /// `) = RESULT`: holds the offset behind the equals sign.
    case result(Int)
    /// `<unfinished ...>` at the end of the line: the rest comes with `<... NAME resumed>`.
    case unfinished
    /// `<detached ...>`: the tracer let go; no result will come.
    case detached
    /// `<pid changed to 4711 ...>`: a thread called execve; the result stands in another file.
    case processChanged
    /// The line ends inside the list.
    case open
  }

  /// Arguments of which the offsets are kept.
  static let kept = 6

  private(set) var ending = Ending.open
  private var starts = InlineArray<6, Int>(repeating: 0)
  private var ends = InlineArray<6, Int>(repeating: 0)
  private(set) var count = 0

  /// - Parameter start: the offset behind the opening parenthesis, or behind `resumed>`.
  init(_ line: Span<UInt8>, from start: Int) {
    var position = start
    var argumentStart = start
    var parentheses = 0
    var brackets = 0
    scan: while position < line.count {
      switch line[position] {
      case .quote:
        position = Self.endOfString(line, from: position + 1)
        continue scan
      case UInt8(ascii: "("):
        parentheses += 1
      case UInt8(ascii: ")"):
        if parentheses > 0 {
          parentheses -= 1
        } else if let result = Self.result(line, behind: position + 1) {
          close(argumentStart..<position)
          ending = .result(result)
          return
        }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        brackets += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        // strace 5.10 prints `{{len=20`: brackets need not match.
        brackets = max(0, brackets - 1)
      case UInt8(ascii: ","):
        if parentheses == 0, brackets == 0 {
          close(argumentStart..<position)
          argumentStart = position + 1
        }
      case UInt8(ascii: "/"):
        if line.hasPrefix("/*", at: position) {
          position = line.firstRange(of: "*/", from: position + 2)?.upperBound ?? line.count
          continue scan
        }
      case UInt8(ascii: "<"):
        if let (ending, end) = Self.marker(line, at: position) {
          if let ending {
            close(argumentStart..<position)
            self.ending = ending
            return
          }
          position = end
          continue scan
        }
        position = Self.endOfDecoration(line, at: position)
        continue scan
      default: break
      }
      position += 1
    }
    close(argumentStart..<position)
  }

  /// The offsets of argument `index` without the blanks around it; `nil` beyond the last one.
  func argument(_ index: Int, in line: Span<UInt8>) -> Range<Int>? {
    guard index < count else { return nil }
    var start = starts[index]
    var end = ends[index]
    while start < end, line[start] == .space { start += 1 }
    while start < end, line[end - 1] == .space { end -= 1 }
    return start < end ? start..<end : nil
  }

  private mutating func close(_ range: Range<Int>) {
    guard count < Self.kept else { return }
    starts[count] = range.lowerBound
    ends[count] = range.upperBound
    count += 1
  }

  /// The offset behind the `=` that follows a closing parenthesis, with blanks in between.
  private static func result(_ line: Span<UInt8>, behind start: Int) -> Int? {
    let position = line.skip(.space, from: start)
    guard position > start, position < line.count, line[position] == UInt8(ascii: "="),
      position + 1 < line.count, line[position + 1] == .space
    else { return nil }
    return position + 1
  }

  /// The offset behind the closing quote of a string whose text begins at `start`.
  private static func endOfString(_ line: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while let quote = line.firstIndex(of: .quote, from: position) {
      var backslashes = 0
      while quote - backslashes > start, line[quote - backslashes - 1] == UInt8(ascii: "\\") {
        backslashes += 1
      }
      if backslashes % 2 == 0 { return quote + 1 }
      position = quote + 1
    }
    return line.count
  }

  /// strace's own remarks in angle brackets: how they end the call, or where they end.
  private static func marker(
    _ line: Span<UInt8>, at start: Int
  ) -> (ending: Ending?, end: Int)? {
    if line.hasPrefix("<unfinished", at: start) {
      guard let close = line.firstIndex(of: UInt8(ascii: ">"), from: start) else { return nil }
      let rest = line.skip(.space, from: close + 1)
      if rest == line.count { return (.unfinished, rest) }
      // `<... read resumed> <unfinished ...>) = ?`, `read(3, <unfinished ...>) = ?`,
      // `read(3, <unfinished ...>) = ? <unavailable>`: ended by death.
      return (nil, close + 1)
    }
    if line.hasPrefix("<detached ...>", at: start) { return (.detached, line.count) }
    if line.hasPrefix("<pid changed to ", at: start) { return (.processChanged, line.count) }
    if line.hasPrefix("<... ", at: start) {
      // `restart_syscall(<... resuming interrupted nanosleep ...>) = 0`
      return (nil, (line.firstIndex(of: UInt8(ascii: ">"), from: start) ?? start) + 1)
    }
    return nil
  }

  /// The offset behind what `-y` and `-yy` say of a descriptor at `<`, or behind a mere `<`.
  private static func endOfDecoration(_ line: Span<UInt8>, at start: Int) -> Int {
    // `1<<CAP_SYS_ADMIN` is a shift.
    if line.hasPrefix("<<", at: start) { return start + 2 }
    guard start > 0, line[start - 1].isIdentifier else { return start + 1 }
    // Paths escape `<` and `>`, and may end in `-`; `4<TCP:[127.0.0.1:80->127.0.0.1:5]>` has an
    // arrow, `1</dev/null<char 1:3>>` a second pair.
    let isPath = start + 1 < line.count && line[start + 1] == UInt8(ascii: "/")
    var depth = 0
    var position = start
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "<"): depth += 1
      case UInt8(ascii: ">"):
        if !isPath, line[position - 1] == UInt8(ascii: "-") { break }
        depth -= 1
        if depth == 0 { return position + 1 }
      case .quote where !isPath:
        // `3<UNIX-STREAM:[5->6,"/run/x>.sock"]>`
        position = endOfString(line, from: position + 1)
        continue
      default: break
      }
      position += 1
    }
    return start + 1
  }
}
