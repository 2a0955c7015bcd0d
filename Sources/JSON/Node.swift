/// A value that was read, with the place where it stands.
package struct Node: Sendable {
  /// What a value is.
  package enum Content: Sendable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([Node])
    case object([Member])
  }

  /// A key of an object and its value, in the order of the text.
  package struct Member: Sendable {
    /// Not escaped.
    package let key: String
    /// Where the key begins.
    package let keyPosition: Position
    /// What stands under the key.
    package let value: Node

    /// A member that was read.
    package init(key: String, keyPosition: Position, value: Node) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }
  }

  /// What the value is.
  package let content: Content
  /// Where the value begins.
  package let position: Position
  /// Where the value stands in the document.
  package let path: Path

  /// A value that was read.
  package init(content: Content, position: Position, path: Path) {
    self.content = content
    self.position = position
    self.path = path
  }

  /// Whether the value is `null`.
  package var isNull: Bool { if case .null = content { true } else { false } }

  /// What the value is, for messages: `a string`, `null`.
  package var kind: String {
    switch content {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
