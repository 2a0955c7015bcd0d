internal import JSON

/// A kind of file with documents, how it is recognised, and how it is read.
struct DeploymentForm: Sendable {
  typealias Reading =
    @Sendable (_ documents: [JSON.Node], _ file: String, _ project: String) throws(DeploymentError)
    -> Deployment

  let isMeant: @Sendable ([JSON.Node]) -> Bool
  let read: Reading

  init(
    isMeant: @escaping @Sendable (_ documents: [JSON.Node]) -> Bool, read: @escaping Reading
  ) {
    self.isMeant = isMeant
    self.read = read
  }

  /// Every form with documents, the surest to recognise first; units of systemd are told by their text.
  static let all = [kubernetes, docker, compose]

  /// Why documents are of none.
  static func unknown(_ documents: [JSON.Node]) -> DeploymentError {
    let root = documents[0]
    guard case .object(let members) = root.content else {
      return DeploymentError(
        at: root.position,
        "deploys nothing: the whole is \(root.kind). Name a Compose file, a manifest of Kubernetes, what docker inspect "
          + "prints of containers, or a unit of systemd.")
    }
    let keys = members.map(\.key)
    if keys.contains("defaultAction") {
      return DeploymentError(
        at: root.position,
        "is a seccomp profile. Check it with whittle verify, and name what deploys it here."
      )
    }
    return DeploymentError(
      at: root.position,
      "has no services, so it is no Compose file that could be checked; it is no manifest of Kubernetes (apiVersion, "
        + "kind) either. Name the file that has them.")
  }
}
