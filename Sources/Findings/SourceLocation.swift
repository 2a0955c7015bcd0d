package import JSON
internal import Text

/// Where in a file something stands.
package struct SourceLocation: Hashable, Sendable {
  /// The path as the user gave it, a file of a folder with the folder's path before it; not escaped.
  package let file: String
  /// From 1.
  package let line: Int
  /// From 1; `nil` where the line alone is known, as in a log.
  package let column: Int?
  /// In a JSON file.
  package let path: JSON.Path?

  /// A line of a log.
  package init(file: String, line: Int) {
    self.file = file
    self.line = line
    column = nil
    path = nil
  }

  /// A place in a text of which no values are known.
  package init(file: String, position: JSON.Position) {
    self.file = file
    line = position.line
    column = position.column
    path = nil
  }

  /// A value in a JSON file.
  package init(file: String, position: JSON.Position, path: JSON.Path) {
    self.file = file
    line = position.line
    column = position.column
    self.path = path
  }
}

extension SourceLocation: Comparable {
  /// By file, line and column.
  package static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line, left.column ?? 0) < (right.file, right.line, right.column ?? 0)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `path:line`, and the column where it is known; not escaped.
  package var description: String { "\(file):\(lineAndColumn)" }

  /// The same, safe to print.
  package var escapedForTerminal: String { "\(file.escapedForTerminal):\(lineAndColumn)" }

  /// `/syscalls/3 (12:9)`, for a message about the same file.
  package var withinFile: String {
    path.map { "\($0) (\(lineAndColumn))" } ?? "line \(line)"
  }

  /// `profile.json:12:9: /syscalls/3`; safe to print.
  package var withPath: String {
    escapedForTerminal + (path.map { ": \($0)" } ?? "")
  }

  private var lineAndColumn: String { "\(line)" + (column.map { ":\($0)" } ?? "") }
}
