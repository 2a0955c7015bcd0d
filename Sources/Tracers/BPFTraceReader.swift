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
    makeReader: { _, _ in BPFTraceReader() })
}

/// Reads counts by call.
///
///     @calls[257]: 12
///     @[tracepoint:syscalls:sys_enter_openat]: 3
///     @[a) = 0 <x>, 257]: 1
struct BPFTraceReader: WholeLineReader {
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
      self.count = Int(calls: count)
      let key = (bracket + 1)..<(digits - 3)
      guard !Self.holdsAnotherRow(line, key) else { return nil }
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

    /// `@n[sleep, 257]: 330@n[flock, 262]: 374`: the line ending between two rows is lost.
    private static func holdsAnotherRow(_ line: Span<UInt8>, _ key: Range<Int>) -> Bool {
      var position = key.lowerBound
      while let at = line.firstIndex(of: UInt8(ascii: "@"), from: position), at < key.upperBound {
        if line.hasPrefix("[", at: line.skip(from: at + 1, while: \.isIdentifier)) { return true }
        position = at + 1
      }
      return false
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

  /// How often, and where first.
  private struct Count {
    var count = 0
    let line: Int
  }

  /// Several maps of one program count the same calls, each in its way.
  private struct Map {
    let name: [UInt8]
    var calls: [SyscallReference: Count] = [:]
    /// Rows whose key names no call.
    var others: Count?

    func isNamed(_ range: Range<Int>, in line: Span<UInt8>) -> Bool {
      line.equals(name.span, at: range)
    }
  }

  /// More maps than any program has: rows of further ones are damage.
  private static let mapsKept = 256

  private var maps: [Map] = []
  private var unknownCalls = UnknownCalls()
  /// The one of the row before.
  private var latest = 0

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    if isEnded, line.hasPrefix("@") {
      if let row = Row(line, on: recorder.assumedArchitecture) {
        if let map = find(row.map, in: line) {
          add(row, to: map, at: recorder.line)
        } else {
          recorder.noteDamage(isEnded: true)
        }
        return
      }
      if let name = Self.mapOfOtherRow(line) {
        if let map = find(name, in: line) { addOther(to: map, at: recorder.line) }
        return
      }
    }
    if line.isEmpty || line.hasPrefix("Attaching ") || line.hasPrefix("Attached ") { return }
    if line.hasPrefix("Lost "), let (count, end) = line.decimal(at: 5),
      line.hasPrefix(" event", at: end)
    {
      recorder.note(.lostEvents, count: Int(clamping: count))
    } else if line.firstRange(of: "Map full") != nil {
      recorder.note(.lostEvents)
    } else if !isEnded || Self.resemblesRow(line) {
      recorder.noteDamage(isEnded: isEnded)
    } else {
      recorder.note(.foreignText)
    }
  }

  private mutating func add(_ row: Row, to map: Int, at line: Int) {
    guard let call = row.call else {
      addOther(to: map, at: line)
      return
    }
    let counted = unknownCalls.standIn(for: call)
    maps[map].calls[counted, default: Count(line: line)].count += row.count
  }

  private mutating func addOther(to map: Int, at line: Int) {
    var others = maps[map].others ?? Count(line: line)
    others.count += 1
    maps[map].others = others
  }

  /// The place of the map of this name, which is nearly always that of the row before; `nil` where there are too
  /// many.
  private mutating func find(_ name: Range<Int>, in line: Span<UInt8>) -> Int? {
    if latest < maps.count, maps[latest].isNamed(name, in: line) { return latest }
    for index in maps.indices where maps[index].isNamed(name, in: line) {
      latest = index
      return index
    }
    guard maps.count < Self.mapsKept else { return nil }
    latest = maps.count
    maps.append(Map(name: line.extracting(name).bytesCopied))
    return latest
  }

  /// The map of `@start[7]: /bin/sh` or `@usecs[257]: count 4, average 3, total 12`.
  private static func mapOfOtherRow(_ line: Span<UInt8>) -> Range<Int>? {
    guard line.hasPrefix("@") else { return nil }
    let name = 1..<line.skip(from: 1, while: \.isIdentifier)
    guard line.hasPrefix("[", at: name.upperBound),
      line.firstRange(of: "]: ", from: name.upperBound) != nil
    else { return nil }
    return name
  }

  /// Whether a row of a map is what the line was, or a part of it: `calls[257]: 12`, `@calls[25: 12`.
  /// `@start: 1234` and `@usecs[257]:`, above a histogram, count no calls.
  private static func resemblesRow(_ line: Span<UInt8>) -> Bool {
    if line.hasPrefix("@") {
      let name = line.skip(from: 1, while: \.isIdentifier)
      if line.hasPrefix(": ", at: name) { return false }
      return !line.hasPrefix("]:", at: line.count - 2)
    }
    return line.firstRange(of: "]: ").map { line.decimal(at: $0.upperBound) != nil } ?? false
      || line.firstRange(of: "sys_enter_") != nil
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    var greatest: [SyscallReference: Count] = [:]
    for map in maps {
      if let others = map.others {
        // A map counts calls, or it counts something else.
        recorder.note(
          map.calls.isEmpty ? .foreignText : .malformedLine, count: others.count,
          line: others.line)
      }
      for (call, count) in map.calls where count.count > greatest[call]?.count ?? 0 {
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
