/// A text that is not strict JSON, or one beyond the reader's bounds.
package struct SyntaxError: Error, Hashable, Sendable {
  /// What kind of mistake it is.
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

  /// What kind of mistake it is.
  package let kind: Kind
  /// Where it was noticed.
  package let position: Position
  /// What is wrong, safe to print.
  package let message: String
}

extension SyntaxError: CustomStringConvertible {
  /// `12:9: a comma before "]"; remove it`, to follow a file's name and a colon.
  package var description: String { "\(position): \(message)" }
}
