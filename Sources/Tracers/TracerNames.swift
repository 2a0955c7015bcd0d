internal import Logs
internal import Observations
internal import Syscalls

/// The names that the kernel's own tracers give to system calls.
///
/// They are those of the C functions: `sys_newstat`, `tracepoint:syscalls:sys_enter_openat`,
/// `kprobe:__x64_sys_openat`.
enum TracerNames {
  /// The call that the name at `range` means on `architecture`.
  static func call(
    _ line: Span<UInt8>, at range: Range<Int>, on architecture: Architecture
  ) -> SyscallReference? {
    guard !range.isEmpty else { return nil }
    if let syscall = SyscallNames.shared.syscall(in: line, at: range),
      syscall.exists(on: architecture)
    {
      return .known(syscall)
    }
    for position in range where !line[position].isIdentifier { return nil }
    let name = line.text(range)
    if let syscall = Dialect.tracers(name), syscall.exists(on: architecture) {
      return .known(syscall)
    }
    return Syscall(name).map(SyscallReference.known) ?? .name(name)
  }

  /// Where the call's name lies in the name of a probe at `range`, which may be the call's alone.
  static func probed(_ line: Span<UInt8>, at range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    for position in range where line[position] == UInt8(ascii: ":") { start = position + 1 }
    let prefixes: [StaticString] = [
      "sys_enter_", "__x64_sys_", "__ia32_sys_", "__arm64_sys_", "__riscv_sys_", "__se_sys_",
      "__do_sys_", "sys_",
    ]
    for prefix in prefixes where line.hasPrefix(prefix, at: start) {
      let end = start + prefix.utf8CodeUnitCount
      if end < range.upperBound { return end..<range.upperBound }
    }
    return start..<range.upperBound
  }
}

extension ObservationBuilder {
  /// Counts calls of which a log tells the name or number alone, and perhaps the outcome.
  mutating func enterNamed(_ call: SyscallReference, count: Int) -> Slot {
    if let syscall = call.syscall, !syscall.exists(on: assumedArchitecture) {
      note(.architectureMismatch, count: count)
    }
    return enter(call, on: assumedArchitecture, count: count)
  }
}
