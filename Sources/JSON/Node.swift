/// A value that was read, with the place where it stands.
package struct Node: Sendable {
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
    package let key: String
    package let keyPosition: Position
    package let value: Node
  }

  package let content: Content
  package let position: Position
  package let path: Path

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
