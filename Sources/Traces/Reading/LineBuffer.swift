/// Cuts the bytes of one log into blocks of whole lines.
///
/// Holds one block at a time; it grows only where one line is longer than the block.
final class LineBuffer {
  /// What is read at once. Tests make it small: the result must not depend on it.
  static let blockSize = 1 << 18
  /// A longer line is cut: its head is read as a line, its rest is passed over.
  static let lineLimit = 1 << 26

  private var source: ByteSource
  private var bytes: [UInt8]
  private var filled = 0
  /// Whether the rest of an overlong line is being passed over.
  private var isSkipping = false
  private let lineLimit: Int
  private(set) var totalBytes = 0

  /// Opens the file at `path`, or standard input for `-`.
  init(path: String, options: TraceOptions) throws(TraceError) {
    source = try ByteSource.open(path)
    let blockSize = options.blockSize
    let lineLimit = options.lineLimit
    self.lineLimit = max(lineLimit, blockSize)
    bytes = [UInt8](repeating: 0, count: max(blockSize, 2))
  }

  var isTruncated: Bool { source.isTruncated }

  /// A copy of the beginning of the file, up to a block; it is still there to be read.
  func sample() throws(TraceError) -> [UInt8] {
    while filled < bytes.count, try fill() {}
    return Array(bytes[..<filled])
  }

  /// Hands the next whole lines to `body`; `false` at the end of the file.
  ///
  /// `isLast` is set for a last line that had no line ending, `isOverlong` for a line that was cut.
  func withNextLines(
    _ body: (_ lines: Span<UInt8>, _ isLast: Bool, _ isOverlong: Bool) -> Void
  ) throws(TraceError) -> Bool {
    while true {
      if let newline = lastNewline() {
        let end = newline + 1
        var start = 0
        if isSkipping {
          start = bytes.span.firstIndex(of: .newline, from: 0)! + 1
          isSkipping = false
        }
        if start < end { body(bytes.span.extracting(start..<end), false, false) }
        discard(end)
        return true
      }
      if isSkipping { filled = 0 }
      if filled >= lineLimit {
        body(bytes.span.extracting(0..<filled), false, true)
        isSkipping = true
        filled = 0
      }
      if filled == bytes.count {
        bytes.append(contentsOf: repeatElement(0, count: bytes.count))
      }
      if try !fill() {
        guard filled > 0, !isSkipping else { return false }
        body(bytes.span.extracting(0..<filled), true, false)
        filled = 0
        return true
      }
    }
  }

  /// Everything that has not been read yet; for files that are read as a whole.
  ///
  /// - Throws: where there is more than `limit` bytes.
  func remainder(limit: Int) throws(TraceError) -> [UInt8] {
    repeat {
      guard filled <= limit else {
        throw TraceError(
          source.path, "is larger than the \(limit >> 20) MiB that are read of such a file")
      }
      if filled == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
    } while try fill()
    defer { filled = 0 }
    return Array(bytes[..<filled])
  }

  private func fill() throws(TraceError) -> Bool {
    let count = try source.read(into: &bytes, from: filled)
    filled += count
    totalBytes += count
    return count > 0
  }

  private func lastNewline() -> Int? {
    var position = filled - 1
    while position >= 0, bytes[position] != .newline { position -= 1 }
    return position < 0 ? nil : position
  }

  private func discard(_ count: Int) {
    let rest = filled - count
    for offset in 0..<rest { bytes[offset] = bytes[count + offset] }
    filled = rest
  }
}
