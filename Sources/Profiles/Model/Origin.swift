package import JSON

/// Where in a file a rule stands.
package struct Origin: Hashable, Sendable {
  package let file: String
  package let position: JSON.Position
  /// `/syscalls/3`
  package let path: JSON.Path
}
