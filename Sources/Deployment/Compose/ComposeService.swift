internal import Findings
internal import JSON
internal import Text

/// A service of a Compose file, as far as it is checked.
struct ComposeService: Sendable {
  /// Not escaped.
  let name: String
  /// Of its key.
  let location: SourceLocation
  /// Of `extends`; what stands there is not read, so that nothing is known to be missing.
  let extends: SourceLocation?
  let privileged: ComposeSetting<Bool>?
  /// Of its commands `post_start` and `pre_stop`.
  let privilegedCommands: [ComposeSetting<Bool>]
  let securityOptions: [SecurityOption]
  let addedCapabilities: [ComposeSetting<String>]
  let droppedCapabilities: [ComposeSetting<String>]
  /// `pid`, `ipc`, `network_mode`, `uts`, `cgroup`, where they are said.
  let namespaces: [(key: String, setting: ComposeSetting<String>)]
  let userNamespace: ComposeSetting<String>?
  let mounts: [ComposeMount]
  /// Of `volumes_from`; what others mount is not read.
  let volumesFrom: SourceLocation?
  /// Whether Compose hands it the engine's socket.
  let engineSocket: ComposeSetting<Bool>?
  let user: ComposeSetting<String>?
  let isReadOnly: ComposeSetting<Bool>?
  let memoryLimits: [ComposeSetting<String>]
  let pidsLimits: [ComposeSetting<String>]
  let runtime: ComposeSetting<String>?
  /// A key of `deploy` that nobody but Swarm reads, and where it stands.
  let swarmKey: (key: String, location: SourceLocation)?
  /// The networks that it joins by name; `nil` where it has a mode of its own in their place.
  let networks: [String]?

  /// Whether it is known to be privileged.
  var isPrivileged: Bool { privileged?.value == true }

  /// Whether what this file does not say of it is not said at all.
  var isWhole: Bool { extends == nil }

  /// The last option of a name is the one that holds.
  func option(_ name: String) -> SecurityOption? {
    securityOptions.last { $0.name == name }
  }

  /// Whether a variable may be any option.
  var hasOpenOption: Bool { securityOptions.contains { $0.name == nil } }

  /// In quotation marks, safe to print.
  var shown: String { "The service \(name.quotedForTerminal)" }
}

extension ComposeReader {
  mutating func service(
    _ member: JSON.Node.Member, volumes: [String: String], project: String
  ) throws(JSONError) -> ComposeService {
    service = member.key
    defer { service = nil }
    let object = try ComposeObject(member.value)
    var privilegedCommands: [ComposeSetting<Bool>] = []
    for key in ["post_start", "pre_stop"] {
      for hook in try object[key]?.elements() ?? [] {
        if let own = try truth(try ComposeObject(hook)["privileged"]) {
          privilegedCommands.append(own)
        }
      }
    }
    var namespaces: [(key: String, setting: ComposeSetting<String>)] = []
    for key in ["pid", "ipc", "network_mode", "uts", "cgroup"] {
      if let value = try setting(object[key]) { namespaces.append((key, value)) }
    }
    let deploy = try object.object("deploy")
    let limits = try deploy?.object("resources")?.object("limits")
    var memory: [ComposeSetting<String>] = []
    var pids: [ComposeSetting<String>] = []
    for node in [object["mem_limit"], limits?["memory"]] {
      if let value = try setting(node) { memory.append(value) }
    }
    for node in [object["pids_limit"], limits?["pids"]] {
      if let value = try setting(node) { pids.append(value) }
    }
    var options: [SecurityOption] = []
    for node in try object["security_opt"]?.elements() ?? [] {
      guard case .string(let text) = node.content else {
        // `- no-new-privileges: true` is an object.
        throw node.error(
          "expected a string, found \(node.kind); write name:value without a space, or name=value")
      }
      let option = SecurityOption(text, at: location(node))
      if option.isOpen { keep(open: text, at: node) }
      options.append(option)
    }
    return ComposeService(
      name: member.key,
      location: SourceLocation(
        file: file, position: member.keyPosition, path: member.value.path),
      extends: object["extends"].map { location($0) }, privileged: try truth(object["privileged"]),
      privilegedCommands: privilegedCommands,
      securityOptions: options, addedCapabilities: try settings(object["cap_add"]),
      droppedCapabilities: try settings(object["cap_drop"]), namespaces: namespaces,
      userNamespace: try setting(object["userns_mode"]),
      mounts: try mounts(object["volumes"], volumes: volumes, project: project),
      volumesFrom: object["volumes_from"].map { location($0) },
      engineSocket: try truth(object["use_api_socket"]), user: try setting(object["user"]),
      isReadOnly: try truth(object["read_only"]), memoryLimits: memory, pidsLimits: pids,
      runtime: try setting(object["runtime"]),
      swarmKey: swarmKey(of: deploy),
      networks: object["network_mode"] != nil ? nil : try networks(object["networks"]))
  }

  /// Compose prints `placement: {}` for every service with `deploy`.
  private func swarmKey(of deploy: ComposeObject?) -> (key: String, location: SourceLocation)? {
    for key in ["placement", "update_config", "rollback_config", "endpoint_mode"] {
      guard let node = deploy?[key] else { continue }
      if case .object(let members) = node.content, members.isEmpty { continue }
      return (key, location(node))
    }
    return nil
  }

  private func networks(_ node: JSON.Node?) throws(JSONError) -> [String] {
    guard let node else { return ["default"] }
    if case .array(let names) = node.content {
      var result: [String] = []
      for name in names { result.append(try name.string()) }
      return result
    }
    return try ComposeObject(node).members.map(\.key)
  }
}
