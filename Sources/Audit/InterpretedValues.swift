internal import Logs
internal import Syscalls

/// Turns an argument as `ausearch --interpret` prints it into its value.
enum InterpretedValues {
  /// `nil` for what has no number here, or lost part of it when it was printed.
  static func value(of text: Substring, argument index: Int, of call: Syscall) -> UInt64? {
    if let number = number(text) { return number }
    // unknown-personality(0xffffffff), unknown-socketcall(63); both hexadecimal.
    if text.hasPrefix("unknown-"), text.last == ")", let start = text.firstIndex(of: "(") {
      let digits = text[start...].dropFirst().dropLast()
      return UInt64(digits.hasPrefix("0x") ? digits.dropFirst(2) : digits, radix: 16)
    }
    switch (call.name, index) {
    case ("socket", 0): return family(text)
    // SOCK_STREAM|SOCK_CLOEXEC is printed as SOCK_STREAM (audit 3.0.9).
    case ("socket", 1): return nil
    case ("socket", 2):
      return KernelConstants.shared.value(of: "IPPROTO_\(text.uppercased())")
    case ("socketcall", 0): return socketCall(text)
    default: return flags(text)
    }
  }

  private static func number(_ text: Substring) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }

  private static func flags(_ text: Substring) -> UInt64? {
    var value: UInt64 = 0
    for name in text.split(separator: "|", omittingEmptySubsequences: false) {
      guard let bits = number(name) ?? KernelConstants.shared.value(of: String(name)) else {
        return nil
      }
      value |= bits
    }
    return value
  }

  /// `local`, `inet6`, `netlink`: the headers' names without `AF_`, in small letters.
  private static func family(_ text: Substring) -> UInt64? {
    text == "local" ? 1 : KernelConstants.shared.value(of: "AF_\(text.uppercased())")
  }

  private static func socketCall(_ text: Substring) -> UInt64? {
    Multiplexer.socketcall.number(of: String(text))
  }
}
