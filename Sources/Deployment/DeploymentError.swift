package import JSON

/// Why a file cannot be read as a deployment.
package struct DeploymentError: Error, Hashable, Sendable {
  /// `nil` where the whole file is meant.
  package let position: JSON.Position?
  /// Of the value that is wrong; `nil` where the text is.
  package let path: JSON.Path?
  /// What is wrong and what to do, safe to print.
  package let message: String

  init(at position: JSON.Position? = nil, path: JSON.Path? = nil, _ message: String) {
    self.position = position
    self.path = path
    self.message = message
  }
}
