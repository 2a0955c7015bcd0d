internal import Logs
internal import Syscalls

/// The words of a line of a list of names.
struct NameWords {
  enum Word {
    case name(Range<Int>)
    /// How often the name beside it was called: `42` or, behind a colon, `read: 42`.
    case number(Int)
    case open
    case close
    /// What is none of these, such as a text in quotes that do not end.
    case damage
  }

  private var position = 0
  /// The word read last, where it was a name that nothing closes.
  private var bareName: Range<Int>?
  private var isOpenQuote = false
  private var isNumber = false
  private var isFirst = true

  /// Whether the word read last was a name.
  private var endsWithName = false

  mutating func next(in line: Span<UInt8>) -> Word? {
    position = line.skip(from: position, while: Self.isSeparator)
    guard position < line.count, line[position] != UInt8(ascii: "#") else { return nil }
    bareName = nil
    endsWithName = false
    isNumber = false
    defer { isFirst = false }
    switch line[position] {
    case UInt8(ascii: "["):
      position += 1
      return .open
    case UInt8(ascii: "]"):
      position += 1
      return .close
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted(line, by: line[position])
    case UInt8(ascii: "-") where isFirst && line.hasPrefix("- ", at: position):
      // An item of a YAML list.
      position += 2
      return next(in: line)
    default: return bare(line)
    }
  }

  private mutating func quoted(_ line: Span<UInt8>, by quote: UInt8) -> Word {
    let start = position + 1
    guard let end = line.firstIndex(of: quote, from: start) else {
      position = line.count
      isOpenQuote = true
      return .damage
    }
    position = end + 1
    guard end > start, line.skip(from: start, while: \.isIdentifier) == end,
      position == line.count || Self.isSeparator(line[position]) || Self.isMark(line[position])
    else { return .damage }
    endsWithName = true
    return .name(start..<end)
  }

  private mutating func bare(_ line: Span<UInt8>) -> Word {
    let start = position
    position = line.skip(from: start) { !Self.isSeparator($0) && !Self.isMark($0) }
    var word = start..<position
    if word.isEmpty {
      position += 1
      return .damage
    }
    if let (value, end) = line.decimal(at: start), end == word.upperBound {
      isNumber = true
      return .number(Int(calls: value))
    }
    // `read: 42`
    if line[word.upperBound - 1] == UInt8(ascii: ":"), Self.isNumber(line, from: position) {
      word = word.dropLast()
    }
    if word.isEmpty { return .damage }
    bareName = word
    endsWithName = true
    return .name(word)
  }

  /// Where a line without an ending stops.
  enum End {
    /// Nothing shows that more stood there.
    case whole
    case cutBehindName
    /// In the last name, which may be the beginning of another.
    case cutInName
  }

  /// What the end of a line without an ending, whose words are all read, tells.
  ///
  /// - Parameter names: how many names stand in the line. A list of one name to a line may lack the last
  ///   line ending; where one is the beginning of another, as `open` of `openat`, nobody knows.
  func end(of line: Span<UInt8>, names: Int, isInArray: Bool) -> End {
    guard let last = line.indices.last else { return .whole }
    if isOpenQuote || isNumber || Self.isSeparator(line[last]) { return .cutBehindName }
    guard endsWithName, position == line.count else { return .whole }
    if let bareName {
      guard SyscallNames.shared.syscall(in: line, at: bareName) != nil else { return .cutInName }
      let name = line.text(bareName)
      if Syscall.all.contains(where: { $0.name != name && $0.name.hasPrefix(name) }) {
        return .cutInName
      }
    }
    return names == 1 || isInArray ? .whole : .cutBehindName
  }

  private static func isNumber(_ line: Span<UInt8>, from start: Int) -> Bool {
    let digits = line.skip(from: start) { $0 == .space || $0 == UInt8(ascii: "\t") }
    return line.decimal(at: digits)?.end == line.count
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == .space || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ",")
  }

  /// What ends a word without blanks.
  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "#") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
      || byte == .quote || byte == UInt8(ascii: "'")
  }
}
