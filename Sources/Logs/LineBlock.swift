/// Whole lines of one log that were read at once.
///
/// A class, for a block is refilled and not copied. Unchecked: one thread has it at a time.
package final class LineBlock: @unchecked Sendable {
  /// The lines, and behind them `padding` zeros, so that a few words of bytes may be looked at
  /// wherever a line begins.
  package var bytes: [UInt8]
  /// How many of the bytes are lines'.
  package private(set) var count = 0
  /// Whether the last line is the last of its file and has no line ending.
  private(set) var isCut = false
  /// Whether the block is the beginning of a line that is too long to be read whole.
  private(set) var isOverlong = false

  /// The number in its file of a block's first line, where lines of the file were left out.
  private(set) var firstLine: Int?

  static let padding = 128

  /// There is a line end, and a byte besides.
  static let leastSize = 2

  /// - Parameter size: of the lines that are read at once, in bytes.
  package init(size: Int) {
    bytes = .init(repeating: 0, count: max(size, Self.leastSize) + Self.padding)
  }

  /// How many bytes of lines there is room for.
  var room: Int { bytes.count - Self.padding }

  /// Whether a line ends among the first `filled` bytes.
  func holdsLine(upTo filled: Int) -> Bool {
    bytes[..<filled].contains(.newline)
  }

  /// Makes room for as much again.
  func grow() {
    bytes.append(contentsOf: repeatElement(0, count: room))
  }

  /// Drops `prefix` bytes from the beginning of the `filled` ones; returns how many are left.
  func removeFirst(_ prefix: Int, of filled: Int) -> Int {
    bytes.replaceSubrange(..<(filled - prefix), with: Array(bytes[prefix..<filled]))
    return filled - prefix
  }

  /// Drops the UTF-8 byte order mark that some editors put before the first line.
  func skipByteOrderMark(_ filled: Int) -> Int {
    bytes.span.hasPrefix("\u{feff}") ? removeFirst(3, of: filled) : filled
  }

  /// Ends the block: the first `count` bytes are its lines, and what lies behind is not.
  package func end(
    at count: Int, isCut: Bool = false, isOverlong: Bool = false, firstLine: Int? = nil
  ) {
    self.count = count
    self.firstLine = firstLine
    self.isCut = isCut
    self.isOverlong = isOverlong
    for position in count..<(count + Self.padding) { bytes[position] = 0 }
  }
}
