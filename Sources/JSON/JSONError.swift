/// A value of a well-formed text that is not what its reader expects.
package struct JSONError: Error, Hashable, Sendable {
  /// Of the value that is wrong.
  package let path: Path
  /// Where that value begins.
  package let position: Position
  /// What is wrong, safe to print.
  package let message: String

  /// A value that is other than expected.
  package init(path: Path, position: Position, message: String) {
    self.path = path
    self.position = position
    self.message = message
  }
}

extension JSONError: CustomStringConvertible {
  /// `12:9: /runs/0/name: expected a string, found null`, to follow a file's name and a colon.
  package var description: String { "\(position): \(path): \(message)" }
}
