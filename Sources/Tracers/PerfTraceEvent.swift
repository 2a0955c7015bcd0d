internal import Logs
internal import Observations
internal import Syscalls

/// A line of `perf trace`.
///
///      0.831 ( 0.018 ms): argmix/22123 brk(brk: 0x17c41d00)                    = 0x17c41d00
///    302.947 (         ): a) = 0 <x>/31085 futex(uaddr: 0x7f27, op: WAIT)      ...
///    302.947 ( 0.307 ms): a) = 0 <x>/31085  ... [continued]: futex())          = 0
///          ? (         ): a) = 0 <x>/31091  ... [continued]: clone())          =
///
/// Arguments that are zero are left out, so the others stand at no certain position.
struct PerfTraceEvent {
  enum Step {
    case whole(Outcome)
    case entry
    case exit(Outcome)
  }

  /// `nil` where only one thread is traced, which perf then does not name.
  let process: UInt32?
  let command: Range<Int>
  let call: SyscallReference
  let step: Step

  init?(_ line: Span<UInt8>, on architecture: Architecture) {
    guard var position = Self.afterTime(in: line) else { return nil }
    var process: UInt32?
    var command = position..<position
    if let task = Self.task(in: line, from: position) {
      process = task.process
      command = position..<task.slash
      position = task.end
    }
    self.process = process
    self.command = command
    let continued = line.skip(.space, from: position)
    let isContinued = line.hasPrefix("... [continued]: ", at: continued)
    if isContinued { position = continued + 17 }
    let name = position..<line.skip(from: position, while: \.isIdentifier)
    guard line.hasPrefix("(", at: name.upperBound),
      let call = TracerNames.call(line, at: name, on: architecture)
    else { return nil }
    self.call = call
    if let outcome = Self.outcome(in: line, after: name.upperBound) {
      step = isContinued ? .exit(outcome) : .whole(outcome)
    } else {
      step = isContinued ? .exit(.unknown) : .entry
    }
  }

  /// `     0.831 ( 0.018 ms): `, `         ? (         ): `
  private static func afterTime(in line: Span<UInt8>) -> Int? {
    var position = line.skip(.space, from: 0)
    if line.hasPrefix("?", at: position) {
      position += 1
    } else {
      guard let (_, point) = line.decimal(at: position), line.hasPrefix(".", at: point),
        let (_, end) = line.decimal(at: point + 1)
      else { return nil }
      position = end
    }
    guard line.hasPrefix(" (", at: position) else { return nil }
    let end = line.skip(from: position + 2) {
      $0.isDigit || $0 == .space || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "m")
        || $0 == UInt8(ascii: "s")
    }
    guard line.hasPrefix("): ", at: end) else { return nil }
    return end + 3
  }

  /// The program's name is free text of 15 bytes; the last slash that a thread and a call can
  /// follow divides.
  private static func task(
    in line: Span<UInt8>, from start: Int
  ) -> (slash: Int, process: UInt32, end: Int)? {
    var best: (Int, UInt32, Int)?
    var position = start
    while position < min(line.count, start + 16) {
      if line[position] == UInt8(ascii: "/"), let (process, end) = line.decimal(at: position + 1),
        let process = UInt32(exactly: process), line.hasPrefix(" ", at: end)
      {
        let name = line.skip(from: end + 1, while: \.isIdentifier)
        if name > end + 1 && line.hasPrefix("(", at: name)
          || line.hasPrefix("... [continued]: ", at: line.skip(.space, from: end))
        {
          best = (position, process, end + 1)
        }
      }
      position += 1
    }
    return best
  }

  /// What the last well-formed `) = …` says; `nil` for a call that goes on (`...`).
  ///
  /// Paths and names may hold anything: `= 31091 (a) = 0 <x>)` is a process with its name.
  private static func outcome(in line: Span<UInt8>, after start: Int) -> Outcome? {
    var outcome: Outcome?
    var position = start
    while let parenthesis = line.firstIndex(of: UInt8(ascii: ")"), from: position) {
      position = parenthesis + 1
      let equals = line.skip(.space, from: position)
      guard line.hasPrefix("=", at: equals) else { continue }
      if let result = result(line, at: line.skip(.space, from: equals + 1)) { outcome = result }
    }
    return outcome
  }

  private static func result(_ line: Span<UInt8>, at start: Int) -> Outcome? {
    if start >= line.count || line.hasPrefix("?", at: start) { return .unknown }
    if line.hasPrefix("-1 E", at: start) {
      let end = line.skip(from: start + 3, while: \.isIdentifier)
      let name = line.text((start + 3)..<end)
      guard let errno = KernelConstants.shared.errno(named: name), errno > 0 else {
        return .unknown
      }
      return .failed(errno: errno)
    }
    let end = line.skip(from: start) {
      $0.isIdentifier || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "|")
    }
    return end > start && (end == line.count || line.hasPrefix(" (", at: end)) ? .returned : nil
  }
}
