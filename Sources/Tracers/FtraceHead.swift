internal import Logs

/// What stands before an event of the kernel's tracing buffer: program, process, processor and time.
///
///           a) = 0 <x>-23258   [001] .....  5078.747167: sys_enter: NR 59 (7f64, 0, …)
struct FtraceHead {
  let process: UInt32
  /// Of the program's name, which is free text of 15 bytes at the most.
  let command: Range<Int>
  /// Where the event begins.
  let end: Int

  init?(_ line: Span<UInt8>) {
    guard let task = Self.task(in: line) else { return nil }
    process = task.process
    command = task.command
    var position = line.skip(.space, from: task.end)
    // Flags, which trace-cmd leaves out, then the time.
    if Self.afterTime(line, at: position) == nil {
      position = line.skip(.space, from: line.skip(from: position) { $0 != .space })
    }
    guard let time = Self.afterTime(line, at: position) else { return nil }
    end = line.skip(.space, from: time)
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

  private static func afterTime(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard let (_, point) = line.decimal(at: start), line.hasPrefix(".", at: point),
      let (_, end) = line.decimal(at: point + 1), line.hasPrefix(": ", at: end)
    else { return nil }
    return end + 2
  }
}
