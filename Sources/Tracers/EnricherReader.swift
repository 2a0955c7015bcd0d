package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// Lines of the Security Profiles Operator's log enricher.
  package static let enricher = TraceFormat(
    name: "spo-enricher",
    summary: "lines of the Kubernetes security profiles operator's log enricher",
    continuesAcrossFiles: false,
    linesRecognized: { sample in
      sample.countLines { EnricherLine($0)?.isSeccomp ?? false }
    },
    groups: { _ in false }, services: [.container, .exe],
    makeReader: { _, _ in EnricherReader() })
}

/// One line of the enricher:
///
///     I0705 12:08:18.729660 1843190 enricher.go:69] log-enricher "msg"="audit" "container"="nginx"
///     "executable"="/usr/bin/x" "pid"=1234 "syscallID"=3 "syscallName"="close" "type"="seccomp"
///
/// Loggers of later releases leave the keys' quotes out, and `"msg"=`:
///
///     I0705 12:08:18.729660 1843190 enricher.go:69] "audit" logger="log-enricher" type="seccomp" …
struct EnricherLine {
  private(set) var isSeccomp = false
  private(set) var process: UInt32?
  private(set) var number: UInt32?
  private(set) var name: Range<Int>?
  private(set) var executable: Range<Int>?
  private(set) var container: Range<Int>?
  /// Whether the last value stands in quotes, which nothing goes on behind.
  private(set) var hasOwnEnd = false

  /// `nil` for a line of another logger, about something else, or not in full grammar.
  init?(_ line: Span<UInt8>) {
    guard line.count > 20, line[0].isLetter, line[1].isDigit,
      let bracket = line.firstRange(of: "] "), bracket.lowerBound < 100,
      let start = Self.afterMessage(line, from: bracket.upperBound)
    else { return nil }
    let end = line.trimmedEnd
    var position = start
    var keys = LineKeys()
    while position < end {
      // The beginning of one line and the end of another have some keys twice.
      guard let (key, valueStart) = Self.key(line, at: position), keys.add(key, of: line),
        let value = Self.value(line, at: valueStart)
      else { return nil }
      take(line, key, value.range)
      hasOwnEnd = line.hasPrefix("\"", at: value.end - 1)
      position = value.end
    }
  }

  private static let message: StaticString = "\"msg\"=\"audit\""

  private static func afterMessage(_ line: Span<UInt8>, from start: Int) -> Int? {
    line.hasPrefix("\"audit\"", at: start)
      ? start + 7 : line.firstRange(of: message, from: start)?.upperBound
  }

  /// ` "key"=` or ` key=` at `start`, and where its value begins.
  private static func key(_ line: Span<UInt8>, at start: Int) -> (key: Range<Int>, end: Int)? {
    guard line.hasPrefix(" ", at: start) else { return nil }
    let isQuoted = line.hasPrefix("\"", at: start + 1)
    let keyStart = start + (isQuoted ? 2 : 1)
    let key = keyStart..<line.skip(from: keyStart, while: \.isLetter)
    guard !key.isEmpty, line.hasPrefix(isQuoted ? "\"=" : "=", at: key.upperBound) else {
      return nil
    }
    return (key, key.upperBound + (isQuoted ? 2 : 1))
  }

  private mutating func take(_ line: Span<UInt8>, _ key: Range<Int>, _ value: Range<Int>) {
    switch key.count {
    case 3 where line.equals("pid", at: key):
      process = line.signedDecimal(value).flatMap(UInt32.init(exactly:))
    case 4 where line.equals("type", at: key):
      isSeccomp = line.equals("seccomp", at: value)
    case 9 where line.equals("syscallID", at: key):
      number = line.signedDecimal(value).map { UInt32(truncatingIfNeeded: $0) }
    case 9 where line.equals("container", at: key): container = value
    case 10 where line.equals("executable", at: key): executable = value
    case 11 where line.equals("syscallName", at: key): if !value.isEmpty { name = value }
    default: break
    }
  }

  /// A value, in quotes with Go's escapes or without.
  private static func value(_ line: Span<UInt8>, at start: Int) -> (range: Range<Int>, end: Int)? {
    guard line.hasPrefix("\"", at: start) else {
      let end = line.skip(from: start) { $0 != .space && $0 != .quote }
      return end > start ? (start..<end, end) : nil
    }
    var position = start + 1
    while position < line.count, line[position] != .quote {
      position += line[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position < line.count ? ((start + 1)..<position, position + 1) : nil
  }

  /// Whether a line that the enricher writes of a call is what the line was, or a part of it.
  static func resembles(_ line: Span<UInt8>) -> Bool {
    line.firstRange(of: message) != nil || line.firstRange(of: "syscallID") != nil
      || line.firstRange(of: "syscallName") != nil
      || line.firstRange(of: "=\"seccomp\"") != nil
  }
}

/// The keys of a line, each of which may stand there once.
private struct LineKeys {
  /// More than any release of the enricher writes.
  private static let limit = 32

  private var starts = InlineArray<32, Int32>(repeating: 0)
  /// Length and first letter, which nearly always tell keys apart.
  private var shapes = InlineArray<32, UInt32>(repeating: 0)
  private var count = 0

  /// `false` for a key that is there already, or one too many.
  mutating func add(_ key: Range<Int>, of line: Span<UInt8>) -> Bool {
    guard count < Self.limit else { return false }
    let shape = UInt32(truncatingIfNeeded: key.count) << 8 | UInt32(line[key.lowerBound])
    for index in 0..<count where shapes[index] == shape {
      let start = Int(starts[index])
      if line.equals(line.extracting(key), at: start..<(start + key.count)) { return false }
    }
    starts[count] = Int32(truncatingIfNeeded: key.lowerBound)
    shapes[count] = shape
    count += 1
    return true
  }
}

/// Reads the enricher's lines. It prints a call of a process once only, so the counts are of
/// processes and not of calls.
struct EnricherReader: WholeLineReader {
  private var selected = SelectedProcesses()

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    if line.isEmpty { return }
    guard let entry = EnricherLine(line) else {
      if EnricherLine.resembles(line) || !isEnded {
        recorder.noteDamage(isEnded: isEnded)
      } else {
        recorder.note(.foreignText)
      }
      return
    }
    guard entry.isSeccomp else {
      // AppArmor's and SELinux's records are no calls; those have no number.
      if entry.number == nil, entry.name == nil, isEnded {
        recorder.note(.foreignText)
      } else {
        recorder.noteDamage(isEnded: isEnded)
      }
      return
    }
    guard let call = Self.call(of: entry, in: line, recorder), isEnded || entry.hasOwnEnd else {
      recorder.noteDamage(isEnded: isEnded)
      return
    }
    let executable = entry.executable.map { ProgramText(range: $0, form: .plain) }
    let container = entry.container.map { ProgramText(range: $0, form: .plain) }
    guard
      selected.contain(
        entry.process,
        ProgramNames(command: nil, executable: executable, container: container), in: line,
        recorder)
    else {
      recorder.note(.otherProcess)
      return
    }
    if let process = entry.process { recorder.note(process: process) }
    if let number = entry.number, let syscall = call.syscall,
      syscall.exists(on: recorder.assumedArchitecture),
      syscall.rawNumber(on: recorder.assumedArchitecture) != number
    {
      // The number is another call's here: the line is of another architecture, or damaged.
      recorder.note(.architectureMismatch)
    }
    let slot = recorder.enterNamed(call, count: 1)
    recorder.conclude(slot, .unknown)
    recorder.note(.namesOnly)
  }

  private static func call(
    of entry: EnricherLine, in line: Span<UInt8>, _ recorder: borrowing ObservationBuilder
  ) -> SyscallReference? {
    let architecture = recorder.assumedArchitecture
    return entry.name.flatMap { TracerNames.call(line, at: $0, on: architecture) }
      .flatMap { $0.syscall == nil ? nil : $0 }
      ?? entry.number.map { SyscallReference(number: $0, on: architecture) }
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    recorder.noteGuessedArchitecture()
  }
}
