/// A form in which profiles are written.
package struct ProfileFormat: Sendable {
  /// As users name it.
  package let name: String
  private let write: @Sendable (FlatProfile) -> [UInt8]

  /// The JSON of Docker, Podman and Kubernetes: the fields of OCI's runtime specification.
  package static let oci = ProfileFormat(name: "oci") { $0.fileBytes }

  /// Every form.
  package static let all = [oci]

  private init(name: String, write: @escaping @Sendable (FlatProfile) -> [UInt8]) {
    self.name = name
    self.write = write
  }

  /// The profile as a file: the same profile gives the same bytes.
  package func bytes(of profile: FlatProfile) -> [UInt8] { write(profile) }
}
