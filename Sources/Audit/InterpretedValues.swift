internal import Logs
internal import Syscalls

/// Turns an argument as `ausearch --interpret` prints it into its value (`auparse/interpret.c`).
enum InterpretedValues {
  /// `nil` for what has no number here, or lost part of it when it was printed.
  static func value(of text: Substring, argument index: Int, of call: Syscall) -> UInt64? {
    // Before numbers, of which `fc` is one.
    if isProtocol(index, of: call), let number = AuparseNames.protocolNumber(of: text) {
      return number
    }
    if let number = number(text) { return number }
    if text.hasPrefix("unknown-") { return unnamed(text) }
    switch (call.name, index) {
    case ("socket", 0): return named("AF_\(text.uppercased())")
    // SOCK_STREAM|SOCK_CLOEXEC is printed as SOCK_STREAM (audit 3.0.9).
    case ("socket", 1): return nil
    case ("socketcall", 0): return socketCall(text)
    // PER_LINUX is 0, and 0x20000 as well: of the flags, one is told (audit 3.0.9).
    case ("personality", 0) where !text.contains("|"): return nil
    default: return flags(text)
    }
  }

  /// Levels of setsockopt are printed as protocols: `a1=tcp`.
  private static func isProtocol(_ index: Int, of call: Syscall) -> Bool {
    call.name == "socket" && index == 2 || call.name == "setsockopt" && index == 1
  }

  /// The kernel's own digits, which are hexadecimal with `0x` and without it.
  private static func number(_ text: Substring) -> UInt64? {
    guard text.utf8.first?.hexDigit != nil else { return nil }
    return UInt64(text.hasPrefix("0x") ? text.dropFirst(2) : text, radix: 16)
  }

  /// Values without a name. Most are the kernel's digits; three printers format an `int`.
  ///
  ///     unknown-personality(0xffffffff), unknown-socketcall(63), unknown-fcntl-command(36)
  private static func unnamed(_ text: Substring) -> UInt64? {
    guard text.last == ")", let start = text.firstIndex(of: "(") else { return nil }
    let digits = text[start...].dropFirst().dropLast()
    switch text[..<start] {
    case "unknown-fcntl-command", "unknown-epoll_ctl-operation", "unknown-fsconfig-operation":
      return Int32(digits).map { UInt64(UInt32(bitPattern: $0)) }
    default: return number(digits)
    }
  }

  private static func flags(_ text: Substring) -> UInt64? {
    var value: UInt64 = 0
    for name in text.split(separator: "|", omittingEmptySubsequences: false) {
      // `PER_LINUX|~ADDR_NO_RANDOMIZE`: the flag is set.
      let name = name == "~ADDR_NO_RANDOMIZE" ? name.dropFirst() : name
      guard let bits = named(String(name)) ?? number(name) else { return nil }
      value |= bits
    }
    return value
  }

  private static func named(_ name: String) -> UInt64? {
    AuparseNames.value(of: name) ?? KernelConstants.shared.value(of: name)
  }

  private static func socketCall(_ text: Substring) -> UInt64? {
    Multiplexer.socketcall.number(of: String(text))
  }
}
