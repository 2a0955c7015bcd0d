internal import Observations
internal import Syscalls

/// What strace prints behind the equals sign.
struct ResultText {
  let outcome: Outcome
  /// The number that a successful call returned, where it is printed in decimal.
  let value: UInt64?
  /// Whether it is an address or number that needs more than 32 bits, hence of a 64-bit process.
  let isWide: Bool

  init(_ line: Span<UInt8>, from start: Int) {
    let position = line.skip(.space, from: start)
    let isInjected = line.firstRange(of: "(INJECTED", from: position) != nil
    guard position < line.count, line[position] != UInt8(ascii: "?"), !isInjected else {
      // `= ?`: the process died, or the call will be restarted. `(INJECTED)`: it never ran, but the
      // program asked for it, and the result is not the kernel's.
      self.init(outcome: .unknown)
      return
    }
    if line[position] == UInt8(ascii: "-") {
      self.init(outcome: Self.failure(line, from: position + 1))
    } else if line.hasPrefix("0x", at: position) {
      let digits = line.hexadecimal(at: position + 2)
      self.init(outcome: .returned, isWide: digits.map { $0.value > UInt32.max } ?? false)
    } else if let (value, end) = line.decimal(at: position) {
      self.init(outcome: .returned, value: Self.translated(line, from: end) ?? value)
    } else {
      self.init(outcome: .unknown)
    }
  }

  private init(outcome: Outcome, value: UInt64? = nil, isWide: Bool = false) {
    self.outcome = outcome
    self.value = value
    self.isWide = isWide
  }

  /// `1 ENOENT (No such file or directory)`, `1 (errno 38)`, `1 E123 (Unknown error 123)`, `38`.
  private static func failure(_ line: Span<UInt8>, from start: Int) -> Outcome {
    guard let (value, end) = line.decimal(at: start) else { return .unknown }
    let text = line.skip(.space, from: end)
    if line.hasPrefix("(errno ", at: text), let (errno, _) = line.decimal(at: text + 7),
      errno < 4096
    {
      return .failed(errno: UInt16(errno))
    }
    if text < line.count, line[text] == UInt8(ascii: "E") {
      let nameEnd = line.skip(from: text) { $0.isIdentifier }
      return errno(line, text..<nameEnd).map { .failed(errno: $0) } ?? .unknown
    }
    if line.hasPrefix("errno=", at: text), let (errno, _) = line.decimal(at: text + 6), errno < 4096
    {
      // qemu-user's `-strace`: `= -1 errno=2 (No such file or directory)`
      return .failed(errno: UInt16(errno))
    }
    // strace 4.x prints some failures without a name: `= -38`.
    return (2..<4096).contains(value) ? .failed(errno: UInt16(value)) : .unknown
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
