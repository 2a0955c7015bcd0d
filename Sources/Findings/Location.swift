package import JSON

extension Finding {
  /// Where in a file something stands.
  package struct Location: Hashable, Sendable {
    /// The path as the user gave it; not escaped.
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

    /// A value in a JSON file.
    package init(file: String, position: JSON.Position, path: JSON.Path) {
      self.file = file
      line = position.line
      column = position.column
      self.path = path
    }
  }
}
