package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// A bare list of names.
  package static let names = TraceFormat(
    name: "names",
    summary:
      "system call names, one or more to a line, also with counts (uniq -c) or as a JSON array",
    continuesAcrossFiles: false,
    linesRecognized: { sample in NamesReader.linesRecognized(in: sample) },
    groups: { _ in false },
    makeReader: { _ in NamesReader() })
}

/// Reads names divided by blanks, tabs or commas; each counts as one call unless a number beside it says
/// how often. `#` begins a comment.
///
///     openat, read write
///          42 read
///     read: 42
///     - read
///     ["openat", "read"]
struct NamesReader: WholeLineReader {
  /// Brackets of a JSON array that are open; the line of the first one.
  private var depth = 0
  private var opened = 0
  private var hasBrackets = false

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    var words = NameWords()
    var names: [Range<Int>] = []
    var number: Int?
    var isDamaged = false
    while let word = words.next(in: line) {
      switch word {
      case .name(let name): names.append(name)
      case .number(let value):
        isDamaged = isDamaged || number != nil
        number = value
      case .open:
        if depth == 0 { opened = recorder.line }
        depth += 1
        hasBrackets = true
      case .close:
        isDamaged = isDamaged || depth == 0
        depth = max(0, depth - 1)
      case .damage: isDamaged = true
      }
    }
    // A number counts the one name beside it.
    if number != nil, names.count != 1 { isDamaged = true }
    let end = isEnded ? .whole : words.end(of: line, names: names.count, isInArray: depth > 0)
    if case .cutInName = end, !names.isEmpty { names.removeLast() }
    for name in names {
      guard let call = TracerNames.call(line, at: name, on: recorder.assumedArchitecture) else {
        isDamaged = true
        continue
      }
      let count = names.count == 1 ? number ?? 1 : 1
      guard count > 0 else { continue }
      let slot = recorder.enterNamed(call, count: count)
      recorder.conclude(slot, .unknown, count: count)
      recorder.note(.namesOnly, count: count)
    }
    if end != .whole {
      // The array is open because the file is cut, and that is told here.
      depth = 0
      recorder.note(.truncatedTail)
    } else if isDamaged {
      recorder.note(.malformedLine)
    }
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    if depth > 0 { recorder.note(.truncatedTail) }
    depth = 0
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    recorder.noteGuessedArchitecture()
  }

  /// All lines, where nearly every word is the name of a call; else none.
  static func linesRecognized(in sample: Span<UInt8>) -> Int {
    // Other JSON, YAML, or code, with names among its words.
    for byte in [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: "=")]
    where sample.firstIndex(of: byte, from: 0) != nil {
      return 0
    }
    var known = 0
    var unknown = 0
    let names = SyscallNames.shared
    let lines = sample.countLines { line in
      var words = NameWords()
      var found = 0
      var numbers = 0
      while let word = words.next(in: line) {
        switch word {
        case .name(let name) where names.syscall(in: line, at: name) != nil: found += 1
        case .name(let name) where line[name.upperBound - 1] == UInt8(ascii: ":"):
          // A key of YAML: `names:`.
          unknown = sample.count
        case .name, .damage: unknown += 1
        case .number: numbers += 1
        case .open, .close: break
        }
      }
      if numbers > 1 || numbers == 1 && found != 1 { unknown += numbers }
      known += found
      return found > 0
    }
    return known >= 9 * unknown ? lines : 0
  }
}
