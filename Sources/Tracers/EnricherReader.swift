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
    groups: { _ in false },
    makeReader: { _ in EnricherReader() })
}

/// One line of the enricher:
///
///     I0705 12:08:18.729660 1843190 enricher.go:69] log-enricher "msg"="audit" "container"="nginx"
///     "executable"="/usr/bin/x" "pid"=1234 "syscallID"=3 "syscallName"="close" "type"="seccomp"
struct EnricherLine {
  private(set) var isSeccomp = false
  private(set) var process: UInt32?
  private(set) var number: UInt32?
  private(set) var name: Range<Int>?
  private(set) var executable: Range<Int>?

  /// `nil` for a line of another logger, or about something else.
  init?(_ line: Span<UInt8>) {
    guard line.count > 20, line[0].isLetter, line[1].isDigit,
      let bracket = line.firstRange(of: "] "), bracket.lowerBound < 100,
      let message = line.firstRange(of: "\"msg\"=\"audit\"", from: bracket.upperBound)
    else { return nil }
    var position = message.upperBound
    while true {
      position = line.skip(.space, from: position)
      guard line.hasPrefix("\"", at: position),
        let keyEnd = line.firstRange(of: "\"=", from: position + 1)
      else { break }
      let key = (position + 1)..<keyEnd.lowerBound
      guard let value = Self.value(line, at: keyEnd.upperBound) else { return nil }
      if line.equals("type", at: key) { isSeccomp = line.equals("seccomp", at: value.range) }
      if line.equals("pid", at: key) {
        process = line.signedDecimal(value.range).flatMap(UInt32.init(exactly:))
      }
      if line.equals("syscallID", at: key) {
        number = line.signedDecimal(value.range).map { UInt32(truncatingIfNeeded: $0) }
      }
      if line.equals("syscallName", at: key) { name = value.range }
      if line.equals("executable", at: key) { executable = value.range }
      position = value.end
    }
  }

  /// A value, in quotes with Go's escapes or without.
  private static func value(_ line: Span<UInt8>, at start: Int) -> (range: Range<Int>, end: Int)? {
    guard line.hasPrefix("\"", at: start) else {
      let end = line.skip(from: start) { $0 != .space }
      return (start..<end, end)
    }
    var position = start + 1
    while position < line.count, line[position] != .quote {
      position += line[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position < line.count ? ((start + 1)..<position, position + 1) : nil
  }
}

/// Reads the enricher's lines. It prints a call of a process once only, so the counts are of
/// processes and not of calls.
struct EnricherReader: TraceReader {
  private var selection: PreparedSelection?

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if line.isEmpty { return }
    guard let entry = EnricherLine(line), entry.isSeccomp else {
      recorder.note(.foreignText)
      return
    }
    let architecture = recorder.assumedArchitecture
    let call =
      entry.name.flatMap { TracerNames.call(line, at: $0, on: architecture) }
      .flatMap { $0.syscall == nil ? nil : $0 }
      ?? entry.number.map { SyscallReference(number: $0, on: architecture) }
    guard let call else {
      recorder.note(.malformedLine)
      return
    }
    let selection = selection ?? PreparedSelection(recorder.selection)
    self.selection = selection
    let executable = entry.executable.map { ProgramText(range: $0, form: .plain) }
    guard selection.selects(process: entry.process),
      selection.selects(command: nil, executable: executable, in: line)
    else {
      recorder.note(.otherProcess)
      return
    }
    if let process = entry.process { recorder.note(process: process) }
    let slot = recorder.enterNamed(call, count: 1)
    recorder.conclude(slot, .unknown)
    recorder.note(.namesOnly)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    recorder.noteGuessedArchitecture()
  }
}
