package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// A bare list of names.
  package static let names = TraceFormat(
    name: "names",
    summary: "system call names, one or more to a line, # begins a comment",
    continuesAcrossFiles: false,
    linesRecognized: { sample in NamesReader.linesRecognized(in: sample) },
    groups: { _ in false },
    makeReader: { _ in NamesReader() })
}

/// Reads names divided by blanks, tabs or commas; each counts as one call.
struct NamesReader: TraceReader {
  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    var words = Words()
    while let word = words.next(in: line) {
      guard let call = TracerNames.call(line, at: word, on: recorder.assumedArchitecture) else {
        recorder.note(.malformedLine)
        return
      }
      let slot = recorder.enterNamed(call, count: 1)
      recorder.conclude(slot, .unknown)
      recorder.note(.namesOnly)
    }
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    recorder.noteGuessedArchitecture()
  }

  /// All lines, where nearly every word is the name of a call; else none.
  static func linesRecognized(in sample: Span<UInt8>) -> Int {
    var known = 0
    var unknown = 0
    let names = SyscallNames.shared
    let lines = sample.countLines { line in
      var words = Words()
      var hasName = false
      while let word = words.next(in: line) {
        if names.syscall(in: line, at: word) == nil {
          unknown += 1
        } else {
          known += 1
          hasName = true
        }
      }
      return hasName
    }
    return known >= 9 * unknown ? lines : 0
  }

  private struct Words {
    private var position = 0

    mutating func next(in line: Span<UInt8>) -> Range<Int>? {
      position = line.skip(from: position, while: Self.isSeparator)
      guard position < line.count, line[position] != UInt8(ascii: "#") else { return nil }
      let start = position
      position = line.skip(from: start) { !Self.isSeparator($0) && $0 != UInt8(ascii: "#") }
      return start..<position
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
      byte == .space || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ",")
    }
  }
}
