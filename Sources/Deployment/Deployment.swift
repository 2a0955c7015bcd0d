internal import Findings
internal import JSON
internal import Text
internal import YAML

/// What a file deploys, as far as it is checked.
package struct Deployment: Sendable {
  /// Which kind of file it is.
  package enum Kind: Hashable, Sendable {
    case compose
    /// What an engine says of its containers.
    case containers
    case kubernetes
    /// A unit of systemd.
    case unit
  }

  /// Which kind of file it is.
  package let kind: Kind
  /// In the order of the file.
  package let workloads: [Workload]
  /// What decides, and was not looked at.
  let unread: [Unread]
  let networks: ComposeNetworks
  /// Whether a file without workloads is no fault.
  let holdsMore: Bool

  init(
    of kind: Kind, _ workloads: [Workload], unread: [Unread],
    networks: ComposeNetworks = ComposeNetworks(), holdsMore: Bool = false
  ) {
    self.kind = kind
    self.workloads = workloads
    self.unread = unread
    self.networks = networks
    self.holdsMore = holdsMore
  }

  /// A file, as it was read.
  package struct File: Sendable {
    /// The path, as the user gave it.
    package let path: String
    /// What stands in it.
    package let bytes: [UInt8]

    /// A file, as it was read.
    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// Reads a file of any kind that is known, by what stands in it.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - dropIns: of a unit of systemd, what is read after it.
  ///   - project: the folder from which relative paths start; absolute.
  package init(
    reading file: File, dropIns: [File] = [], project: String
  ) throws(DeploymentError) {
    if UnitText.isMeant(by: file.bytes) {
      self = try Deployment(unit: try UnitText(file, dropIns: dropIns))
      return
    }
    let documents = try Self.documents(in: file.bytes)
    guard let form = DeploymentForm.all.first(where: { $0.isMeant(documents) }) else {
      throw DeploymentForm.unknown(documents)
    }
    self = try form.read(documents, file.path, project)
  }

  /// The documents of a text; an empty one between two of YAML is none.
  private static func documents(in bytes: [UInt8]) throws(DeploymentError) -> [JSON.Node] {
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      do {
        return [try JSON.Node(parsing: bytes)]
      } catch {
        // What is no JSON may be YAML in braces.
        guard let documents = try? yaml(bytes), !documents.isEmpty else {
          throw DeploymentError(at: error.position, error.message)
        }
        return documents
      }
    }
    let documents = try yaml(bytes)
    guard !documents.isEmpty else {
      throw DeploymentError("is empty. Name the file that has the services.")
    }
    return documents
  }

  private static func yaml(_ bytes: [UInt8]) throws(DeploymentError) -> [JSON.Node] {
    do {
      // Compose takes what is tagged so as not said.
      return try YAMLText.documents(in: bytes, nullTag: "!reset").filter { !$0.isNull }
    } catch {
      let isTemplate = String(decoding: bytes, as: UTF8.self).contains("{{")
      throw DeploymentError(
        at: error.position,
        error.message
          + (isTemplate
            ? ". It holds {{, as templates do: check what is made of it, as helm template prints"
            : ""))
    }
  }
}
