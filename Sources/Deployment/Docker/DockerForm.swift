internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension DeploymentForm {
  /// What `docker inspect` and `podman inspect` print of containers.
  static let docker = DeploymentForm { documents in
    guard documents.count == 1 else { return false }
    let objects =
      if case .array(let elements) = documents[0].content { elements } else { documents }
    return objects.contains { object in
      guard case .object(let members) = object.content else { return false }
      let keys = Set(members.map(\.key))
      return keys.contains("HostConfig") || keys.isSuperset(of: ["RootFS", "Config"])
    }
  } read: { documents, file, _ throws(DeploymentError) in
    var reader = SettingReader(file: file, hasVariables: false)
    do throws(JSONError) {
      let root = documents[0]
      let objects = if case .array(let elements) = root.content { elements } else { [root] }
      var containers: [Workload] = []
      for object in objects { containers.append(try reader.inspected(object)) }
      return Deployment(of: .containers, containers, unread: reader.unread)
    } catch {
      throw DeploymentError(at: error.position, path: error.path, error.message)
    }
  }
}

extension SettingReader {
  fileprivate mutating func inspected(_ node: JSON.Node) throws(JSONError) -> Workload {
    let object = try MergedObject(node)
    guard let host = try object.object("HostConfig") else {
      throw node.error(
        "is no container: docker inspect prints a HostConfig of each; name containers, and not images or networks"
      )
    }
    let configuration = try object.object("Config")
    let fullName = try (object["Name"] ?? object["Id"])?.string() ?? ""
    let name = fullName.hasPrefix("/") ? String(fullName.dropFirst()) : fullName
    workload = name
    defer { workload = nil }
    var container = Workload(name, "container", at: location(object["Name"] ?? node))
    for label in ["com.docker.compose.service", "io.podman.compose.service"] {
      // Any name may be a label's.
      if let labels = configuration?["Labels"], let node = try labels.valueIfPresent(label) {
        container.otherNames.append(try node.string())
      }
    }
    container.privileged = try truth(host["Privileged"])
    var options: [SecurityOption] = []
    for option in try host["SecurityOpt"]?.elements() ?? [] {
      options.append(SecurityOption(kept: try option.string(), at: location(option)))
    }
    container.take(options)
    if let choice = container.seccomp, let text = choice.path {
      if text.first(where: { !$0.isWhitespace }) == "{" {
        container.seccomp = SeccompChoice(.text(text), at: choice.location)
      } else if text == "builtin" {
        container.seccomp = SeccompChoice(.engineDefault, at: choice.location)
      }
    }
    container.addedCapabilities = try settings(host["CapAdd"])
    container.droppedCapabilities = try settings(host["CapDrop"])
    for (key, own) in [("PidMode", "pid"), ("IpcMode", "ipc"), ("UTSMode", "uts")] {
      if let value = try setting(host[key]) { container.namespaces.append((own, value)) }
    }
    if let mode = try setting(host["NetworkMode"]) {
      container.namespaces.append(("network_mode", mode))
    }
    container.userNamespace = try setting(host["UsernsMode"])
    container.mounts = try mounts(of: object["Mounts"])
    // Without one, the image's stands here.
    if let user = try setting(configuration?["User"]) {
      container.user = Setting(
        value: user.value == "" ? "root" : user.value, location: user.location)
    }
    container.isReadOnly = try truth(host["ReadonlyRootfs"])
    if let limit = try setting(host["Memory"]) { container.memoryLimits = [limit] }
    if let limit = try setting(host["PidsLimit"]) { container.pidsLimits = [limit] }
    container.runtime = try setting(host["Runtime"])
    container.withInit = try truth(host["Init"])
    if let masked = host["MaskedPaths"], try masked.elements().isEmpty, !container.isPrivileged {
      container.exposedPaths = location(masked)
    }
    return container
  }

  private mutating func mounts(of node: JSON.Node?) throws(JSONError) -> [Mount] {
    var mounts: [Mount] = []
    for element in try node?.elements() ?? [] {
      let mount = try MergedObject(element)
      guard try mount["Type"]?.string() == "bind", let source = try mount["Source"]?.string() else {
        continue
      }
      mounts.append(
        Mount(
          source: HostPath.absolute(source, in: "/"),
          target: try mount["Destination"]?.string() ?? "",
          isReadOnly: try truth(mount["RW"])?.value == false, location: location(element)))
    }
    return mounts
  }
}
