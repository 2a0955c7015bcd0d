/// A JSON object that fills a line: where its members lie.
///
/// Values are not made of them, for a log may hold millions. Members with one key make no object:
/// readers differ in which of them they take.
struct JSONLine {
  private enum Kind { case string, object, other }

  private struct Member {
    let key: Range<Int>
    let value: Range<Int>
    let kind: Kind
  }

  private var members: [Member] = []

  /// How deep values may be nested.
  private static let depthLimit = 64

  /// `nil` where something other than one object stands there.
  init?(_ line: Span<UInt8>) { self.init(line, in: 0..<line.count) }

  private init?(_ line: Span<UInt8>, in range: Range<Int>) {
    var position = Self.blanks(line, from: range.lowerBound)
    guard position < range.upperBound, line[position] == UInt8(ascii: "{") else { return nil }
    position = Self.blanks(line, from: position + 1)
    if position < range.upperBound, line[position] == UInt8(ascii: "}") {
      guard Self.blanks(line, from: position + 1) == range.upperBound else { return nil }
      return
    }
    while true {
      guard let keyEnd = Self.string(line, at: position) else { return nil }
      let key = (position + 1)..<(keyEnd - 1)
      position = Self.blanks(line, from: keyEnd)
      guard line.hasPrefix(":", at: position) else { return nil }
      let start = Self.blanks(line, from: position + 1)
      guard let (kind, end) = Self.value(line, at: start),
        !members.contains(where: { line.repeats($0.key, at: key) })
      else { return nil }
      let value = kind == .string ? (start + 1)..<(end - 1) : start..<end
      members.append(Member(key: key, value: value, kind: kind))
      position = Self.blanks(line, from: end)
      guard position < range.upperBound else { return nil }
      switch line[position] {
      case UInt8(ascii: ","): position = Self.blanks(line, from: position + 1)
      case UInt8(ascii: "}"):
        guard Self.blanks(line, from: position + 1) == range.upperBound else { return nil }
        return
      default: return nil
      }
    }
  }

  /// What stands between the quotes of a member's value, if it is a string.
  func string(_ key: StaticString, in line: Span<UInt8>) -> Range<Int>? {
    member(key, in: line).flatMap { $0.kind == .string ? $0.value : nil }
  }

  /// The members of a member's value, if it is an object.
  func object(_ key: StaticString, in line: Span<UInt8>) -> JSONLine? {
    member(key, in: line).flatMap { $0.kind == .object ? JSONLine(line, in: $0.value) : nil }
  }

  /// A member's value, if it is a number, `true`, `false` or `null`.
  func word(_ key: StaticString, in line: Span<UInt8>) -> Range<Int>? {
    member(key, in: line).flatMap { $0.kind == .other ? $0.value : nil }
  }

  /// The bytes of a member's value, if it is an array of such: so journalctl writes what it holds to be unprintable.
  func byteArray(_ key: StaticString, in line: Span<UInt8>) -> [UInt8]? {
    guard let value = member(key, in: line)?.value, line.hasPrefix("[", at: value.lowerBound) else {
      return nil
    }
    var bytes: [UInt8] = []
    var position = value.lowerBound
    repeat {
      guard let (number, end) = line.decimal(at: Self.blanks(line, from: position + 1)),
        let byte = UInt8(exactly: number)
      else { return nil }
      bytes.append(byte)
      position = Self.blanks(line, from: end)
    } while line.hasPrefix(",", at: position)
    return position == value.upperBound - 1 ? bytes : nil
  }

  /// What the strings of a line of JSON say, at whatever depth, keys among them: one to a line.
  static func strings(in line: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    while let quote = line.firstIndex(of: .quote, from: position) {
      guard let end = string(line, at: quote) else { break }
      if let text = line.unescaped((quote + 1)..<(end - 1)) { bytes += text + [.newline] }
      position = end
    }
    return bytes
  }

  private func member(_ key: StaticString, in line: Span<UInt8>) -> Member? {
    members.first { line.equals(key, at: $0.key) }
  }

  private static func blanks(_ line: Span<UInt8>, from start: Int) -> Int {
    line.skip(from: start) { $0 == .space || $0 == UInt8(ascii: "\t") }
  }

  /// Where the string that begins at `start` ends, its quotes included.
  private static func string(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard line.hasPrefix("\"", at: start) else { return nil }
    var position = start + 1
    while position < line.count {
      let byte = line[position]
      if byte == .quote { return position + 1 }
      guard byte >= 0x20 else { return nil }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private static func value(_ line: Span<UInt8>, at start: Int) -> (Kind, end: Int)? {
    guard start < line.count else { return nil }
    switch line[start] {
    case .quote: return string(line, at: start).map { (.string, $0) }
    case UInt8(ascii: "{"): return nested(line, at: start).map { (.object, $0) }
    case UInt8(ascii: "["): return nested(line, at: start).map { (.other, $0) }
    default:
      let end = line.skip(from: start) {
        $0.isIdentifier || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
          || $0 == UInt8(ascii: ".")
      }
      return end > start ? (.other, end) : nil
    }
  }

  /// Where the object or array ends.
  private static func nested(_ line: Span<UInt8>, at start: Int) -> Int? {
    var depth = 0
    var position = start
    while position < line.count {
      switch line[position] {
      case .quote:
        guard let end = string(line, at: position) else { return nil }
        position = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= depthLimit else { return nil }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }
}

extension Span<UInt8> {
  /// Whether the same bytes stand at both ranges.
  fileprivate func repeats(_ left: Range<Int>, at right: Range<Int>) -> Bool {
    left.count == right.count
      && left.indices.allSatisfy { self[$0] == self[$0 - left.lowerBound + right.lowerBound] }
  }

  /// What the JSON string in `range` says, without its quotes; `nil` where an escape is not whole.
  func unescaped(_ range: Range<Int>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = self[position]
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        position += 1
        continue
      }
      guard position + 1 < range.upperBound else { return nil }
      let letter = self[position + 1]
      position += 2
      switch letter {
      case .quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0c)
      case UInt8(ascii: "n"): bytes.append(.newline)
      case UInt8(ascii: "r"): bytes.append(.carriageReturn)
      case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "u"):
        guard var scalar = codeUnit(at: position, before: range.upperBound) else { return nil }
        position += 4
        if (0xd800..<0xdc00).contains(scalar), hasPrefix("\\u", at: position),
          let low = codeUnit(at: position + 2, before: range.upperBound),
          (0xdc00..<0xe000).contains(low)
        {
          scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
          position += 6
        }
        bytes += Array(String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
      default: return nil
      }
    }
    return bytes
  }

  /// Four hexadecimal digits.
  private func codeUnit(at start: Int, before end: Int) -> UInt32? {
    guard start + 4 <= end,
      let (value, digitsEnd) = extracting(start..<(start + 4)).hexadecimal(at: 0),
      digitsEnd == 4
    else { return nil }
    return UInt32(value)
  }
}
