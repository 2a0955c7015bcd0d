internal import Logs
internal import Observations
internal import Syscalls

/// What a line tells of the width of the code that made a call, where the log does not say it.
enum BitnessEvidence {
  /// An address beyond 32 bits, or 16 digits of instruction pointer.
  case wide
  /// An address where only 32-bit processes have any, or 8 digits of instruction pointer.
  case narrow

  /// Looks at the instruction pointer of `-i`, and at the addresses among the arguments.
  init?(_ prefix: LinePrefix, _ scan: ArgumentScan, _ line: Span<UInt8>) {
    if let digits = prefix.instructionPointerDigits {
      self = digits == 16 ? .wide : .narrow
      return
    }
    for index in 0..<scan.count {
      guard let range = scan.argument(index, in: line) else { continue }
      // `child_tidptr=0x7f7c3a1b9a10`, and with `-N` every argument
      if line.hasPrefix("\"\\177ELF\\", at: range.lowerBound),
        let width = Self(loading: line, range, count: scan.argument(index + 1, in: line))
      {
        self = width
        return
      }
      let end = line.skip(from: range.lowerBound) { $0.isIdentifier }
      let start =
        end < range.upperBound && line[end] == UInt8(ascii: "=") ? end + 1 : range.lowerBound
      if let width = Self(address: line, at: start) {
        self = width
        return
      }
    }
    return nil
  }

  /// `read(3, "\177ELF\1\1\1\0…", 512) = 512`: the 32-bit loader reads a 32-bit library.
  private init?(loading line: Span<UInt8>, _ text: Range<Int>, count: Range<Int>?) {
    guard let count, let (bytes, end) = line.decimal(at: count.lowerBound),
      end == count.upperBound, MachineSigns.loaderReads.contains(bytes)
    else { return nil }
    switch line[text.lowerBound + 9] {
    case UInt8(ascii: "1"): self = .narrow
    case UInt8(ascii: "2"): self = .wide
    default: return nil
    }
  }

  /// Looks at the address that a call returned: 32-bit programs get theirs from the top of 4 GiB,
  /// 64-bit ones from the top of 128 TiB.
  init?(result: ResultText, of role: ProcessEffects.Role) {
    guard result.outcome == .returned, let value = result.value else { return nil }
    if role == .threadPointer {
      // `arch_prctl(ARCH_SET_FS, 0x110a6380) = 0` of a static program; on i386 it is refused.
      self = .wide
    } else if !result.isHexadecimal {
      return nil
    } else if value > UInt32.max {
      self = .wide
    } else if role == .map, value >= 0xf000_0000 || Self.underNarrowKernel.contains(value) {
      self = .narrow
    } else {
      return nil
    }
  }

  /// Stack and libraries end where a 32-bit kernel begins, at 3 GiB (`PAGE_OFFSET`): `0xbefffd14`, `0xb6f2c000`.
  private static let underNarrowKernel: Range<UInt64> = 0xb600_0000..<0xc000_0000

  private init?(address line: Span<UInt8>, at start: Int) {
    guard line.hasPrefix("0x", at: start), let (value, _) = line.hexadecimal(at: start + 2) else {
      return nil
    }
    if value > UInt32.max {
      self = .wide
    } else if (0xf700_0000..<0xffff_0000).contains(value) || Self.underNarrowKernel.contains(value)
    {
      // Stack and libraries of a 32-bit process under a 64-bit kernel, and under a 32-bit one.
      self = .narrow
    } else {
      return nil
    }
  }
}
