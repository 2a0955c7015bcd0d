internal import Logs
internal import Syscalls

/// A line of the kernel's tracing buffer, or of `trace-cmd report`.
///
///           a) = 0 <x>-23258   [001] .....  5078.747167: sys_enter: NR 59 (7f64, 0, …)
///               ls-23258   [001]  5078.747167: sys_exit:             NR 59 = 0
///               ls-23258   [001] .....  5078.747167: sys_openat(dfd: 3, filename: 0x7f…, …)
///               ls-23258   [001] .....  5078.747167: sys_openat -> 0x3
struct FtraceEvent {
  enum Step {
    case entry(arguments: Int)
    case exit(Int64)
  }

  let process: UInt32
  /// Of the program's name, which is free text of 15 bytes at the most.
  let command: Range<Int>
  let call: SyscallReference
  let step: Step
  /// Whether the arguments are bare hexadecimal digits, and not `name: value`.
  let isRaw: Bool

  init?(_ line: Span<UInt8>, on architecture: Architecture) {
    guard let task = Self.task(in: line) else { return nil }
    process = task.process
    command = task.command
    var position = line.skip(.space, from: task.end)
    // Flags, which trace-cmd leaves out, then the time.
    if !Self.isTime(line, at: position) {
      position = line.skip(.space, from: line.skip(from: position) { $0 != .space })
    }
    guard Self.isTime(line, at: position), let colon = line.firstRange(of: ": ", from: position)
    else { return nil }
    position = line.skip(.space, from: colon.upperBound)
    guard line.hasPrefix("sys_", at: position) else { return nil }

    if line.hasPrefix("sys_enter: ", at: position) || line.hasPrefix("sys_exit: ", at: position) {
      guard let numbered = Self.numbered(line, at: position) else { return nil }
      call = SyscallReference(number: numbered.number, on: architecture)
      step = numbered.step
      isRaw = true
      return
    }
    isRaw = false
    var name = (position + 4)..<line.skip(from: position, while: \.isIdentifier)
    let end = name.upperBound
    if line.hasPrefix("enter_", at: name.lowerBound), line.hasPrefix(":", at: end) {
      // trace-cmd: `sys_enter_openat:     dfd: 0xffffff9c, …`
      name = (name.lowerBound + 6)..<end
      step = .entry(arguments: line.skip(.space, from: end + 1))
    } else if line.hasPrefix("exit_", at: name.lowerBound), line.hasPrefix(":", at: end) {
      name = (name.lowerBound + 5)..<end
      guard let value = Self.value(line, at: line.skip(.space, from: end + 1)) else { return nil }
      step = .exit(value)
    } else if line.hasPrefix("(", at: end) {
      step = .entry(arguments: end + 1)
    } else if line.hasPrefix(" -> ", at: end), let value = Self.value(line, at: end + 4) {
      step = .exit(value)
    } else {
      return nil
    }
    guard let call = TracerNames.call(line, at: name, on: architecture) else { return nil }
    self.call = call
  }

  /// The process is after the last `-` that a process and a processor can follow.
  private static func task(
    in line: Span<UInt8>
  ) -> (command: Range<Int>, process: UInt32, end: Int)? {
    let start = line.skip(.space, from: 0)
    var best: (Range<Int>, UInt32, Int)?
    var position = start
    while position < min(line.count, start + 17) {
      if line[position] == UInt8(ascii: "-"), let (process, end) = line.decimal(at: position + 1),
        let process = UInt32(exactly: process), let end = processor(in: line, from: end)
      {
        best = (start..<position, process, end)
      }
      position += 1
    }
    return best
  }

  /// Where `[001]` ends, with or without a thread group `( 1234)` before it.
  private static func processor(in line: Span<UInt8>, from start: Int) -> Int? {
    var position = line.skip(.space, from: start)
    if line.hasPrefix("(", at: position) {
      guard let end = line.firstIndex(of: UInt8(ascii: ")"), from: position), end < position + 10
      else { return nil }
      position = line.skip(.space, from: end + 1)
    }
    guard position > start, line.hasPrefix("[", at: position),
      let (_, end) = line.decimal(at: position + 1), line.hasPrefix("] ", at: end)
    else { return nil }
    return end + 2
  }

  private static func isTime(_ line: Span<UInt8>, at start: Int) -> Bool {
    guard let (_, point) = line.decimal(at: start), line.hasPrefix(".", at: point),
      let (_, end) = line.decimal(at: point + 1)
    else { return false }
    return line.hasPrefix(": ", at: end)
  }

  /// `NR 59 (7f64, 0, 0, 0, 0, 0)`, `NR 59 = -2`
  private static func numbered(
    _ line: Span<UInt8>, at start: Int
  ) -> (number: UInt32, step: Step)? {
    guard let found = line.firstRange(of: "NR ", from: start), found.lowerBound < start + 32 else {
      return nil
    }
    let end = line.skip(from: found.upperBound) { $0.isDigit || $0 == UInt8(ascii: "-") }
    guard let number = line.signedDecimal(found.upperBound..<end) else { return nil }
    let step: Step
    if line.hasPrefix(" (", at: end) {
      step = .entry(arguments: end + 2)
    } else if line.hasPrefix(" = ", at: end), let result = value(line, at: end + 3) {
      step = .exit(result)
    } else {
      return nil
    }
    return (UInt32(truncatingIfNeeded: number), step)
  }

  private static func value(_ line: Span<UInt8>, at start: Int) -> Int64? {
    if line.hasPrefix("0x", at: start) {
      return line.hexadecimal(at: start + 2).map { Int64(bitPattern: $0.value) }
    }
    return line.signedDecimal(start..<line.skip(from: start) { $0.isDigit || $0 == 0x2d })
  }

  /// The values of the arguments that matter; `start` is where ``Step/entry(arguments:)`` says.
  func arguments(
    _ line: Span<UInt8>, at start: Int, on architecture: Architecture
  ) -> ArgumentValues {
    var arguments = ArgumentValues()
    guard let syscall = call.syscall, syscall.hasSignificantArguments else { return arguments }
    var values: [UInt64] = []
    var position = start
    while values.count < 6 {
      if !isRaw {
        guard let colon = line.firstRange(of: ": ", from: position) else { break }
        position = colon.upperBound
      }
      let isHexadecimal = isRaw || line.hasPrefix("0x", at: position)
      if !isRaw, isHexadecimal { position += 2 }
      guard
        let (value, end) =
          isHexadecimal ? line.hexadecimal(at: position) : line.decimal(at: position)
      else { break }
      values.append(value)
      guard line.hasPrefix(", ", at: end) else { break }
      position = end + 2
    }
    for argument in syscall.significantArguments(on: architecture)
    where argument.index < values.count {
      arguments.append(values[argument.index] & argument.mask, at: argument.index)
    }
    return arguments
  }
}
