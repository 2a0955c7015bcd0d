internal import Synchronization

/// Cuts the bytes of one log into blocks of whole lines, for whichever thread asks for the next one.
package final class LineBuffer: Sendable {
  /// What is read at once. Tests make it small: the result must not depend on it.
  package static let blockSize = 1 << 18
  /// A longer line is cut: its head is read as a line, its rest is passed over.
  static let lineLimit = 1 << 26

  private let cutter: Mutex<LineCutter>

  /// Opens the file at `path`, or standard input for `-`.
  package init(path: String, options: TraceOptions) throws(TraceError) {
    cutter = Mutex(
      LineCutter(
        source: try .open(path, joining: options.joined, following: options.following),
        lineLimit: max(options.lineLimit, options.blockSize, LineBlock.leastSize)))
  }

  /// Copies the beginning of the file to `block`, as much as fits; it is still there to be read.
  ///
  /// - Returns: how many bytes that are.
  package func sample(into block: LineBlock) throws(TraceError) -> Int {
    try cutter.withLock { cutter throws(TraceError) in try cutter.sample(into: block) }
  }

  /// The size of the file as it lies there, compressed or not; `nil` for what cannot be opened twice.
  package var fileSize: Int? { cutter.withLock { $0.fileSize } }

  /// From now on, takes lines out of their envelopes.
  package func unwrap(with unwrapper: Unwrapper) {
    cutter.withLock { $0.unwrapper = unwrapper }
  }

  /// From now on, counts in `progress` what is read.
  package func count(in progress: ReadingProgress?) {
    cutter.withLock { $0.count(in: progress) }
  }

  /// Fills `block` with the next whole lines; returns the number of blocks before it, `nil` at the
  /// end of the file.
  package func fill(_ block: LineBlock) throws(TraceError) -> Int? {
    try cutter.withLock { cutter throws(TraceError) in try cutter.fill(block) }
  }

  /// Everything that has not been read yet, for files that are read as a whole; `nil` where that is
  /// more than `limit` bytes.
  package func remainder(limit: Int) throws(TraceError) -> [UInt8]? {
    try cutter.withLock { cutter throws(TraceError) in try cutter.remainder(limit: limit) }
  }

  /// How many bytes were read so far.
  package var totalBytes: Int { cutter.withLock { $0.totalBytes } }

  /// Stands for the first kibibyte, decompressed. Recordings begin with what no two of them share, such
  /// as a time, a serial number or an address.
  package var beginning: UInt64 { cutter.withLock { $0.beginning } }

  /// Whether compressed data ended before its end mark.
  package var isTruncated: Bool { cutter.withLock { $0.isTruncated } }

  /// Whether the end of the file was read.
  package var reachedEnd: Bool { cutter.withLock { $0.reachedEnd } }

  /// What became of a file that is followed, as far as it is known now; `nil` for others.
  package var fate: FollowedFile.Fate? { cutter.withLock { $0.fate } }
}

/// Cuts bytes into blocks of whole lines, in their order.
private struct LineCutter: ~Copyable {
  private var source: ByteSource
  private let lineLimit: Int
  /// What was read but belongs to the next block.
  private var rest: [UInt8] = []
  /// Whether the rest was looked at as a sample, so that it may hold whole lines.
  private var restIsSample = false
  /// Whether the rest of an overlong line is being passed over.
  private var isSkipping = false
  private var blocks = 0
  private(set) var totalBytes = 0
  var unwrapper: Unwrapper?
  private var firstBytes: [UInt8] = []

  private static let firstBytesKept = 1 << 10

  init(source: consuming ByteSource, lineLimit: Int) {
    self.source = source
    self.lineLimit = lineLimit
  }

  var isTruncated: Bool { source.isTruncated }

  var fileSize: Int? { source.fileSize }

  var reachedEnd: Bool { source.reachedEnd }

  var fate: FollowedFile.Fate? { source.fate }

  /// No cryptography: it tells apart what happens to be equal in all else.
  var beginning: UInt64 {
    var hash = UInt64(firstBytes.count)
    for start in stride(from: 0, to: firstBytes.count, by: 8) {
      var word: UInt64 = 0
      for byte in firstBytes[start..<min(start + 8, firstBytes.count)] {
        word = word << 8 | UInt64(byte)
      }
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
    }
    return hash
  }

  mutating func count(in progress: ReadingProgress?) { source.progress = progress }

  mutating func sample(into block: LineBlock) throws(TraceError) -> Int {
    let filled = try read(into: block, from: takeRest(into: block), upTo: block.room)
    rest = Array(block.bytes[..<filled])
    restIsSample = true
    return filled
  }

  mutating func fill(_ block: LineBlock) throws(TraceError) -> Int? {
    let isFilled =
      if let unwrapper {
        try unwrapper.fill(block) { raw throws(TraceError) in try fillWithLines(raw) }
      } else {
        try fillWithLines(block)
      }
    guard isFilled else { return nil }
    blocks += 1
    return blocks - 1
  }

  /// A block grows only where one line is longer.
  private mutating func fillWithLines(_ block: LineBlock) throws(TraceError) -> Bool {
    var filled = takeRest(into: block)
    // What is left of a block holds no line end, but a sample does.
    var start = restIsSample ? 0 : filled
    // Of a file that is followed, lines that are there do not wait for more.
    var isEnough = source.followed != nil && restIsSample && block.holdsLine(upTo: filled)
    restIsSample = false
    while true {
      let end = min(block.room, lineLimit)
      if !isEnough { filled = try read(into: block, from: filled, upTo: end) }
      isEnough = false
      let isAtEnd = filled < end && source.reachedEnd
      if totalBytes == filled { filled = block.skipByteOrderMark(filled) }
      if isSkipping { filled = skipLine(in: block, filled) }
      if let newline = block.bytes.span.lastIndex(of: .newline, in: min(start, filled)..<filled) {
        rest.append(contentsOf: block.bytes[(newline + 1)..<filled])
        block.end(at: newline + 1)
        break
      }
      if isAtEnd {
        guard filled > 0 else { return false }
        block.end(at: filled, isCut: true)
        break
      }
      if filled >= lineLimit {
        isSkipping = true
        block.end(at: filled, isOverlong: true)
        break
      }
      if filled == block.room { block.grow() }
      start = filled
    }
    return true
  }

  /// Of a file that is not compressed, the size is known, so that no more memory is taken.
  mutating func remainder(limit: Int) throws(TraceError) -> [UInt8]? {
    var bytes = rest
    rest = []
    let size = source.isCompressed ? 0 : min(source.fileSize ?? 0, limit)
    bytes.reserveCapacity(size + 1)
    while bytes.count <= limit {
      let filled = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: max(size + 1 - filled, 1 << 12)))
      let count = try source.read(into: &bytes, from: filled, upTo: bytes.count)
      bytes.removeLast(bytes.count - filled - count)
      if count == 0 { return bytes }
    }
    return nil
  }

  /// Fills `block` between `start` and `end` unless the file ends; returns how far it is filled.
  private mutating func read(
    into block: LineBlock, from start: Int, upTo end: Int
  ) throws(TraceError) -> Int {
    var filled = start
    while filled < end {
      let count = try source.read(into: &block.bytes, from: filled, upTo: end)
      if count == 0 { break }
      if firstBytes.count < Self.firstBytesKept {
        let kept = min(count, Self.firstBytesKept - firstBytes.count)
        firstBytes.append(contentsOf: block.bytes[filled..<(filled + kept)])
      }
      filled += count
      totalBytes += count
      if source.followed != nil { break }
    }
    return filled
  }

  /// Puts what was kept for it at the beginning of `block`; returns its length.
  private mutating func takeRest(into block: LineBlock) -> Int {
    while block.room < rest.count { block.grow() }
    block.bytes.replaceSubrange(..<rest.count, with: rest)
    defer { rest.removeAll(keepingCapacity: true) }
    return rest.count
  }

  /// Drops the rest of an overlong line from the beginning of `block`; returns what is left.
  private mutating func skipLine(in block: LineBlock, _ filled: Int) -> Int {
    guard let newline = block.bytes.span.extracting(..<filled).firstIndex(of: .newline, from: 0)
    else { return 0 }
    isSkipping = false
    return block.removeFirst(newline + 1, of: filled)
  }
}
