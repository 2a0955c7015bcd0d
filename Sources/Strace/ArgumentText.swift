internal import Logs
internal import Syscalls

/// What strace prints for an argument, turned back into a number.
enum ArgumentText {
  /// The value of a number, a name, or several joined by `|`; `nil` where a part is not known.
  ///
  /// Reads `AF_INET`, `SOCK_STREAM|SOCK_CLOEXEC`, `0x1 /* SOCK_STREAM */|0x80000`, `0640`, `-1`,
  /// `8192*1024`, `1<<5`, `htons(0x3 /* ETH_P_ALL */)`, `PER_LINUX|~ADDR_NO_RANDOMIZE`,
  /// `SNDCTL_TMR_TIMEBASE or TCGETS`, and a leading `name=`.
  static func value(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    let text = line.extracting(range)
    var start = text.skip(from: 0) { $0.isIdentifier }
    // `flags=CLONE_VM|SIGCHLD` and, with `-N`, `domain=AF_UNIX`
    let hasName = start > 0 && start < text.count && text[start] == UInt8(ascii: "=")
    start = hasName ? start + 1 : 0
    // One number, several names: any that is known will do. strace up to 4.11 looked at the low 16 bits of a request
    // alone (`SNDCTL_TMR_TIMEBASE or TCGETS`), and what has no others is the commoner one.
    var values: [UInt64] = []
    while let or = text.firstRange(of: " or ", from: start) {
      if let value = sum(text.extracting(start..<or.lowerBound)) { values.append(value) }
      start = or.upperBound
    }
    if let value = sum(text.extracting(start...)) { values.append(value) }
    return values.min()
  }

  /// Parts joined by `|`.
  private static func sum(_ text: Span<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for part in text.parts(separatedBy: UInt8(ascii: "|")) {
      guard let number = term(text.extracting(part)) else { return nil }
      value |= number
    }
    return value
  }

  private static func term(_ text: Span<UInt8>) -> UInt64? {
    guard !text.isEmpty else { return nil }
    if text[0] == UInt8(ascii: "~") { return term(text.extracting(1...)).map { ~$0 } }
    if text[text.count - 1] == UInt8(ascii: ")") {
      if text.hasPrefix("(") { return sum(text.extracting(1..<(text.count - 1))) }
      if text.hasPrefix("htons(") {
        guard let host = sum(text.extracting(6..<(text.count - 1))), host <= UInt16.max else {
          return nil
        }
        return UInt64(UInt16(host).bigEndian)
      }
      if text.hasPrefix("_IOC(") { return request(text.extracting(5..<(text.count - 1))) }
    }
    if let shift = text.firstRange(of: "<<") {
      guard let base = term(text.extracting(..<shift.lowerBound)),
        let by = term(text.extracting(shift.upperBound...)), by < 64
      else { return nil }
      return base << by
    }
    if let star = text.firstIndex(of: UInt8(ascii: "*"), from: 0) {
      guard let left = number(text.extracting(..<star)),
        let right = number(text.extracting((star + 1)...))
      else { return nil }
      return left.multipliedReportingOverflow(by: right).partialValue
    }
    if text[0].isLetter || text[0] == UInt8(ascii: "_") {
      let name = text.text(0..<text.count)
      return name == "NULL" ? 0 : KernelConstants.shared.value(of: name)
    }
    return number(text)
  }

  /// `_IOC(_IOC_READ|_IOC_WRITE, 0xbe, 0xef, 0x1ead)`: how `asm-generic/ioctl.h` makes a request.
  private static func request(_ text: Span<UInt8>) -> UInt64? {
    let fields = text.parts(separatedBy: UInt8(ascii: ","))
    guard fields.count == 4 else { return nil }
    var value: UInt64 = 0
    for part in text.extracting(fields[0]).parts(separatedBy: UInt8(ascii: "|")) {
      switch text.text(part) {
      case "0", "_IOC_NONE": break
      case "_IOC_WRITE": value |= 1 << 30
      case "_IOC_READ": value |= 2 << 30
      default: return nil
      }
    }
    for (field, shift) in zip(fields.dropFirst(), [8, 0, 16]) {
      guard let number = number(text.extracting(field)), number < 1 << 14 else { return nil }
      value |= number << shift
    }
    return value
  }

  private static func number(_ text: Span<UInt8>) -> UInt64? {
    let found: (value: UInt64, end: Int)?
    if text.hasPrefix("0x") {
      found = text.hexadecimal(at: 2)
    } else if text.hasPrefix("-") {
      found = text.decimal(at: 1).map { (0 &- $0.value, $0.end) }
    } else if text.count > 1, text[0] == UInt8(ascii: "0") {
      return UInt64(text.text(0..<text.count), radix: 8)
    } else {
      found = text.decimal(at: 0)
    }
    return found?.end == text.count ? found?.value : nil
  }
}

extension Span<UInt8> {
  /// What stands between separators, outside of parentheses; without comments and blanks around it.
  fileprivate func parts(separatedBy separator: UInt8) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var depth = 0
    var start = 0
    /// Where the latest part ends: before a comment, if it has one.
    var end: Int?
    var position = 0
    while position < count {
      switch self[position] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "/") where hasPrefix("/*", at: position):
        // `0x1 /* SOCK_STREAM */|0x80000 /* SOCK_CLOEXEC */`; that of `htons(0x3 /* ETH_P_ALL */)` is
        // left out when what stands in the parentheses is read.
        if depth == 0 { end = end ?? position }
        position = firstRange(of: "*/", from: position + 2)?.upperBound ?? count
        continue
      case separator where depth == 0:
        parts.append(trimmed(start..<(end ?? position)))
        start = position + 1
        end = nil
      default: break
      }
      position += 1
    }
    parts.append(trimmed(start..<(end ?? count)))
    return parts
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while !range.isEmpty, self[range.lowerBound] == .space { range.removeFirst() }
    while !range.isEmpty, self[range.upperBound - 1] == .space { range.removeLast() }
    return range
  }
}
