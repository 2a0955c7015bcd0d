internal import Findings
internal import Observations

/// Reads a file's lines out of their envelopes into blocks, with their numbers in the file, and counts
/// those that are not the log's.
///
/// A class that is only reached through the lock of its ``LineBuffer``, hence unchecked.
package final class Unwrapper: @unchecked Sendable {
  private let path: String
  private let wrapping: Wrapping
  private var opener: LineOpener
  /// The file's lines as they are, and where the next one begins.
  private let raw: LineBlock
  private var position = 0
  /// Of a log that is followed, lines that were read do not wait for those to come.
  private let isFollowing: Bool
  private var mayWait = true
  private var isAtEnd = false
  /// Read, but not in a block yet.
  private var next: LineOpener.Line?

  /// How many lines of the file were looked at.
  private(set) var lines = 0
  /// What of the file is not this log's.
  private(set) var ledger = Ledger()

  /// Unwraps the lines of the file at `path`.
  package init(_ wrapping: Wrapping, path: String, options: TraceOptions) {
    self.path = path
    self.wrapping = wrapping
    opener = LineOpener(wrapping.envelopes)
    raw = LineBlock(size: options.blockSize)
    isFollowing = options.following != nil
  }

  /// Fills `block` with lines that stand one after the other in the file; `false` at the end.
  ///
  /// - Parameter fill: fills a block with the next lines of the file as they are; `nil` at the end.
  func fill(
    _ block: LineBlock, from fill: (LineBlock) throws(TraceError) -> Bool
  ) throws(TraceError) -> Bool {
    var filled = 0
    var first = 0
    var count = 0
    mayWait = true
    while let line = try takeLine(fill) {
      let end = filled + line.bytes.count + 1
      if count == 0 {
        first = line.number
      } else if line.number != first + count || end > block.room {
        next = line
        break
      }
      while block.room < end { block.grow() }
      block.bytes.replaceSubrange(filled..<(end - 1), with: line.bytes)
      block.bytes[end - 1] = .newline
      filled = end
      count += 1
      mayWait = !isFollowing
    }
    guard count > 0 else { return false }
    let isCut = next == nil && isCutAtEnd
    block.end(at: isCut ? filled - 1 : filled, isCut: isCut, firstLine: first)
    return true
  }

  /// Whether the file's last line has no end, and is this log's.
  private var isCutAtEnd = false

  private func takeLine(
    _ fill: (LineBlock) throws(TraceError) -> Bool
  ) throws(TraceError) -> LineOpener.Line? {
    guard let line = next else { return try readLine(fill) }
    next = nil
    return line
  }

  private func readLine(
    _ fill: (LineBlock) throws(TraceError) -> Bool
  ) throws(TraceError) -> LineOpener.Line? {
    while true {
      if position >= raw.count {
        if !mayWait, !isAtEnd { return nil }
        guard !isAtEnd, try fill(raw) else { return readRest() }
        position = 0
        if raw.isOverlong { ledger.add(.overlongLine, at: place(lines + 1)) }
      }
      if let line = readRawLine() { return line }
    }
  }

  private func readRawLine() -> LineOpener.Line? {
    let text = raw.bytes
    let bytes = text.span.extracting(..<raw.count)
    let end = bytes.firstIndex(of: .newline, from: position) ?? raw.count
    let line = bytes.extracting(bytes.line(position..<end))
    let isCut = raw.isCut && end == raw.count
    position = end + 1
    lines += 1
    if wrapping.passesOver(line: lines) { return nil }
    switch opener.open(line, number: lines) {
    case .nothing: return nil
    case .damaged:
      ledger.add(isCut ? .truncatedTail : .malformedLine, at: place(lines))
    case .foreign(let text):
      ledger.add(
        wrapping.resembles(text) ? .suspectLine : isCut ? .truncatedTail : .foreignText,
        at: place(lines))
    case .line(let line):
      guard line.source == wrapping.source else {
        count(other: line)
        return nil
      }
      // Text at the end of a line is cut with it; text in JSON is whole where the object is.
      isCutAtEnd = isCut && !wrapping.isJSON
      return line
    }
    return nil
  }

  private func count(other line: LineOpener.Line) {
    guard wrapping.countsOthers, !wrapping.otherLogs.contains(line.source), !line.bytes.isEmpty
    else { return }
    ledger.add(
      wrapping.resembles(line.bytes) ? .suspectLine : .foreignText, at: place(line.number))
  }

  /// A line whose last part never came, at the end of the file.
  private func readRest() -> LineOpener.Line? {
    isAtEnd = true
    while let outcome = opener.takeRest() {
      guard case .line(let line) = outcome else { continue }
      guard line.source == wrapping.source else {
        count(other: line)
        continue
      }
      isCutAtEnd = true
      return line
    }
    return nil
  }

  private func place(_ line: Int) -> SourceLocation { SourceLocation(file: path, line: line) }
}

extension Wrapping {
  /// Whether the line would be taken for the log's; one that holds line ends, whether a part would.
  fileprivate func resembles(_ line: [UInt8]) -> Bool { linesRecognized(line.span) > 0 }

  fileprivate var isJSON: Bool { envelopes.contains { $0.isJSON } }
}
