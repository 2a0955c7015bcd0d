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
    makeReader: { _, _ in NamesReader() })
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
  /// Brackets of a JSON array that are open.
  private var depth = 0

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    var words = NameWords()
    // Most lines have one name, which needs no array.
    var first: Range<Int>?
    var further: [Range<Int>] = []
    var number: Int?
    var isDamaged = false
    while let word = words.next(in: line) {
      switch word {
      case .name(let name):
        if first == nil { first = name } else { further.append(name) }
      case .number(let value):
        isDamaged = isDamaged || number != nil
        number = value
      case .open: depth += 1
      case .close:
        isDamaged = isDamaged || depth == 0
        depth = max(0, depth - 1)
      case .damage: isDamaged = true
      }
    }
    var count = first == nil ? 0 : 1 + further.count
    // A number counts the one name beside it.
    if number != nil, count != 1 { isDamaged = true }
    let end = isEnded ? .whole : words.end(of: line, names: count, isInArray: depth > 0)
    if case .cutInName = end, count > 0 {
      count -= 1
      if further.isEmpty { first = nil } else { further.removeLast() }
    }
    let calls = count == 1 ? number ?? 1 : 1
    if let first, !enter(first, of: line, count: calls, into: &recorder) { isDamaged = true }
    for name in further where !enter(name, of: line, count: calls, into: &recorder) {
      isDamaged = true
    }
    if end != .whole {
      // The array is open because the file is cut, and that is told here.
      depth = 0
      recorder.note(.truncatedTail)
    } else if isDamaged {
      recorder.note(.malformedLine)
    }
  }

  /// `false` for what is the name of no call.
  private func enter(
    _ name: Range<Int>, of line: Span<UInt8>, count: Int, into recorder: inout ObservationBuilder
  ) -> Bool {
    guard let call = TracerNames.call(line, at: name, on: recorder.assumedArchitecture) else {
      return false
    }
    guard count > 0 else { return true }
    let slot = recorder.enterNamed(call, count: count)
    recorder.conclude(slot, .unknown, count: count)
    recorder.note(.namesOnly, count: count)
    return true
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
    // Lines of a number and a word, as `uniq -c` prints them, and lines of anything else.
    var counted = (known: 0, unknown: 0)
    var others = 0
    let names = SyscallNames.shared
    let lines = sample.countLines { line in
      var words = NameWords()
      var found = 0
      var numbers = 0
      var strangers = 0
      var isCounted = true
      while let word = words.next(in: line) {
        switch word {
        case .name(let name) where names.syscall(in: line, at: name) != nil: found += 1
        case .name(let name) where line[name.upperBound - 1] == UInt8(ascii: ":"):
          // A key of YAML: `names:`.
          unknown = sample.count
          isCounted = false
        case .name(let name):
          strangers += 1
          if line.skip(from: name.lowerBound, while: \.isIdentifier) < name.upperBound {
            isCounted = false
          }
        case .damage:
          strangers += 1
          isCounted = false
        case .number: numbers += 1
        case .open, .close: isCounted = false
        }
      }
      if isCounted, numbers == 1, found + strangers == 1 {
        counted.known += found
        counted.unknown += strangers
      } else if numbers + found + strangers > 0 {
        others += 1
      }
      unknown += strangers
      if numbers > 1 || numbers == 1 && found != 1 { unknown += numbers }
      known += found
      return found > 0
    }
    // Of a list with counts, half the names may be misspelt: little else looks like it.
    if others == 0, counted.known >= counted.unknown { return lines }
    return known >= 9 * unknown ? lines : 0
  }
}
