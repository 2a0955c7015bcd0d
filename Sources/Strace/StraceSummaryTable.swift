internal import Logs

/// The table of `strace -c` and `-C`, with the columns that `-U` asks for:
///
///     % time     seconds  usecs/call     calls    errors syscall
///     ------ ----------- ----------- --------- --------- ----------------
///      47.76    0.000032          10         3           mprotect
///     ------ ----------- ----------- --------- --------- ----------------
///     100.00    0.000067           2        25         1 total
struct StraceSummaryTable {
  enum Line {
    /// Not of a table.
    case other
    /// Title, rule or sum.
    case frame
    case row(Row)
  }

  struct Row {
    let name: Range<Int>
    /// `nil` where the column was not asked for.
    let calls: Int?
    let errors: Int
  }

  private enum Column { case calls, errors, syscall, other }

  private enum State { case outside, titled, rows, sum }

  private var state = State.outside
  private var columns: [Column] = []

  var isInside: Bool { state != .outside }

  /// Reads a line, which may be the first of a table.
  mutating func read(_ line: Span<UInt8>) -> Line {
    switch state {
    case .outside:
      guard let columns = Self.titles(line) else { return .other }
      self.columns = columns
      state = .titled
      return .frame
    case .titled:
      state = Self.isRule(line) ? .rows : .outside
      return state == .rows ? .frame : .other
    case .rows:
      if Self.isRule(line) {
        state = .sum
        return .frame
      }
      if let row = row(line) { return .row(row) }
      state = .outside
      return .other
    case .sum:
      state = .outside
      return row(line) == nil ? .other : .frame
    }
  }

  /// Whether a table begins here, which is then read.
  mutating func begins(with line: Span<UInt8>) -> Bool {
    guard state == .outside, case .frame = read(line) else { return false }
    return true
  }

  private static func titles(_ line: Span<UInt8>) -> [Column]? {
    var columns: [Column] = []
    for word in line.words {
      switch word.count {
      case 7 where line.hasPrefix("syscall", at: word.lowerBound): columns.append(.syscall)
      case 5 where line.hasPrefix("calls", at: word.lowerBound): columns.append(.calls)
      case 6 where line.hasPrefix("errors", at: word.lowerBound): columns.append(.errors)
      case 7 where line.hasPrefix("seconds", at: word.lowerBound),
        7 where line.hasPrefix("longest", at: word.lowerBound),
        8 where line.hasPrefix("shortest", at: word.lowerBound),
        10 where line.hasPrefix("usecs/call", at: word.lowerBound),
        4 where line.hasPrefix("time", at: word.lowerBound):
        columns.append(.other)
      case 1 where line[word.lowerBound] == UInt8(ascii: "%"): break
      default: return nil
      }
    }
    return columns.contains(.syscall) ? columns : nil
  }

  private static func isRule(_ line: Span<UInt8>) -> Bool {
    line.hasPrefix("----")
      && line.skip(from: 0) { $0 == UInt8(ascii: "-") || $0 == .space } == line.count
  }

  /// A row has a word for every column, but for errors where there were none.
  private func row(_ line: Span<UInt8>) -> Row? {
    let words = line.words
    var columns = columns
    if words.count == columns.count - 1 { columns.removeAll { $0 == .errors } }
    guard words.count == columns.count else { return nil }
    var name: Range<Int>?
    var calls: Int?
    var errors = 0
    for (column, word) in zip(columns, words) {
      switch column {
      case .syscall:
        guard line.skip(from: word.lowerBound, while: { $0.isIdentifier }) == word.upperBound else {
          return nil
        }
        name = word
      case .calls:
        guard let count = line.count(in: word) else { return nil }
        calls = count
      case .errors:
        guard let count = line.count(in: word) else { return nil }
        errors = count
      case .other:
        guard line[word.lowerBound].isDigit else { return nil }
      }
    }
    return name.map { Row(name: $0, calls: calls, errors: errors) }
  }
}

extension Span<UInt8> {
  /// Where its words lie; a dozen at the most, for no table has more columns.
  fileprivate var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var position = skip(.space, from: 0)
    while position < count, words.count < 12 {
      let end = skip(from: position) { $0 != .space }
      words.append(position..<end)
      position = skip(.space, from: end)
    }
    return words
  }

  fileprivate func count(in word: Range<Int>) -> Int? {
    guard let (value, end) = decimal(at: word.lowerBound), end == word.upperBound else {
      return nil
    }
    return Int(exactly: value)
  }
}
