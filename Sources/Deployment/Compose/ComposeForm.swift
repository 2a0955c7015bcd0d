internal import Findings
internal import JSON
internal import Text

extension DeploymentForm {
  /// A Compose file, or what `docker compose config --format json` prints.
  static let compose = DeploymentForm { documents in
    documents.contains { document in
      guard case .object(let members) = document.content else { return false }
      return members.contains { ["services", "include"].contains($0.key) }
    }
  } read: { documents, file, project throws(DeploymentError) in
    guard documents.count == 1 else {
      throw DeploymentError(
        at: documents[1].position,
        "begins a document of its own, the second of \(documents.count); which of them holds cannot be told. "
          + "Name a file for each, or what docker compose config --format json prints.")
    }
    var reader = SettingReader(file: file, hasVariables: true)
    let deployment: Deployment
    do throws(JSONError) {
      deployment = try reader.composeFile(documents[0], project: project)
    } catch {
      throw DeploymentError(at: error.position, path: error.path, error.message)
    }
    guard !deployment.workloads.isEmpty || deployment.holdsMore else {
      throw DeploymentError(
        at: documents[0].position,
        "has no services, so it is no Compose file that could be checked. Name the file that has them."
      )
    }
    return deployment
  }
}

/// The networks of a Compose file.
struct ComposeNetworks: Sendable {
  /// Those that lead nowhere else, by name.
  var internals: Set<String> = []
  /// Those that are made elsewhere, by name.
  var externals: Set<String> = []
  /// Those that are the host's, by name.
  var hosts: Set<String> = []
  /// Of the key `services`.
  var services: SourceLocation?
}

extension SettingReader {
  fileprivate mutating func composeFile(
    _ root: JSON.Node, project: String
  ) throws(JSONError) -> Deployment {
    let object = try MergedObject(root)
    var volumes: [String: String] = [:]
    for member in try object.object("volumes")?.members ?? [] where !member.value.isNull {
      let options = try MergedObject(member.value).object("driver_opts")
      if let device = options?["device"], let path = try setting(device)?.value {
        volumes[member.key] = path
      }
    }
    let networks = try networks(of: object)
    var services: [Workload] = []
    for member in try object.object("services")?.members ?? [] {
      services.append(try service(member, volumes: volumes, project: project))
    }
    if let node = object["include"] {
      keep(
        "Files are included, which are not read: their services were not checked.",
        at: location(node))
    }
    return Deployment(
      of: .compose, services, unread: unread, networks: networks,
      holdsMore: object["include"] != nil)
  }

  private mutating func networks(of object: MergedObject) throws(JSONError) -> ComposeNetworks {
    var networks = ComposeNetworks()
    networks.services = object["services"].map { location($0) }
    for member in try object.object("networks")?.members ?? [] where !member.value.isNull {
      let network = try MergedObject(member.value)
      if try truth(network["internal"])?.value == true { networks.internals.insert(member.key) }
      guard let external = network["external"] else { continue }
      var name = try setting(network["name"])?.value ?? member.key
      if case .object = external.content {
        networks.externals.insert(member.key)
        name = try setting(try MergedObject(external)["name"])?.value ?? name
      } else if try truth(external)?.value != false {
        networks.externals.insert(member.key)
      }
      if name == "host", networks.externals.contains(member.key) {
        networks.hosts.insert(member.key)
      }
    }
    return networks
  }
}
