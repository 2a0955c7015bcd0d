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
      sample.countLines { BPFTraceReader.Row($0, on: .native)?.key.tellsOfCall ?? false }
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
///
/// What a number counts is not told: `@[tid]` and `@[args->ret]` look like `@[args->id]`. So a number is the call
/// where it is the only one of its key, and where nothing in the maps contradicts.
struct BPFTraceReader: WholeLineReader {
  /// What the key of a row tells of the call.
  enum Key {
    /// The name of a probe, or of a call.
    case name(SyscallReference)
    /// The one number in it, beside texts or not.
    case number(SyscallReference, beside: Text)
    /// The one number in it is that of no call.
    case otherNumber
    /// More than one number or name, of which each may be the call's.
    case ambiguous
    case other

    /// What stands beside a number: the name of a program may be that of a call.
    enum Text { case nothing, words, callName }

    var tellsOfCall: Bool { if case .other = self { false } else { true } }
  }

  /// A map's entry.
  struct Row {
    let map: Range<Int>
    let key: Key
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
      guard let (count, keyEnd) = Self.count(of: line), keyEnd > bracket else { return nil }
      self.count = count
      let text = (bracket + 1)..<keyEnd
      guard !Self.holdsAnotherRow(line, text), let key = Self.key(line, in: text, on: architecture)
      else { return nil }
      self.key = key
    }

    /// The number at the end of the line, and where the bracket before it stands.
    static func count(of line: Span<UInt8>) -> (count: Int, keyEnd: Int)? {
      var digits = line.trimmedEnd
      while digits > 0, line[digits - 1].isDigit { digits -= 1 }
      guard let (count, _) = line.decimal(at: digits), line.hasPrefix("]: ", at: digits - 3) else {
        return nil
      }
      return (Int(calls: count), digits - 3)
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

    /// `nil` where a probe's name is damaged.
    ///
    /// `257`, `sleep, 257`, `257, a) = 0 <x>`, `tracepoint:syscalls:sys_enter_openat, 25920`
    private static func key(
      _ line: Span<UInt8>, in range: Range<Int>, on architecture: Architecture
    ) -> Key? {
      var numbers: [Int64] = []
      var names: [SyscallReference] = []
      var probes: [SyscallReference] = []
      var isAlone = true
      var start = range.lowerBound
      while start <= range.upperBound {
        let comma = line.firstRange(of: ", ", from: start)?.lowerBound ?? range.upperBound
        let part = start..<min(comma, range.upperBound)
        if let number = line.signedDecimal(part) {
          numbers.append(number)
        } else if TracerNames.isDamagedProbe(line, at: part) {
          return nil
        } else if let name = named(line, at: part, on: architecture) {
          names.append(name)
          if part.count > greatestCommand { probes.append(name) }
        }
        if part.upperBound < range.upperBound { isAlone = false }
        start = part.upperBound + 2
      }
      if probes.count == 1 { return .name(probes[0]) }
      switch (numbers.count, names.count) {
      case (0, 0): return .other
      case (0, 1): return .name(names[0])
      case (1, _) where probes.isEmpty:
        guard let call = numbered(numbers[0], on: architecture) else { return .otherNumber }
        return .number(call, beside: isAlone ? .nothing : names.isEmpty ? .words : .callName)
      default: return .ambiguous
      }
    }

    /// No program's name is longer, so that a longer one of a probe is no program's.
    private static let greatestCommand = 15

    /// `nil` where no kernel has a call of this number, nor is likely to have one soon.
    private static func numbered(_ number: Int64, on architecture: Architecture)
      -> SyscallReference?
    {
      // -1 stands for a call that a filter or a tracer took back.
      guard number != -1 else { return .number(.max) }
      guard let number = UInt32(exactly: number) else { return nil }
      let plain = number & ~Architecture.x32Bit
      let isPossible = (0..<newerCalls).contains { below in
        below <= plain && Syscall(number: plain - below, on: architecture) != nil
      }
      return isPossible ? SyscallReference(number: number, on: architecture) : nil
    }

    /// How many calls more a newer kernel may have: some ten come in a year.
    private static let newerCalls: UInt32 = 256

    private static func named(
      _ line: Span<UInt8>, at range: Range<Int>, on architecture: Architecture
    ) -> SyscallReference? {
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

    var next: Self { Self(count: count + 1, line: line) }
  }

  /// Several maps of one program count the same calls, each in its way.
  private struct Map {
    let name: [UInt8]
    /// By the name of a probe or a call.
    var named: [SyscallReference: Count] = [:]
    /// By the one number of the key.
    var numbered: [SyscallReference: Count] = [:]
    /// Rows with such a number.
    var numberedRows: Count?
    /// Rows whose key may name several calls, or has a number that no call has.
    var ambiguous: Count?
    /// Rows whose key names no call.
    var others: Count?
    /// Whether words stand beside a number, and whether names of calls do.
    var hasWords = false
    var hasCallNames = false
    /// Whether it has a number that no call has.
    var hasOtherNumbers = false

    func isNamed(_ range: Range<Int>, in line: Span<UInt8>) -> Bool {
      line.equals(name.span, at: range)
    }

    var countsCalls: Bool { !named.isEmpty || numberedRows != nil || ambiguous != nil }

    /// Whether its numbers may be something else: `@[openat, 2]` counts errors.
    var hasDoubtfulNumbers: Bool { hasOtherNumbers || hasCallNames && !hasWords }
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
      if Row.count(of: line) == nil, let name = Self.mapOfOtherRow(line) {
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
    switch row.key {
    case .name(let call):
      let counted = unknownCalls.standIn(for: call)
      maps[map].named[counted, default: Count(line: line)].count += row.count
    case .number(let call, let text):
      let counted = unknownCalls.standIn(for: call)
      maps[map].numbered[counted, default: Count(line: line)].count += row.count
      maps[map].numberedRows = (maps[map].numberedRows ?? Count(line: line)).next
      if text == .words { maps[map].hasWords = true }
      if text == .callName { maps[map].hasCallNames = true }
    case .otherNumber:
      maps[map].hasOtherNumbers = true
      addAmbiguous(to: map, at: line)
    case .ambiguous: addAmbiguous(to: map, at: line)
    case .other: addOther(to: map, at: line)
    }
  }

  private mutating func addAmbiguous(to map: Int, at line: Int) {
    maps[map].ambiguous = (maps[map].ambiguous ?? Count(line: line)).next
  }

  private mutating func addOther(to map: Int, at line: Int) {
    maps[map].others = (maps[map].others ?? Count(line: line)).next
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
    // ` 12` is the end of one.
    let number = line.skip(from: 0) { $0 == UInt8(ascii: ":") || $0 == .space }
    if number > 0, let (_, end) = line.decimal(at: number), end == line.trimmedEnd { return true }
    return line.firstRange(of: "]: ").map { line.decimal(at: $0.upperBound) != nil } ?? false
      || line.firstRange(of: "sys_enter_") != nil
  }

  /// Whether the numbers are those of calls, as far as the maps can tell: all maps with numbers have the same,
  /// and they are in keeping with the calls that are named.
  private var numbersAreCalls: Bool {
    let counted = maps.filter { $0.numberedRows != nil }
    guard let first = counted.first, !maps.contains(where: \.hasDoubtfulNumbers),
      counted.allSatisfy({ $0.numbered.keys == first.numbered.keys })
    else { return false }
    let numbered = Set(first.numbered.keys)
    let named = Set(maps.flatMap(\.named.keys))
    return named.isSubset(of: numbered) || numbered.isSubset(of: named)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    let numbersAreCalls = numbersAreCalls
    var greatest: [SyscallReference: Count] = [:]
    for map in maps {
      if let others = map.others {
        // A map counts calls, or it counts something else.
        recorder.note(
          map.countsCalls ? .malformedLine : .foreignText, count: others.count,
          line: others.line)
      }
      for rows in [map.ambiguous, numbersAreCalls ? nil : map.numberedRows] {
        if let rows { recorder.note(.ambiguousKey, count: rows.count, line: rows.line) }
      }
      for (call, count) in map.named where count.count > greatest[call]?.count ?? 0 {
        greatest[call] = count
      }
      guard numbersAreCalls else { continue }
      for (call, count) in map.numbered where count.count > greatest[call]?.count ?? 0 {
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
