internal import Logs
internal import Syscalls

/// Fields of audit records, as programs write them that have taken the records apart.
enum AuditText {
  /// The call that `name` means on the architecture that `arch` means: `x86_64`, `X86_64` or `c000003e`;
  /// `openat`, `257`, `451(unknown)` or `unknown-syscall(451)`.
  static func call(_ name: String, arch: String) -> (Architecture, SyscallReference)? {
    var digits = name[...]
    if digits.hasSuffix("(unknown)") { digits = digits.dropLast(9) }
    if digits.hasPrefix("unknown-syscall("), digits.hasSuffix(")") {
      digits = digits.dropFirst(16).dropLast()
    }
    let number = Int64(digits).map { UInt32(truncatingIfNeeded: $0) }
    guard let architecture = architecture(arch, rawNumber: number ?? 0) else { return nil }
    if let number { return (architecture, SyscallReference(rawNumber: number, on: architecture)) }
    guard !name.isEmpty, name.utf8.allSatisfy({ $0.isIdentifier }) else { return nil }
    let syscall = Dialect.audit(name, on: architecture) ?? Syscall(name)
    return (architecture, syscall.map(SyscallReference.known) ?? .name(name))
  }

  private static func architecture(_ text: String, rawNumber: UInt32) -> Architecture? {
    let name = text.lowercased()
    let hexadecimal = name.hasPrefix("0x") ? name.dropFirst(2) : name[...]
    if let token = UInt32(hexadecimal, radix: 16) {
      return Architecture(auditToken: token, rawNumber: rawNumber)
    }
    let architecture: Architecture? =
      switch name {
      case "i386", "i486", "i586", "i686": .x86
      case "armeb", "armv5tejl", "armv5tel", "armv6l", "armv7l": .arm
      default: Architecture(rawValue: name)
      }
    return architecture.flatMap { Architecture(auditToken: $0.auditToken, rawNumber: rawNumber) }
  }

  /// Whether a filter's answer kept the call from running (`linux/seccomp.h`): `ERRNO`, `0x50001`,
  /// `327681(unknown)`.
  static func isRefusal(_ code: String) -> Bool {
    let code = code.hasSuffix("(unknown)") ? code.dropLast(9) : code[...]
    switch code.uppercased() {
    case "KILL", "KILL_PROCESS", "KILL_THREAD", "TRAP", "ERRNO": return true
    default: break
    }
    let value = code.hasPrefix("0x") ? UInt32(code.dropFirst(2), radix: 16) : UInt32(code)
    return switch value.map({ $0 & 0xffff_0000 }) {
    case 0x0000_0000, 0x8000_0000, 0x0003_0000, 0x0005_0000: true
    default: false
    }
  }

  /// The values of the arguments that matter, of registers in hexadecimal digits.
  static func arguments(
    of call: SyscallReference, on architecture: Architecture, _ registers: [String?]
  ) -> ArgumentValues {
    var arguments = ArgumentValues()
    guard let syscall = call.syscall, syscall.hasSignificantArguments else { return arguments }
    for argument in syscall.significantArguments(on: architecture)
    where argument.index < registers.count {
      guard let text = registers[argument.index],
        let value = UInt64(text.hasPrefix("0x") ? text.dropFirst(2) : text[...], radix: 16)
      else { continue }
      arguments.append(value & argument.mask, at: argument.index)
    }
    return arguments
  }
}
