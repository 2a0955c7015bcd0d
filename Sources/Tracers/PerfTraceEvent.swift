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
    case whole(Outcome, isZero: Bool)
    case entry
    /// `isChild` where nothing or 0 is returned, as by a call that makes a process in the new one.
    case exit(Outcome, isChild: Bool)
    /// The line ends, or is damaged, behind the call's name; `isEntry` where the call began here.
    case cut(isEntry: Bool)
  }

  /// `nil` where only one thread is traced, which perf then does not name.
  let process: UInt32?
  let command: Range<Int>
  let call: SyscallReference
  let step: Step
  /// Whether the line ends with characters that nothing can follow, such as `)` and `...`.
  let hasOwnEnd: Bool
  /// How far behind the beginning of the call `= ` stands, and whether blanks fill the space before it.
  let column: (position: Int, isPadded: Bool)?

  var isWhole: Bool { if case .cut = step { false } else { true } }

  init?(_ line: Span<UInt8>, on architecture: Architecture) {
    guard let start = Self.afterTime(in: line) else { return nil }
    self.init(line, from: start, on: architecture)
  }

  /// - Parameter start: where the thread stands, or the call.
  init?(_ line: Span<UInt8>, from start: Int, on architecture: Architecture) {
    var position = start
    var process: UInt32?
    var command = position..<position
    if let task = Self.task(in: line, from: position) {
      process = task.process
      command = task.command
      position = task.end
    }
    self.process = process
    self.command = command
    let body = position
    let continued = line.skip(.space, from: position)
    let isContinued = line.hasPrefix("... [continued]: ", at: continued)
    if isContinued { position = continued + 17 }
    let name = position..<line.skip(from: position, while: \.isIdentifier)
    guard line.hasPrefix("(", at: name.upperBound),
      let call = TracerNames.call(line, at: name, on: architecture)
    else { return nil }
    self.call = call

    let end = line.trimmedEnd
    let arguments = (name.upperBound + 1)..<max(end, name.upperBound + 1)
    guard !Self.holdsAnotherLine(line, arguments) else {
      (step, hasOwnEnd, column) = (.cut(isEntry: !isContinued), false, nil)
      return
    }
    if let ending = Self.ending(in: line, arguments) {
      step =
        isContinued
        ? .exit(ending.outcome, isChild: ending.isChild)
        : .whole(ending.outcome, isZero: ending.isChild)
      hasOwnEnd = ending.hasOwnEnd
      column = (ending.equals - body, ending.isPadded)
    } else if !isContinued, Self.goesOn(line, arguments) {
      (step, hasOwnEnd, column) = (.entry, true, nil)
    } else {
      (step, hasOwnEnd, column) = (.cut(isEntry: !isContinued), false, nil)
    }
  }

  /// `     0.831 ( 0.018 ms): `, `         ? (         ): `
  static func afterTime(in line: Span<UInt8>) -> Int? {
    durationStart(in: line).flatMap { duration(line, from: $0) }
  }

  /// The time at the beginning of the line, to be compared alone; `nil` for `?`, of a thread of which perf has seen
  /// no call begin.
  static func time(in line: Span<UInt8>) -> UInt64? {
    guard let (seconds, point) = line.decimal(at: line.skip(.space, from: 0)),
      let (fraction, _) = line.decimal(at: point + 1)
    else { return nil }
    return seconds << 20 | fraction
  }

  /// Where `( 0.018 ms): ` begins behind a time; `nil` where no time and parenthesis begin the line.
  static func durationStart(in line: Span<UInt8>) -> Int? {
    var position = line.skip(.space, from: 0)
    if line.hasPrefix("?", at: position) {
      position += 1
    } else {
      guard let (_, point) = line.decimal(at: position), line.hasPrefix(".", at: point),
        let (_, end) = line.decimal(at: point + 1)
      else { return nil }
      position = end
    }
    return line.hasPrefix(" (", at: position) ? position + 1 : nil
  }

  /// Behind `( 0.018 ms): ` or `(         ): ` at `start`.
  private static func duration(_ line: Span<UInt8>, from start: Int) -> Int? {
    var position = line.skip(.space, from: start + 1)
    if let (_, point) = line.decimal(at: position) {
      guard line.hasPrefix(".", at: point), let (_, end) = line.decimal(at: point + 1),
        line.hasPrefix(" ms", at: end)
      else { return nil }
      position = end + 3
    }
    return line.hasPrefix("): ", at: position) ? position + 3 : nil
  }

  /// The program's name is free text of 15 bytes; the last slash that a thread and a call can
  /// follow divides. Without names (`--no-comm`) the thread's number stands alone.
  private static func task(
    in line: Span<UInt8>, from start: Int
  ) -> (command: Range<Int>, process: UInt32, end: Int)? {
    var best: (Range<Int>, UInt32, Int)?
    var position = start
    while position < min(line.count, start + 16) {
      if line[position] == UInt8(ascii: "/"), let task = thread(line, at: position + 1) {
        best = (start..<position, task.process, task.end)
      }
      position += 1
    }
    return best ?? thread(line, at: start).map { (start..<start, $0.process, $0.end) }
  }

  /// `31085 ` before a call.
  private static func thread(_ line: Span<UInt8>, at start: Int) -> (process: UInt32, end: Int)? {
    guard let (process, end) = line.decimal(at: start), let process = UInt32(exactly: process),
      line.hasPrefix(" ", at: end)
    else { return nil }
    let name = line.skip(from: end + 1, while: \.isIdentifier)
    guard
      name > end + 1 && line.hasPrefix("(", at: name)
        || line.hasPrefix("... [continued]: ", at: line.skip(.space, from: end))
    else { return nil }
    return (process, end + 1)
  }

  /// Whether the time of another line stands in `range`, whose beginning is lost, or anything else behind the blanks
  /// with which perf fills the line up to its result.
  private static func holdsAnotherLine(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while let parenthesis = line.firstIndex(of: UInt8(ascii: "("), from: position) {
      if duration(line, from: parenthesis) != nil { return true }
      position = parenthesis + 1
    }
    position = range.lowerBound
    while let end = line.firstIndex(of: UInt8(ascii: ")"), from: position), end < range.upperBound {
      position = line.skip(.space, from: end + 1)
      if position > end + 2, position < range.upperBound, !line.hasPrefix("=", at: position),
        !line.hasPrefix("...", at: position)
      {
        return true
      }
    }
    return line.firstRange(of: "[continued]: ", from: range.lowerBound) != nil
  }

  private struct Ending {
    let outcome: Outcome
    let isChild: Bool
    let hasOwnEnd: Bool
    let equals: Int
    let isPadded: Bool
  }

  /// What the last well-formed `) = …` says that reaches to the end of the line.
  ///
  /// Paths and names may hold anything: `= 31091 (a) = 0 <x>)` is a process with its name.
  private static func ending(in line: Span<UInt8>, _ range: Range<Int>) -> Ending? {
    var ending: Ending?
    var position = range.lowerBound
    while let parenthesis = line.firstIndex(of: UInt8(ascii: ")"), from: position) {
      position = parenthesis + 1
      let equals = line.skip(.space, from: position)
      guard equals > position, line.hasPrefix("=", at: equals) else { continue }
      let value = min(line.skip(.space, from: equals + 1), range.upperBound)
      guard value == range.upperBound || value > equals + 1,
        let result = result(line, value..<range.upperBound)
      else {
        // So does perf fill the line up, and programs seldom.
        if equals > position + 1 { return nil }
        continue
      }
      ending = Ending(
        outcome: result.outcome, isChild: result.isChild, hasOwnEnd: result.hasOwnEnd,
        equals: equals, isPadded: equals > position + 1)
    }
    return ending
  }

  /// `0x7f27951d4000`, `-1 ENOENT (No such file or directory)`, `31091 (exer)`, `RDWR|NONBLOCK`,
  /// `11</tmp/x>`, `?`, or nothing in a process that the call made, and `0 (swapper)` with some releases.
  private static func result(
    _ line: Span<UInt8>, _ range: Range<Int>
  ) -> (outcome: Outcome, isChild: Bool, hasOwnEnd: Bool)? {
    if range.isEmpty { return (.unknown, true, false) }
    if line.equals("?", at: range) { return (.unknown, false, true) }
    let isClosed = line[range.upperBound - 1] == UInt8(ascii: ")")
    if line.hasPrefix("-1 E", at: range.lowerBound) {
      let name =
        (range.lowerBound + 3)..<line.skip(from: range.lowerBound + 3, while: \.isIdentifier)
      guard isClosed, line.hasPrefix(" (", at: name.upperBound) else { return nil }
      guard let errno = KernelConstants.shared.errno(named: line.text(name)), errno > 0 else {
        return (.unknown, false, true)
      }
      return (.failed(errno: errno), false, true)
    }
    let end = line.skip(from: range.lowerBound) {
      $0.isIdentifier || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "|")
    }
    guard end > range.lowerBound, line[end - 1].isIdentifier else { return nil }
    let isZero = line.equals("0", at: range.lowerBound..<end)
    if end == range.upperBound {
      // An error has its name behind it.
      return line.equals("-1", at: range) ? nil : (.returned, isZero, false)
    }
    // `11</tmp/x>`: a descriptor with its path.
    let isPath = line.hasPrefix("<", at: end) && line[range.upperBound - 1] == UInt8(ascii: ">")
    return isPath || isClosed && line.hasPrefix(" (", at: end) ? (.returned, isZero, true) : nil
  }

  /// `) ...`: the call's end is on a line of its own.
  private static func goesOn(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 5, line.equals("...", at: (range.upperBound - 3)..<range.upperBound) else {
      return false
    }
    var position = range.upperBound - 3
    while position > range.lowerBound, line[position - 1] == .space { position -= 1 }
    return position < range.upperBound - 3 && line[position - 1] == UInt8(ascii: ")")
  }
}
