package import Findings
package import JSON

/// Where in a file a rule stands.
package struct Origin: Hashable, Sendable {
  package let file: String
  package let position: JSON.Position
  /// `/syscalls/3`
  package let path: JSON.Path
}

extension Finding.Location {
  package init(_ origin: Origin) {
    self.init(file: origin.file, position: origin.position, path: origin.path)
  }
}
