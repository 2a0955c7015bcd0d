package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// Maps of counts, as bpftrace prints them at its end.
  package static let bpftrace = TraceFormat(
    name: "bpftrace",
    summary: "bpftrace maps that count calls by number or probe: @[args->id] = count()",
    continuesAcrossFiles: false,
    linesRecognized: { sample in
      sample.countLines { BPFTraceReader.Row($0, on: .native)?.call != nil }
    },
    isForeign: { $0.isProse },
    groups: { _ in false },
    makeReader: { _ in BPFTraceReader() })
}

/// Reads counts by call.
///
///     @calls[257]: 12
///     @[tracepoint:syscalls:sys_enter_openat]: 3
///     @[a) = 0 <x>, 257]: 1
struct BPFTraceReader: TraceReader {
  /// A map's entry.
  struct Row {
    let map: Range<Int>
    /// `nil` where the key names no call.
    let call: SyscallReference?
    let count: Int

    /// The key's text may hold `, ` and `]`, so both are looked for from the end; `nil` where the
    /// line is no entry of a map.
    init?(_ line: Span<UInt8>, on architecture: Architecture) {
      guard line.hasPrefix("@"), let bracket = line.firstIndex(of: UInt8(ascii: "["), from: 1)
      else {
        return nil
      }
      map = 1..<bracket
      for position in map where !line[position].isIdentifier { return nil }
      var end = line.count
      while end > bracket, line[end - 1] == .space { end -= 1 }
      var digits = end
      while digits > bracket, line[digits - 1].isDigit { digits -= 1 }
      guard let (count, _) = line.decimal(at: digits), line.hasPrefix("]: ", at: digits - 3) else {
        return nil
      }
      self.count = Int(clamping: count)
      let key = (bracket + 1)..<(digits - 3)
      var start = key.upperBound
      while start > key.lowerBound,
        !(line[start - 1] == .space && line.hasPrefix(", ", at: start - 2))
      {
        start -= 1
      }
      call =
        Self.call(line, at: start..<key.upperBound, on: architecture)
        ?? Self.firstCall(line, in: key, on: architecture)
    }

    /// `[257, a) = 0 <x>]`
    private static func firstCall(
      _ line: Span<UInt8>, in key: Range<Int>, on architecture: Architecture
    ) -> SyscallReference? {
      guard let comma = line.firstRange(of: ", ", from: key.lowerBound),
        comma.lowerBound < key.upperBound
      else { return nil }
      return call(line, at: key.lowerBound..<comma.lowerBound, on: architecture)
    }

    private static func call(
      _ line: Span<UInt8>, at range: Range<Int>, on architecture: Architecture
    ) -> SyscallReference? {
      if let number = line.signedDecimal(range) {
        return SyscallReference(number: UInt32(truncatingIfNeeded: number), on: architecture)
      }
      let name = TracerNames.probed(line, at: range)
      guard let call = TracerNames.call(line, at: name, on: architecture) else { return nil }
      // Any word may be a key; those of a probe are calls, whether known or not.
      return call.syscall != nil || line.hasPrefix("sys_enter_", at: name.lowerBound - 10)
        ? call : nil
    }
  }

  private struct Count {
    var count = 0
    let line: Int
  }

  /// Counts by map and call: several maps of one program count the same calls, each in its way.
  private var maps: [String: [SyscallReference: Count]] = [:]

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if line.isEmpty || line.hasPrefix("Attaching ") || line.hasPrefix("Attached ") { return }
    if line.hasPrefix("Lost "), let (count, end) = line.decimal(at: 5),
      line.hasPrefix(" event", at: end)
    {
      recorder.note(.lostEvents, count: Int(clamping: count))
    } else if line.firstRange(of: "Map full") != nil {
      recorder.note(.lostEvents)
    } else if let row = Row(line, on: recorder.assumedArchitecture), let call = row.call {
      let map = line.text(row.map)
      maps[map, default: [:]][call, default: Count(line: recorder.line)].count += row.count
    } else {
      recorder.note(line.hasPrefix("@[") ? .malformedLine : .foreignText)
    }
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    var greatest: [SyscallReference: Count] = [:]
    for (_, counts) in maps.sorted(by: { $0.key < $1.key }) {
      for (call, count) in counts where count.count > greatest[call]?.count ?? -1 {
        greatest[call] = count
      }
    }
    let line = recorder.line
    for (call, count) in greatest.sorted(by: { $0.key < $1.key }) {
      recorder.line = count.line
      let slot = recorder.enterNamed(call, count: count.count)
      recorder.conclude(slot, .unknown, count: count.count)
      recorder.note(.namesOnly, count: count.count)
    }
    recorder.line = line
    recorder.noteGuessedArchitecture()
  }
}
