/// A place in a JSON text.
package struct Position: Hashable, Sendable {
  /// In bytes, from 0.
  package let offset: Int
  /// From 1.
  package let line: Int
  /// From 1, in Unicode scalars, as most editors count.
  package let column: Int

  /// A place by offset, line and column.
  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}

extension Position: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
}

extension Position: CustomStringConvertible {
  /// `12:9`, to follow a file's name and a colon.
  package var description: String { "\(line):\(column)" }
}
