internal import Findings
internal import JSON
internal import Text
internal import YAML

/// A Compose file, as far as it is checked.
package struct ComposeFile: Sendable {
  let services: [ComposeService]
  /// Of the key `services`.
  let location: SourceLocation?
  /// Networks that lead nowhere else, by name.
  let internalNetworks: Set<String>
  /// Networks that are made elsewhere, by name.
  let externalNetworks: Set<String>
  /// Networks that are the host's, by name.
  let hostNetworks: Set<String>
  /// Where variables decide.
  let open: [ComposeOpenQuestion]
  /// Of `include`, whose files are not read.
  let include: SourceLocation?

  /// Reads a Compose file, or what `docker compose config --format json` prints.
  ///
  /// - Parameters:
  ///   - bytes: what stands in it.
  ///   - file: the path, as the user gave it.
  ///   - project: the folder from which relative paths start; absolute.
  package init(
    reading bytes: [UInt8], file: String, project: String
  ) throws(DeploymentError) {
    let root = try Self.root(of: bytes)
    guard case .object = root.content else {
      throw DeploymentError(
        at: root.position,
        "is no Compose file: the whole is \(root.kind) and not an object. Name the file that has the services."
      )
    }
    do throws(JSONError) {
      try self.init(root, file: file, project: project)
    } catch {
      throw DeploymentError(at: error.position, path: error.path, error.message)
    }
    guard !services.isEmpty || include != nil else {
      let keys = (try? root.members())?.map(\.key) ?? []
      guard !keys.contains("apiVersion") || !keys.contains("kind") else {
        throw DeploymentError(
          at: root.position,
          "is a Kubernetes manifest; lint reads Compose files. Check it with trivy config.")
      }
      throw DeploymentError(
        at: root.position,
        "has no services, so it is no Compose file that could be checked. Name the file that has them."
      )
    }
  }

  private init(_ root: JSON.Node, file: String, project: String) throws(JSONError) {
    var reader = ComposeReader(file: file)
    let object = try ComposeObject(root)
    var volumes: [String: String] = [:]
    for member in try object.object("volumes")?.members ?? [] where !member.value.isNull {
      let options = try ComposeObject(member.value).object("driver_opts")
      if let device = options?["device"], let path = try reader.setting(device)?.value {
        volumes[member.key] = path
      }
    }
    var internals: Set<String> = []
    var externals: Set<String> = []
    var hosts: Set<String> = []
    for member in try object.object("networks")?.members ?? [] where !member.value.isNull {
      let network = try ComposeObject(member.value)
      if try reader.truth(network["internal"])?.value == true { internals.insert(member.key) }
      guard let external = network["external"] else { continue }
      var name = try reader.setting(network["name"])?.value ?? member.key
      if case .object = external.content {
        externals.insert(member.key)
        name = try reader.setting(try ComposeObject(external)["name"])?.value ?? name
      } else if try reader.truth(external)?.value != false {
        externals.insert(member.key)
      }
      if name == "host", externals.contains(member.key) { hosts.insert(member.key) }
    }
    var services: [ComposeService] = []
    for member in try object.object("services")?.members ?? [] {
      services.append(try reader.service(member, volumes: volumes, project: project))
    }
    self.services = services
    location = object["services"].map { reader.location($0) }
    internalNetworks = internals
    externalNetworks = externals
    hostNetworks = hosts
    open = reader.open
    include = object["include"].map { reader.location($0) }
  }

  private static func root(of bytes: [UInt8]) throws(DeploymentError) -> JSON.Node {
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if first == UInt8(ascii: "[") {
      throw DeploymentError(
        at: JSON.Position(offset: 0, line: 1, column: 1),
        "is a list, as docker inspect prints; lint reads Compose files. Name the Compose file.")
    }
    if first == UInt8(ascii: "{") {
      do {
        return try JSON.Node(parsing: bytes)
      } catch {
        throw DeploymentError(at: error.position, error.message)
      }
    }
    let documents: [JSON.Node]
    do {
      // Compose takes what is tagged so as not said.
      documents = try YAMLText.documents(in: bytes, nullTag: "!reset")
    } catch {
      throw DeploymentError(at: error.position, error.message)
    }
    guard let root = documents.first, !(documents.count == 1 && root.isNull) else {
      throw DeploymentError("is empty. Name the Compose file that has the services.")
    }
    guard documents.count == 1 else {
      throw DeploymentError(
        at: documents[1].position,
        "begins a document of its own, the second of \(documents.count); which of them holds cannot be told. "
          + "Name a file for each, or what docker compose config --format json prints.")
    }
    return root
  }
}
