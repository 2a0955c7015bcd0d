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

  private static let prefixes: [StaticString] = [
    "sys_enter_", "__x64_sys_", "__ia32_sys_", "__arm64_sys_", "__riscv_sys_", "__se_sys_",
    "__do_sys_", "sys_",
  ]

  /// What bpftrace calls the kinds of its probes (bpftrace(8)), before the first colon of their names.
  private static let probeKinds: [StaticString] = [
    "tracepoint", "kprobe", "kretprobe", "kfunc", "kretfunc", "fentry", "fexit", "rawtracepoint",
    "t", "k", "kr", "f", "fr", "rt",
  ]

  /// Whether the name at `range` was that of a call's probe, and something is missing or too much in it:
  /// `tracepoint:syscalls:sys_enter_mmapracepoint:syscalls:sys_enter_openat`.
  static func isDamagedProbe(_ line: Span<UInt8>, at range: Range<Int>) -> Bool {
    let text = line.extracting(range)
    guard let mark = text.firstRange(of: "sys_enter_") else { return false }
    if text.firstRange(of: "sys_enter_", from: mark.upperBound) != nil { return true }
    guard text.firstIndex(of: UInt8(ascii: ":"), from: mark.upperBound) == nil else { return true }
    guard mark.lowerBound > 0 else { return false }
    return !probeKinds.contains {
      let kind = 0..<min($0.utf8CodeUnitCount, text.count)
      return text.equals($0, at: kind)
        && text.equals(":syscalls:", at: kind.upperBound..<mark.lowerBound)
    }
  }

  /// Where the call's name lies in the name of a probe at `range`, which may be the call's alone.
  static func probed(_ line: Span<UInt8>, at range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    for position in range where line[position] == UInt8(ascii: ":") { start = position + 1 }
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
    noteOtherArchitecture(call, count: count)
    return enter(call, on: assumedArchitecture, count: count)
  }

  /// Counts calls that the architecture for which the log is read does not have. Tracers do not tell through which
  /// ABI a call came; a number that the kernel's own has left out, and a narrower one has, came through that:
  /// x86-64 has none from 337 to 423, and 383 is i386's statx.
  mutating func noteOtherArchitecture(_ call: SyscallReference, count: Int = 1) {
    let isForeign =
      switch call {
      case .known(let syscall): !syscall.exists(on: assumedArchitecture)
      case .number(let number): assumedArchitecture.leavesToCompanion(number)
      case .name: false
      }
    if isForeign { note(.architectureMismatch, count: count) }
  }
}

extension Architecture {
  /// Whether no call has this number, though greater numbers have one, and an ABI beside this one has a call of it.
  fileprivate func leavesToCompanion(_ number: UInt32) -> Bool {
    number < Self.firstCommon && Syscall(number: number, on: self) == nil
      && companions.contains { Syscall(number: number, on: $0) != nil }
  }

  /// From here on, all architectures number new calls alike, and a newer kernel has more.
  private static let firstCommon: UInt32 = 424
}
