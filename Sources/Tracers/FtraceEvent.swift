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
    /// The line ends, or is damaged, behind the call's name; `isEntry` where it is known to be one.
    case cut(isEntry: Bool)
  }

  let process: UInt32
  /// Of the program's name, which is free text of 15 bytes at the most.
  let command: Range<Int>
  let call: SyscallReference
  let step: Step
  /// Whether the arguments are bare hexadecimal digits, and not `name: value`.
  let isRaw: Bool
  /// Whether the line ends with a character that nothing can follow, such as `)`.
  let hasOwnEnd: Bool

  var isWhole: Bool { if case .cut = step { false } else { true } }

  init?(_ line: Span<UInt8>, on architecture: Architecture) {
    guard let head = FtraceHead(line) else { return nil }
    self.init(line, head, on: architecture)
  }

  init?(_ line: Span<UInt8>, _ head: FtraceHead, on architecture: Architecture) {
    process = head.process
    command = head.command
    let position = head.end
    guard line.hasPrefix("sys_", at: position) else { return nil }
    let end = line.trimmedEnd

    isRaw =
      line.hasPrefix("sys_enter: ", at: position) || line.hasPrefix("sys_exit: ", at: position)
    if isRaw {
      let isEntry = line.hasPrefix("sys_enter", at: position)
      guard let (number, step) = Self.numbered(line, at: position, end: end, isEntry: isEntry)
      else { return nil }
      call = SyscallReference(number: number, on: architecture)
      self.step = step
      hasOwnEnd = isEntry
      return
    }
    let whole = (position + 4)..<line.skip(from: position, while: \.isIdentifier)
    guard let (name, step, hasOwnEnd) = Self.named(line, whole, end: end),
      let call = TracerNames.call(line, at: name, on: architecture)
    else { return nil }
    self.call = call
    self.step = step
    self.hasOwnEnd = hasOwnEnd
  }

  /// `sys_enter: NR 59 (7f64, 0, 0, 0, 0, 0)`, `sys_exit: NR 59 = -2`
  private static func numbered(
    _ line: Span<UInt8>, at start: Int, end: Int, isEntry: Bool
  ) -> (number: UInt32, step: Step)? {
    let word = line.skip(.space, from: start + (isEntry ? 11 : 10))
    guard line.hasPrefix("NR ", at: word) else { return nil }
    let numberEnd = line.skip(from: word + 3) { $0.isDigit || $0 == UInt8(ascii: "-") }
    guard let signed = line.signedDecimal((word + 3)..<numberEnd),
      line.hasPrefix(isEntry ? " (" : " = ", at: numberEnd)
    else { return nil }
    let number = UInt32(truncatingIfNeeded: signed)
    guard isEntry else {
      return (number, exit(line, at: numberEnd + 3, end: end))
    }
    // The kernel prints all six registers, whatever the call takes.
    var position = numberEnd + 2
    for register in 0..<6 {
      guard let (_, digitsEnd) = line.hexadecimal(at: position),
        register == 5
          ? line.hasPrefix(")", at: digitsEnd) && digitsEnd + 1 == end
          : line.hasPrefix(", ", at: digitsEnd)
      else { return (number, .cut(isEntry: true)) }
      position = digitsEnd + 2
    }
    return (number, .entry(arguments: numberEnd + 2))
  }

  private static func exit(_ line: Span<UInt8>, at start: Int, end: Int) -> Step {
    if line.hasPrefix("0x", at: start) {
      guard let (value, valueEnd) = line.hexadecimal(at: start + 2), valueEnd == end else {
        return .cut(isEntry: false)
      }
      return .exit(Int64(bitPattern: value))
    }
    guard start < end, let value = line.signedDecimal(start..<end) else {
      return .cut(isEntry: false)
    }
    return .exit(value)
  }

  /// - Parameter whole: the name behind `sys_`.
  private static func named(
    _ line: Span<UInt8>, _ whole: Range<Int>, end: Int
  ) -> (name: Range<Int>, step: Step, hasOwnEnd: Bool)? {
    let nameEnd = whole.upperBound
    if line.hasPrefix(":", at: nameEnd) {
      // trace-cmd: `sys_enter_openat:     dfd: 0xffffff9c, …`, `sys_exit_openat:      0x3`
      let body = min(line.skip(.space, from: nameEnd + 1), end)
      if line.hasPrefix("enter_", at: whole.lowerBound) {
        let isWhole = isArguments(line, body..<end)
        return (
          (whole.lowerBound + 6)..<nameEnd,
          isWhole ? .entry(arguments: body) : .cut(isEntry: true), false
        )
      }
      guard line.hasPrefix("exit_", at: whole.lowerBound) else { return nil }
      return ((whole.lowerBound + 5)..<nameEnd, exit(line, at: body, end: end), false)
    }
    if line.hasPrefix("(", at: nameEnd) {
      let isWhole =
        line[end - 1] == UInt8(ascii: ")") && isArguments(line, (nameEnd + 1)..<(end - 1))
      return (whole, isWhole ? .entry(arguments: nameEnd + 1) : .cut(isEntry: true), isWhole)
    }
    guard line.hasPrefix(" -> ", at: nameEnd) else { return nil }
    return (whole, exit(line, at: nameEnd + 4, end: end), false)
  }

  /// Whether `range` holds `name: value, name: value`, and not a part of another line.
  private static func isArguments(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    let name = line.skip(from: range.lowerBound, while: \.isIdentifier)
    guard name > range.lowerBound, line.hasPrefix(": ", at: name), name + 2 < range.upperBound
    else { return false }
    if let other = line.firstRange(of: ": sys_", from: range.lowerBound) {
      return other.lowerBound >= range.upperBound
    }
    return true
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
