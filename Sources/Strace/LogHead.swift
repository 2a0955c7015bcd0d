internal import Logs
internal import Syscalls

/// The first lines of a log, held back until they have told what machine it was recorded on: whose call
/// a name is depends on that.
struct LogHead {
  private(set) var lines: [(number: Int, bytes: [UInt8])] = []
  private var bytes = 0
  private(set) var evidence = MachineEvidence()
  /// Whether lines are held back.
  var isOpen = true

  /// Most logs show a library's header on the tenth line, and an address before.
  private static let linesForLikelihood = 16
  private static let linesAtMost = 64
  private static let bytesAtMost = 1 << 18

  /// Holds a line back; returns whether enough is known to read them all.
  mutating func hold(_ line: Span<UInt8>, number: Int, names: SyscallNames) -> Bool {
    lines.append((number, line.bytesCopied))
    bytes += line.count
    // What stands before blocks of NUL was cut.
    let whole = line.extracting((line.lastIndex(of: 0, in: 0..<line.count).map { $0 + 1 } ?? 0)...)
    if whole.firstIndex(of: .escape, from: 0) == nil {
      evidence.learn(from: whole, names: names)
    } else {
      evidence.learn(from: whole.withoutControlCodes.span, names: names)
    }
    return evidence.certainly != nil || lines.count >= Self.linesAtMost
      || bytes >= Self.bytesAtMost
      || (lines.count >= Self.linesForLikelihood && evidence.probably != nil)
  }

  /// Hands the lines out; no more are held back.
  mutating func close() -> [(number: Int, bytes: [UInt8])] {
    isOpen = false
    defer { lines = [] }
    return lines
  }
}

extension StraceReader {
  /// Holds a line back while the machine is not known; reads all of them as soon as it is.
  mutating func readHead(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if recorder.machine == .told {
      head.isOpen = false
      read(line, into: &recorder)
    } else if head.hold(line, number: recorder.line, names: names) {
      endHead(&recorder)
    }
  }

  /// Decides what machine it was, and reads the lines that were held back.
  mutating func endHead(_ recorder: inout ObservationBuilder) {
    guard head.isOpen else { return }
    let current = recorder.line
    let evidence = head.evidence
    let lines = head.close()
    recorder.line = lines.last?.number ?? current
    if !evidence.isContradictory, let machine = evidence.certainly ?? evidence.probably {
      recorder.tell(machine, isWide: evidence.isWide)
      if machine == recorder.assumedArchitecture { calls.narrow = evidence.narrow }
    } else {
      recorder.guess(among: evidence.possible)
    }
    for line in lines {
      recorder.line = line.number
      read(line.bytes.span, into: &recorder)
    }
    recorder.line = current
  }
}
