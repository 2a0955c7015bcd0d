package import Syscalls

/// Reads one dialect of trace logs, line by line.
///
/// One reader serves the files of one run in their order; what it must remember between lines,
/// such as calls that are not finished yet, it keeps itself.
package protocol TraceReader {
  /// Reads the next line, which comes without its line ending (`\n` or `\r\n`).
  mutating func read(_ line: Span<UInt8>, into recorder: inout Recorder)

  /// The file ends; `isCut` where its last line had no line ending.
  mutating func endFile(isCut: Bool, recorder: inout Recorder)

  /// The run ends: whatever is unfinished remains so.
  mutating func endRun(recorder: inout Recorder)

  /// What can be known of lines without those before them; `nil` where a reader goes without. One is
  /// made for every thread that reads.
  func makePreparation(assuming architecture: Architecture) -> (any LinePreparation)?

  /// Reads whole lines, each ending in `\n`. The default serves every reader; it is a requirement
  /// so that a reader held as `any TraceReader` is looked up once a block and not once a line.
  ///
  /// `preparation`: what `makePreparation(assuming:)` returned, with these lines prepared.
  mutating func readLines(
    in block: Span<UInt8>, prepared preparation: (any LinePreparation)?,
    into recorder: inout Recorder)

  /// Reads whole lines of which nothing is known.
  mutating func readInFull(_ block: Span<UInt8>, into recorder: inout Recorder)
}

/// What can be known of the lines of a block without those before it: the greater part of the work,
/// done by several threads at once. The rest, in their order, is the reader's.
package protocol LinePreparation: AnyObject {
  /// Looks at the lines of a block; what was known of another block is forgotten.
  func prepare(_ block: LineBlock)
}

extension TraceReader {
  package mutating func endFile(isCut: Bool, recorder: inout Recorder) {}

  package mutating func endRun(recorder: inout Recorder) {}

  package func makePreparation(assuming architecture: Architecture) -> (any LinePreparation)? {
    nil
  }

  package mutating func readLines(
    in block: Span<UInt8>, prepared preparation: (any LinePreparation)?,
    into recorder: inout Recorder
  ) {
    readInFull(block, into: &recorder)
  }

  package mutating func readInFull(_ block: Span<UInt8>, into recorder: inout Recorder) {
    var start = 0
    while start < block.count {
      let end = block.firstIndex(of: .newline, from: start) ?? block.count
      recorder.line += 1
      read(block.extracting(block.line(start..<end)), into: &recorder)
      start = end + 1
    }
  }
}

/// A dialect of trace logs: its name, how to know it, how to read it.
///
/// A class, for every log of a hundred thousand refers to one.
package final class TraceFormat: Sendable {
  /// The word for `--input-format`.
  package let name: String
  /// One line for the help.
  package let summary: String
  /// Whether unfinished business may go on in the next file of a run, as in rotated logs; the files
  /// of `strace -ff` are one process each.
  let continuesAcrossFiles: Bool
  /// How many of the sample's lines are of this dialect beyond doubt.
  let linesRecognized: @Sendable (_ sample: Span<UInt8>) -> Int
  /// Whether files whose names differ in a number at their end belong to one run.
  let groups: @Sendable (_ sample: Span<UInt8>) -> Bool
  /// - Parameter process: the process that the file's name tells, as `strace -ff` writes it.
  let makeReader: @Sendable (_ process: UInt32?) -> any TraceReader

  init(
    name: String, summary: String, continuesAcrossFiles: Bool,
    linesRecognized: @escaping @Sendable (_ sample: Span<UInt8>) -> Int,
    groups: @escaping @Sendable (_ sample: Span<UInt8>) -> Bool,
    makeReader: @escaping @Sendable (_ process: UInt32?) -> any TraceReader
  ) {
    self.name = name
    self.summary = summary
    self.continuesAcrossFiles = continuesAcrossFiles
    self.linesRecognized = linesRecognized
    self.groups = groups
    self.makeReader = makeReader
  }
}

extension TraceFormat {
  /// Every format, in the order in which ties between them are decided.
  package static let all: [TraceFormat] = [
    .strace, .straceSummary, .audit, .auditJSON, .journalExport, .enricher, .bpftrace, .ftrace,
    .perfTrace, .names,
  ]

  package static func named(_ name: String) -> TraceFormat? {
    all.first { $0.name == name }
  }

  /// The format that recognises most lines of `sample`; `nil` where none recognises any.
  ///
  /// A log whose first page is strace's to the last line is taken for strace's: of many small files,
  /// looking at the rest would cost more than reading it.
  ///
  /// - Parameter share: how many lines of a hundred must be recognised: a log that is named by
  ///   itself may hold much foreign text, a text that happens to lie in a folder is no log.
  static func sniffed(from sample: Span<UInt8>, share: Int) -> TraceFormat? {
    if let end = sample.endOfFirstPage, case let page = sample.extracting(..<end),
      case let lines = page.countLines(where: { !$0.isEmpty }), lines > 0,
      strace.linesRecognized(page) == lines
    {
      return strace
    }
    let lines = sample.countLines { !$0.isEmpty }
    var best: (format: TraceFormat, lines: Int)?
    for format in all {
      let recognized = format.linesRecognized(sample)
      if recognized > best?.lines ?? 0 { best = (format, recognized) }
      if recognized >= lines { break }
    }
    guard let best, best.lines * 100 >= share * lines else { return nil }
    return best.format
  }
}

extension Span<UInt8> {
  /// Where the whole lines among the first 4 KiB end; `nil` where there are no others.
  fileprivate var endOfFirstPage: Int? {
    let size = 1 << 12
    return count > size ? lastIndex(of: .newline, in: 0..<size) : nil
  }

  /// Counts the lines for which `isRecognized` holds.
  func countLines(where isRecognized: (Span<UInt8>) -> Bool) -> Int {
    var recognized = 0
    var start = 0
    while start < count {
      let end = firstIndex(of: .newline, from: start) ?? count
      if isRecognized(extracting(line(start..<end))) { recognized += 1 }
      start = end + 1
    }
    return recognized
  }
}
