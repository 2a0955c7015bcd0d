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
    /// Title or rule.
    case frame
    case row(Row)
    /// The last line of a table; whether the rows before it come to its number of calls.
    case sum(SumCheck)
    /// Of a table, but neither a row nor a rule.
    case damage
  }

  enum SumCheck { case fits, rowsAreMissing, differs }

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
  /// Of the rows read so far.
  private var calls = 0
  /// Whether nothing but tables is expected: a damaged row does not end one.
  private let isAlone: Bool

  /// - Parameter isAlone: whether the file is the tables' alone, and no other lines stand between.
  init(isAlone: Bool = false) { self.isAlone = isAlone }

  var isInside: Bool { state != .outside }

  /// Reads a line, which may be the first of a table.
  mutating func read(_ line: Span<UInt8>) -> Line {
    switch state {
    case .outside:
      guard let columns = Self.titles(line) else { return .other }
      self.columns = columns
      calls = 0
      state = .titled
      return .frame
    case .titled:
      guard !Self.isRule(line) else {
        state = .rows
        return .frame
      }
      guard isAlone else {
        state = .outside
        return .other
      }
      // The rule is damaged: what follows it are rows all the same.
      state = .rows
      return .damage
    case .rows:
      if Self.isRule(line) {
        state = .sum
        return .frame
      }
      if let row = row(line), !line.equals("total", at: row.name) {
        calls += row.calls ?? 0
        return .row(row)
      }
      guard isAlone else {
        state = .outside
        return .other
      }
      if let check = sum(line) {
        // The rule before it is damaged, or missing.
        state = .outside
        return .sum(check == .fits ? .differs : check)
      }
      return .damage
    case .sum:
      state = .outside
      if let check = sum(line) { return .sum(check) }
      return isAlone ? .damage : .other
    }
  }

  /// Ends the file; whether it ends within a table.
  mutating func end() -> Bool {
    defer { state = .outside }
    return isInside
  }

  /// A row that stands in no table: the title before it is damaged.
  static func resemblesRow(_ line: Span<UInt8>) -> Bool {
    let words = Words(of: line)
    guard !isRule(line) else { return true }
    guard words.count >= 3, line.skip(.space, from: 0) < line.count else { return false }
    let numbers = words.indices.count { index in
      let word = words[index]
      return line[word.lowerBound].isDigit
        && line.skip(from: word.lowerBound) { $0.isDigit || $0 == UInt8(ascii: ".") }
          == word.upperBound
    }
    return numbers == words.count - 1
  }

  /// The last line: as many words as a row, but for the time of a call, which older releases leave
  /// out, and for errors where there were none.
  private func sum(_ line: Span<UInt8>) -> SumCheck? {
    let words = Words(of: line)
    guard words.indices.contains(where: { line.equals("total", at: words[$0]) }),
      words.count <= columns.count,
      words.count + 2 >= columns.count
    else { return nil }
    guard columns.contains(.calls) else { return .fits }
    // The columns of calls and errors are those of whole numbers.
    let numbers = words.indices.compactMap { line.count(in: words[$0]) }
    if numbers.contains(calls) { return .fits }
    guard let most = numbers.max() else { return nil }
    return most > calls ? .rowsAreMissing : .differs
  }

  /// Whether a table begins here, which is then read.
  mutating func begins(with line: Span<UInt8>) -> Bool {
    guard state == .outside, case .frame = read(line) else { return false }
    return true
  }

  private static func titles(_ line: Span<UInt8>) -> [Column]? {
    var columns: [Column] = []
    let words = Words(of: line)
    for index in words.indices {
      let word = words[index]
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
    let words = Words(of: line)
    let lacksErrors = words.count == columns.count - 1
    var name: Range<Int>?
    var calls: Int?
    var errors = 0
    var index = 0
    for column in columns where !(lacksErrors && column == .errors) {
      guard index < words.count else { return nil }
      let word = words[index]
      index += 1
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
    guard index == words.count else { return nil }
    return name.map { Row(name: $0, calls: calls, errors: errors) }
  }
}

/// Where the words of a line lie; a dozen at the most, for no table has more columns.
private struct Words {
  private static let limit = 12

  private var starts = InlineArray<12, Int>(repeating: 0)
  private var ends = InlineArray<12, Int>(repeating: 0)
  private(set) var count = 0

  init(of line: Span<UInt8>) {
    var position = line.skip(.space, from: 0)
    while position < line.count, count < Self.limit {
      starts[count] = position
      position = line.skip(from: position) { $0 != .space }
      ends[count] = position
      count += 1
      position = line.skip(.space, from: position)
    }
  }

  subscript(index: Int) -> Range<Int> { starts[index]..<ends[index] }

  var indices: Range<Int> { 0..<count }
}

extension Span<UInt8> {
  fileprivate func count(in word: Range<Int>) -> Int? {
    guard let (value, end) = decimal(at: word.lowerBound), end == word.upperBound else {
      return nil
    }
    return Int(calls: value)
  }
}
