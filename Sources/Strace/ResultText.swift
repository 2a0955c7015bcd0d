internal import Logs
internal import Observations
internal import Syscalls

/// What strace prints behind the equals sign.
struct ResultText {
  let outcome: Outcome
  /// What a successful call returned.
  let value: UInt64?
  /// Whether it is printed as an address is.
  let isHexadecimal: Bool

  /// Whether the process died in the call: `= ?`, but not `= ? ERESTARTSYS (To be restarted …)`.
  let isDeath: Bool

  init(_ line: Span<UInt8>, from start: Int) {
    guard start < line.count, !Self.isInjected(line, from: start) else {
      // `= 0 (INJECTED)`: it never ran, or not with these arguments; but the program asked for it.
      self.init(outcome: .unknown)
      return
    }
    if line[start] == UInt8(ascii: "-") {
      self.init(outcome: Self.failure(line, from: start + 1))
    } else if line.hasPrefix("0x", at: start) {
      guard let (value, end) = line.hexadecimal(at: start + 2) else {
        self.init(outcome: .unknown)
        return
      }
      self.init(
        outcome: .returned, value: Self.translated(line, from: end) ?? value,
        isHexadecimal: true)
    } else if let (value, end) = line.decimal(at: start) {
      self.init(outcome: .returned, value: Self.translated(line, from: end) ?? value)
    } else {
      self.init(outcome: .unknown, isDeath: !line.hasPrefix("? E", at: start))
    }
  }

  /// Whether a result may begin at `start`: a number, a failure, or `?`.
  static func begins(_ line: Span<UInt8>, at start: Int) -> Bool {
    guard start < line.count else { return false }
    if line[start].isDigit || line[start] == UInt8(ascii: "?") { return true }
    return line[start] == UInt8(ascii: "-") && start + 1 < line.count && line[start + 1].isDigit
  }

  /// Whether what stands from `start` on, behind the equals sign, is all of a result and nothing else:
  /// a line may be cut, and where only a line feed is lost, the next line follows.
  static func isWhole(_ line: Span<UInt8>, from start: Int) -> Bool {
    var position = line.skip(from: start) { $0 == UInt8(ascii: "-") || $0.isIdentifier }
    if line.hasPrefix("0x", at: start), position == start + 2 { return false }
    if line.hasPrefix(" E", at: position) || line.hasPrefix("? E", at: start) {
      // `-1 ENOENT (No such file or directory)`
      position = line.skip(from: position + 2) { $0.isIdentifier }
      guard line.hasPrefix(" (", at: position) else { return false }
    }
    var parentheses = 0
    while position < line.count {
      switch line[position] {
      case .quote:
        position = line.endOfString(from: position + 1)
        continue
      case UInt8(ascii: "/") where line.hasPrefix("/*", at: position):
        position = line.firstRange(of: "*/", from: position + 2)?.upperBound ?? line.count
        continue
      case UInt8(ascii: "<"):
        // `3</path>`, `<0.000012>`, but `<... read resumed>` is another line's.
        let close = line.firstIndex(of: UInt8(ascii: ">"), from: position).map { $0 + 1 }
        guard !line.hasPrefix("<... ", at: position),
          let end = StraceRemarks.endOfDecoration(line, at: position) ?? close
        else { return false }
        position = end
        continue
      case UInt8(ascii: "("):
        // `= 1 ([{fd=3, revents=POLLIN}])` has a blank before it, `= 07847  close(4)` has none.
        if parentheses == 0, line[position - 1] != .space { return false }
        parentheses += 1
      case UInt8(ascii: ")"):
        if parentheses == 0 { return false }
        parentheses -= 1
      case .space where parentheses == 0:
        if line.hasPrefix(" = ", at: position) || line.hasPrefix(" +++ ", at: position)
          || line.hasPrefix(" --- ", at: position)
        {
          return false
        }
      default: break
      }
      position += 1
    }
    return parentheses == 0
  }

  /// `(INJECTED)`, `(INJECTED: args)`, `(INJECTED: args, retval)`, at the end but for `-T`'s time.
  private static func isInjected(_ line: Span<UInt8>, from start: Int) -> Bool {
    guard line[line.count - 1] == UInt8(ascii: ")") || line[line.count - 1] == UInt8(ascii: ">"),
      let found = line.firstRange(of: " (INJECTED", from: start)
    else { return false }
    // A file may be called so: `= 3</srv/a (INJECTED)>`.
    let bracket = line.firstIndex(of: UInt8(ascii: "<"), from: start) ?? line.count
    return found.lowerBound < bracket
      || (StraceRemarks.endOfDecoration(line, at: bracket) ?? line.count) <= found.lowerBound
  }

  private init(
    outcome: Outcome, value: UInt64? = nil, isHexadecimal: Bool = false, isDeath: Bool = false
  ) {
    self.outcome = outcome
    self.value = value
    self.isHexadecimal = isHexadecimal
    self.isDeath = isDeath
  }

  /// `1 ENOENT (No such file or directory)`, `1 (errno 38)`, `1 E123 (Unknown error 123)`, `38`.
  private static func failure(_ line: Span<UInt8>, from start: Int) -> Outcome {
    guard let (value, end) = line.decimal(at: start) else { return .unknown }
    let text = line.skip(.space, from: end)
    if line.hasPrefix("(errno ", at: text), let (errno, _) = line.decimal(at: text + 7),
      errno <= Errno.maximum
    {
      return .failed(errno: UInt16(errno))
    }
    if text < line.count, line[text] == UInt8(ascii: "E") {
      let nameEnd = line.skip(from: text) { $0.isIdentifier }
      return errno(line, text..<nameEnd).map { .failed(errno: $0) } ?? .unknown
    }
    if line.hasPrefix("errno=", at: text), let (errno, _) = line.decimal(at: text + 6),
      errno <= Errno.maximum
    {
      // qemu-user's `-strace`: `= -1 errno=2 (No such file or directory)`
      return .failed(errno: UInt16(errno))
    }
    // strace 4.x prints some failures without a name: `= -38`.
    return (2...UInt64(Errno.maximum)).contains(value) ? .failed(errno: UInt16(value)) : .unknown
  }

  private static func errno(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt16? {
    // The two that make up nearly all failures, without a String.
    if range.count == 6, line.hasPrefix("ENOENT", at: range.lowerBound) { return 2 }
    if range.count == 6, line.hasPrefix("EAGAIN", at: range.lowerBound) { return 11 }
    return KernelConstants.shared.errno(named: line.text(range))
  }

  /// `= 2 /* 1234 in strace's PID NS */`: the number that the prefixes use.
  private static func translated(_ line: Span<UInt8>, from start: Int) -> UInt64? {
    guard line.hasPrefix(" /* ", at: start), let (value, end) = line.decimal(at: start + 4),
      line.hasPrefix(" in strace's PID NS", at: end)
    else { return nil }
    return value
  }
}
