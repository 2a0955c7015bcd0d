/// A text that is not strict JSON, or one beyond the reader's bounds.
package struct SyntaxError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case empty
    case byteOrderMark
    case invalidUTF8
    case comment
    case trailingComma
    case trailingText
    case unexpectedEnd
    case unexpectedCharacter
    case controlCharacter
    case invalidEscape
    case loneSurrogate
    case invalidNumber
    case duplicateKey
    case tooDeep
    case tooLarge
  }

  package let kind: Kind
  package let position: Position
  package let message: String
}

extension SyntaxError: CustomStringConvertible {
  /// `12:9: a comma before "]"; remove it`, to follow a file's name and a colon.
  package var description: String { "\(position): \(message)" }
}
