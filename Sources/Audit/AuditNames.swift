internal import Logs
internal import Syscalls

/// The names that audit's tools print for architectures and calls, where they are not the kernel's.
enum AuditNames {
  /// `machinetab.h` of audit-userspace; its one name for x32 is that of x86-64.
  private static func architecture(_ name: String) -> Architecture? {
    switch name {
    case "i386", "i486", "i586", "i686": .x86
    case "armeb", "arm", "armv5tejl", "armv5tel", "armv6l", "armv7l": .arm
    case "armv8l": .aarch64
    case "mips64el": .mipsel64
    case "x32", "mips64n32", "mipsel64n32": nil
    default: Architecture(rawValue: name)
    }
  }

  /// The call that the values of `arch=` and `syscall=` mean.
  ///
  ///     arch=unknown-elf-type(c00000f3) syscall=57
  ///
  /// is a machine that the tool's tables lack: a name beside it is that of the tool's own machine, and only a
  /// number means something.
  static func call(_ name: String, onArchitectureNamed text: String) -> (
    Architecture, SyscallReference
  )? {
    if let architecture = architecture(text) { return call(name, on: architecture) }
    guard text.hasPrefix("unknown-elf-type("), text.last == ")",
      let token = UInt32(text.dropFirst(17).dropLast(), radix: 16),
      let architecture = Architecture(auditToken: token, rawNumber: 0),
      Int64(name) != nil || name.hasPrefix("unknown-syscall(")
    else { return nil }
    return call(name, on: architecture)
  }

  /// The call that `name` means on `architecture`.
  ///
  ///     syscall=pread
  ///     syscall=socketcall(bind)
  ///     syscall=unknown-syscall(1073741863)
  ///
  /// - Returns: x32 as the architecture where the number says so.
  private static func call(_ name: String, on architecture: Architecture) -> (
    Architecture, SyscallReference
  )? {
    if let number = Int64(name) { return call(number: number, on: architecture) }
    if name.hasPrefix("unknown-syscall("), name.last == ")" {
      guard let number = Int64(name.dropFirst(16).dropLast()) else { return nil }
      return call(number: number, on: architecture)
    }
    var name = name[...]
    // i386 packs the socket and System V calls into two, whose number is what a filter sees.
    if let parenthesis = name.firstIndex(of: "("), name.last == ")" {
      guard Multiplexer(named: name[..<parenthesis]) != nil else { return nil }
      name = name[..<parenthesis]
    }
    guard !name.isEmpty,
      name.utf8.allSatisfy({ $0.isIdentifier })
    else { return nil }
    let text = String(name)
    let syscall = Dialect.audit(text, on: architecture) ?? Syscall(text)
    return (architecture, syscall.map(SyscallReference.known) ?? .name(text))
  }

  private static func call(number: Int64, on architecture: Architecture) -> (
    Architecture, SyscallReference
  )? {
    let raw = UInt32(truncatingIfNeeded: number)
    guard
      let exact = Architecture(auditToken: architecture.auditToken, rawNumber: raw)
    else { return nil }
    return (exact, SyscallReference(rawNumber: raw, on: exact))
  }
}
