internal import Syscalls

/// What strace prints for an argument, turned back into a number.
enum ArgumentText {
  /// The value of a number, a name, or several joined by `|`; `nil` where a part is not known.
  ///
  /// Reads `AF_INET`, `SOCK_STREAM|SOCK_CLOEXEC`, `0x1 /* SOCK_STREAM */|0x80000`, `0640`, `-1`,
  /// `8192*1024`, `1<<5`, `htons(ETH_P_ALL)`, `SNDCTL_TMR_TIMEBASE or TCGETS`, and a leading `name=`.
  static func value(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    var text = strippingComments(line, afterName(line, range))
    if let alternative = text.split(separator: " or ").last, text.contains(" or ") {
      // One number, several names: any of them will do, and the last is the commonest.
      text = String(alternative)
    }
    var value: UInt64 = 0
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      guard let number = term(part) else { return nil }
      value |= number
    }
    return value
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

  private static func term(_ text: Substring) -> UInt64? {
    if text.hasPrefix("htons("), text.hasSuffix(")") {
      guard let host = term(text.dropFirst(6).dropLast()), host <= UInt16.max else { return nil }
      return UInt64(UInt16(host).bigEndian)
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

  private static func number(_ text: Substring) -> UInt64? {
    if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("-") { return Int64(text).map { UInt64(bitPattern: $0) } }
    if text.hasPrefix("0"), text.count > 1 { return UInt64(text, radix: 8) }
    return UInt64(text)
  }
}
