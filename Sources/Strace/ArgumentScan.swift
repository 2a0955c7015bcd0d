internal import Logs

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

    /// Whether the tracer let go.
    var isDetached: Bool { if case .detached = self { true } else { false } }
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
        position = line.endOfString(from: position + 1)
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
        if let (ending, end) = StraceRemarks.remark(line, at: position) {
          if let ending {
            close(argumentStart..<position)
            self.ending = ending
            return
          }
          position = end
          continue scan
        }
        if let end = StraceRemarks.endOfDecoration(line, at: position) {
          position = end
          continue scan
        }
      default: break
      }
      position += 1
    }
    close(argumentStart..<position)
  }

  /// The offsets of argument `index` without the blanks around it; `nil` beyond the last one.
  func argument(_ index: Int, in line: Span<UInt8>) -> Range<Int>? {
    index < count ? Self.withoutBlanks(starts[index]..<ends[index], in: line) : nil
  }

  private static func withoutBlanks(_ range: Range<Int>, in line: Span<UInt8>) -> Range<Int>? {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, line[start] == .space { start += 1 }
    while start < end, line[end - 1] == .space { end -= 1 }
    return start < end ? start..<end : nil
  }

  /// The offsets of the last of `expected` arguments: what stands behind the last comma, if it is names and numbers
  /// alone, and else the argument of that place.
  func last(of expected: Int, in line: Span<UInt8>) -> Range<Int>? {
    guard count > 0 else { return nil }
    var start = ends[count - 1]
    while start > starts[0],
      line[start - 1].isIdentifier || line[start - 1] == .space
        || line[start - 1] == UInt8(ascii: "|")
    { start -= 1 }
    guard start > starts[0], line[start - 1] == UInt8(ascii: ",") else {
      return count == expected ? argument(expected - 1, in: line) : nil
    }
    return Self.withoutBlanks(start..<ends[count - 1], in: line)
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
    guard position > start, line.hasPrefix("= ", at: position),
      ResultText.begins(line, at: position + 2)
    else { return nil }
    return position + 2
  }
}
