internal import Syscalls

/// What strace prints for an argument, turned back into a number.
enum ArgumentText {
  /// The value of a number, a name, or several joined by `|`; `nil` where a part is not known.
  ///
  /// Reads `AF_INET`, `SOCK_STREAM|SOCK_CLOEXEC`, `0x1 /* SOCK_STREAM */|0x80000`, `0640`, `-1`,
  /// `8192*1024`, `1<<5`, `htons(ETH_P_ALL)`, `SNDCTL_TMR_TIMEBASE or TCGETS`, and a leading `name=`.
  static func value(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    let text = strippingComments(line, afterName(line, range))[...]
    // One number, several names: any that is known will do.
    for name in text.split(separator: " or ") {
      if let value = sum(name) { return value }
    }
    return nil
  }

  /// `flags=CLONE_VM|SIGCHLD` and, with `-N`, `domain=AF_UNIX`: the part behind the name.
  private static func afterName(_ line: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    let end = line.skip(from: range.lowerBound) { $0.isIdentifier }
    guard end < range.upperBound, end > range.lowerBound, line[end] == UInt8(ascii: "=") else {
      return range
    }
    return (end + 1)..<range.upperBound
  }

  private static func strippingComments(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      if line.hasPrefix("/*", at: position) {
        position = line.firstRange(of: "*/", from: position)?.upperBound ?? range.upperBound
        while bytes.last == .space { bytes.removeLast() }
      } else {
        bytes.append(line[position])
        position += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Parts joined by `|`.
  private static func sum(_ text: Substring) -> UInt64? {
    var value: UInt64 = 0
    for part in split(text, at: "|") {
      guard let number = term(part) else { return nil }
      value |= number
    }
    return value
  }

  private static func term(_ text: Substring) -> UInt64? {
    if text.hasSuffix(")") {
      if text.hasPrefix("htons(") {
        guard let host = term(text.dropFirst(6).dropLast()), host <= UInt16.max else { return nil }
        return UInt64(UInt16(host).bigEndian)
      }
      if text.hasPrefix("_IOC(") { return request(text.dropFirst(5).dropLast()) }
    }
    if let shift = text.firstRange(of: "<<") {
      guard let base = term(text[..<shift.lowerBound]), let by = term(text[shift.upperBound...]),
        by < 64
      else { return nil }
      return base << by
    }
    if let star = text.firstIndex(of: "*") {
      guard let left = term(text[..<star]), let right = term(text[text.index(after: star)...])
      else { return nil }
      return left.multipliedReportingOverflow(by: right).partialValue
    }
    if let number = number(text) { return number }
    if text == "NULL" { return 0 }
    return KernelConstants.shared.value(of: String(text))
  }

  /// `_IOC(_IOC_READ|_IOC_WRITE, 0xbe, 0xef, 0x1ead)`: how `asm-generic/ioctl.h` puts a request together.
  private static func request(_ text: Substring) -> UInt64? {
    let directions: [Substring: UInt64] = ["0": 0, "_IOC_NONE": 0, "_IOC_WRITE": 1, "_IOC_READ": 2]
    let fields = split(text, at: ",")
    guard fields.count == 4 else { return nil }
    var value: UInt64 = 0
    for name in split(fields[0], at: "|") {
      guard let direction = directions[name] else { return nil }
      value |= direction << 30
    }
    for (field, shift) in zip(fields.dropFirst(), [8, 0, 16]) {
      guard let number = number(field), number < 1 << 14 else { return nil }
      value |= number << shift
    }
    return value
  }

  /// The parts between separators outside of parentheses, without blanks before them.
  private static func split(_ text: Substring, at separator: Character) -> [Substring] {
    var parts: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case separator where depth == 0:
        parts.append(text[start..<index].drop { $0 == " " })
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...].drop { $0 == " " }]
  }

  private static func number(_ text: Substring) -> UInt64? {
    if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("-") { return Int64(text).map { UInt64(bitPattern: $0) } }
    if text.hasPrefix("0"), text.count > 1 { return UInt64(text, radix: 8) }
    return UInt64(text)
  }
}
