internal import Logs

/// What stands before the call, signal or message on a line of strace, in the order of
/// `printleader()` (strace 4.8 to 7.2, `src/strace.c`).
package struct LinePrefix {
  /// How a line names its process.
  enum ProcessStyle {
    case none
    /// `4711  read(`: with `-f -o FILE`.
    case bare
    /// `[pid  4711] read(`: with `-f` on a terminal, while more than one process is traced.
    case bracketed
  }

  /// Which parts stand before the call; the lines of one recording all have the same.
  package struct Parts: OptionSet {
    /// One bit for each part.
    package let rawValue: UInt8

    /// Parts by their bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A time, as of -t, -tt, -ttt or -r.
    package static let time = Self(rawValue: 1)
    static let number = Self(rawValue: 2)
    static let instructionPointer = Self(rawValue: 4)
  }

  /// Whose line it is; `nil` where it does not say.
  package private(set) var process: UInt32?
  private(set) var processStyle = ProcessStyle.none
  /// The process's name, with `-Y`: escaped by strace so that it ends at the first `>`.
  private(set) var command: Range<Int>?
  /// The call's number, with `-n`; x32 calls keep their bit.
  private(set) var number: UInt32?
  /// Digits of the instruction pointer, with `-i`: 16, and as few as possible, but 8 at the least,
  /// for calls of a 32-bit ABI: `[55c3ff7755e3] getpid()` is `int $0x80` in 64-bit code.
  private(set) var instructionPointerDigits: UInt8?
  /// What stands before the call.
  package private(set) var parts: Parts = []
  /// Where the rest of the line begins.
  package private(set) var end = 0

  /// Reads the start of a line.
  package init(of line: Span<UInt8>) {
    readProcess(line)
    while readPart(line) {}
  }

  /// Whether a line says whose it is.
  static func namesProcess(_ line: Span<UInt8>) -> Bool {
    guard let first = line.isEmpty ? nil : line[0] else { return false }
    return (first.isDigit || first == UInt8(ascii: "["))
      && LinePrefix(of: line).processStyle != .none
  }

  private mutating func readProcess(_ line: Span<UInt8>) {
    guard let first = line.isEmpty ? nil : line[0] else { return }
    if first.isDigit {
      // Numbers of processes end at 4194304 (PID_MAX_LIMIT); a greater one is `-t` in seconds.
      guard let (value, after) = line.decimal(at: 0), value <= 4_194_304 else { return }
      readProcess(UInt32(value), .bare, line, after: after, closing: .space)
    } else if line.hasPrefix("[pid ") {
      guard let (value, after) = line.decimal(at: line.skip(.space, from: 5)),
        value <= 4_194_304
      else { return }
      readProcess(UInt32(value), .bracketed, line, after: after, closing: UInt8(ascii: "]"))
    }
  }

  private mutating func readProcess(
    _ value: UInt32, _ style: ProcessStyle, _ line: Span<UInt8>, after: Int, closing: UInt8
  ) {
    var position = after
    var command: Range<Int>?
    if position < line.count, line[position] == UInt8(ascii: "<") {
      guard let close = line.firstIndex(of: UInt8(ascii: ">"), from: position) else { return }
      command = (position + 1)..<close
      position = close + 1
    }
    guard position < line.count, line[position] == closing else { return }
    process = value
    processStyle = style
    self.command = command
    end = line.skip(.space, from: position + 1)
  }

  /// Reads one further part, if there is one.
  private mutating func readPart(_ line: Span<UInt8>) -> Bool {
    guard end < line.count else { return false }
    let byte = line[end]
    if byte.isDigit { return readTime(line, from: end) }
    if byte == UInt8(ascii: "[") { return readBracket(line) }
    if byte == .space {
      // `     0.000123 execve(`: relative times are right-aligned, also when they are the first part.
      let start = line.skip(.space, from: end)
      guard start < line.count, line[start].isDigit else { return false }
      return readTime(line, from: start)
    }
    if line.hasPrefix("(+", at: end) {
      let start = line.skip(.space, from: end + 2)
      let close = line.skip(from: start) { $0.isDigit || $0 == UInt8(ascii: ".") }
      guard close > start, line.hasPrefix(") ", at: close) else { return false }
      end = close + 2
      parts.insert(.time)
      return true
    }
    return false
  }

  /// `23:04:14 `, `23:04:14.171643 `, `1795302163.943298 `, `1795302065 `, `0.000123 `.
  ///
  /// strace writes one; what stands before a process's number is another program's, and so is `7:4711 `.
  private mutating func readTime(_ line: Span<UInt8>, from start: Int) -> Bool {
    guard !parts.contains(.time) else { return false }
    let digits = line.skip(from: start) { $0.isDigit }
    // At the beginning of a line, where a number and a colon may be those of `grep -n`.
    if start == 0, digits <= 8, line.hasPrefix(":", at: digits),
      digits != 2 || !line.hasPrefix(":", at: 5)
    {
      return false
    }
    let close = line.skip(from: digits) {
      $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
    }
    guard close < line.count, line[close] == .space,
      close > digits || processStyle != .none || isInSeconds(from: start, digits: digits - start)
    else { return false }
    end = close + 1
    parts.insert(.time)
    return true
  }

  /// Whether a number is a time that was printed in whole seconds, and not the number of a process behind something
  /// else: `[INFO] 11083 read(`, `node1: 11083 read(`.
  private func isInSeconds(from start: Int, digits: Int) -> Bool {
    // Since the call before, it is printed six columns wide; of more than three hours, nothing is believed.
    start == end ? digits > 6 : start - end + digits == 6 && digits < 5
  }

  private mutating func readBracket(_ line: Span<UInt8>) -> Bool {
    let start = end + 1
    guard let close = line.firstIndex(of: UInt8(ascii: "]"), from: start),
      line.hasPrefix("] ", at: close), close > start
    else { return false }
    let digits = line.skip(.space, from: start)
    if (8...16).contains(close - start), !isNumber(line, start..<close),
      line.skip(from: start, while: { $0.hexDigit != nil || $0 == UInt8(ascii: "?") }) == close
    {
      // `[????????????????] ` stands on the lines of a process's end.
      if line[start] != UInt8(ascii: "?") { instructionPointerDigits = UInt8(close - start) }
      parts.insert(.instructionPointer)
    } else if let (value, after) = line.decimal(at: digits), after == close {
      number = UInt32(truncatingIfNeeded: value)
      parts.insert(.number)
    } else if line.skip(UInt8(ascii: "?"), from: start) == close {
      // `[???] `: the tracee died before its number could be read.
      parts.insert(.number)
    } else if digits != start || !isContext(line, start..<close) {
      return false
    }
    end = close + 2
    return true
  }

  /// Whether decimal digits, which could be hexadecimal as well, are a call's number: `[1073741863] ` has
  /// the x32 bit, `[12345678] syscall_0xbc614e(` is repeated in the call's name, and of `-n` and `-i`
  /// together, the number stands first: `[12345678] [00007f2476cc4ad7] `.
  private func isNumber(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let (value, end) = line.decimal(at: range.lowerBound), end == range.upperBound else {
      return false
    }
    if range.count == 10, (0x4000_0000..<0x4000_4000).contains(value) { return true }
    let next = range.upperBound + 2
    if line.hasPrefix("[", at: next) {
      let close = line.skip(from: next + 1) { $0.hexDigit != nil || $0 == UInt8(ascii: "?") }
      return (8...16).contains(close - next - 1) && line.hasPrefix("] ", at: close)
    }
    let name = line.hasPrefix("<... ", at: next) ? next + 5 : next
    return line.hasPrefix("syscall_0x", at: name)
      && line.hexadecimal(at: name + 10)?.value == value
  }

  /// `[unconfined_t] `, `[user_u:role_r:type_t:s0:c1] `: `--secontext`.
  private func isContext(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    // `[2024-05-01T10:00:00.123Z] ` is a time.
    guard line[range.lowerBound].isLetter else { return false }
    let end = line.skip(from: range.lowerBound) {
      $0.isIdentifier || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",")
        || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    return end == range.upperBound
  }
}
