internal import Logs
internal import Syscalls

/// A call as strace names it, before it is known which architecture's it is.
enum PrintedName: Hashable {
  case known(Syscall)
  /// Without a name: `syscall_0x1c3(`, or `syscall_451(` of strace up to 4.20.
  case number(UInt32)
  /// A 64-bit call's number with the x32 bit: `ioctl#64(`, `64:ioctl(` before strace 4.23.
  case x32WithWideNumber(Syscall)
  case name(String)

  /// Reads the name at `start`; `nil` where what stands there is no call.
  init?(_ line: Span<UInt8>, at start: Int, names: SyscallNames, parenthesis: inout Int) {
    var nameStart = start
    var isWide = false
    if line.hasPrefix("64:", at: start) {
      nameStart += 3
      isWide = true
    }
    var end = line.skip(from: nameStart) { $0.isIdentifier }
    let range = nameStart..<end
    if line.hasPrefix("#64", at: end) {
      end += 3
      isWide = true
    }
    guard !range.isEmpty, !line[nameStart].isDigit, end < line.count,
      line[end] == UInt8(ascii: "(")
    else { return nil }
    parenthesis = end
    if let syscall = names.syscall(in: line, at: range) {
      self = isWide ? .x32WithWideNumber(syscall) : .known(syscall)
    } else if let number = Self.number(line, range) {
      self = .number(number)
    } else {
      guard
        line.skip(from: nameStart, while: { $0.isIdentifier && ($0.isDigit || $0 >= 0x5f) })
          == range.upperBound
      else { return nil }
      self = .name(line.text(range))
    }
  }

  /// Reads the name that lies at `range`, whole.
  init(_ line: Span<UInt8>, in range: Range<Int>, names: SyscallNames) {
    if let syscall = names.syscall(in: line, at: range) {
      self = .known(syscall)
    } else if let number = Self.number(line, range) {
      self = .number(number)
    } else {
      self = .name(line.text(range))
    }
  }

  private static func number(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    let prefix = range.lowerBound
    guard line.hasPrefix("syscall_", at: prefix) else { return nil }
    if line.hasPrefix("syscall_0x", at: prefix),
      let (value, end) = line.hexadecimal(at: prefix + 10),
      end == range.upperBound
    {
      return UInt32(truncatingIfNeeded: value)
    }
    if let (value, end) = line.decimal(at: prefix + 8), end == range.upperBound {
      return UInt32(truncatingIfNeeded: value)
    }
    return nil
  }

  /// The name alone, where there is one.
  var text: String? {
    switch self {
    case .known(let syscall), .x32WithWideNumber(let syscall): syscall.name
    case .number: nil
    case .name(let name): name
    }
  }

  /// Whether `architecture` has a call that strace would print so.
  func exists(on architecture: Architecture) -> Bool {
    switch self {
    // What an ABI without a table lacks is not known.
    case .known where !architecture.hasNumbers: true
    case .known(let syscall):
      syscall.exists(on: architecture) || Multiplexer.call(behind: syscall, on: architecture) != nil
        || Dialect.strace(syscall.name, on: architecture) != nil
    case .name(let name): Dialect.strace(name, on: architecture) != nil
    case .number, .x32WithWideNumber: false
    }
  }

  /// The call that is meant on `architecture`, and the architecture it belongs to after all: x32
  /// calls are told by their number alone.
  func call(on architecture: Architecture) -> (call: SyscallReference, architecture: Architecture) {
    switch self {
    case .known(let syscall):
      if !syscall.exists(on: architecture),
        let meant = Dialect.strace(syscall.name, on: architecture)
      {
        return (.known(meant), architecture)
      }
      return (.known(syscall), architecture)
    case .name(let name):
      if let meant = Dialect.strace(name, on: architecture) { return (.known(meant), architecture) }
      return (.name(name), architecture)
    case .number(let number):
      if architecture == .x86_64, Architecture.isX32(rawNumber: number) {
        return (SyscallReference(rawNumber: number, on: .x32), .x32)
      }
      return (SyscallReference(number: number, on: architecture), architecture)
    case .x32WithWideNumber(let syscall):
      let number = syscall.number(on: .x86_64) ?? 0
      return (SyscallReference(number: number, on: .x32), .x32)
    }
  }
}

extension PrintedName {
  /// Whether two spellings mean the same call: the halves of one may differ where strace gives
  /// the x32 number or an old name at one end only.
  func isSame(as other: PrintedName) -> Bool {
    self == other || (text != nil && text == other.text)
  }
}
