internal import Findings
internal import JSON
internal import Profiles
internal import Syscalls
internal import Text

extension SettingReader {
  /// A service of a Compose file.
  ///
  /// - Parameters:
  ///   - volumes: what volumes of the file are folders of the host, by name.
  ///   - project: the folder from which relative paths start; absolute.
  mutating func service(
    _ member: JSON.Node.Member, volumes: [String: String], project: String
  ) throws(JSONError) -> Workload {
    workload = member.key
    defer { workload = nil }
    let object = try MergedObject(member.value)
    var service = Workload(member.key, "service", at: location(member))
    if let node = object["container_name"], let name = try setting(node)?.value {
      service.otherNames = [name]
    }
    service.isWhole = object["extends"] == nil
    service.privileged = try truth(object["privileged"])
    for key in ["post_start", "pre_stop"] {
      for hook in try object[key]?.elements() ?? [] {
        if let own = try truth(try MergedObject(hook)["privileged"]) {
          service.privilegedCommands.append(own)
        }
      }
    }
    for key in ["pid", "ipc", "network_mode", "uts", "cgroup"] {
      if let value = try setting(object[key]) { service.namespaces.append((key, value)) }
    }
    try readSecurityOptions(object["security_opt"], of: &service)
    service.addedCapabilities = try settings(object["cap_add"])
    service.droppedCapabilities = try settings(object["cap_drop"])
    service.userNamespace = try setting(object["userns_mode"])
    service.mounts = try mounts(object["volumes"], volumes: volumes, project: project)
    service.engineSocket = try truth(object["use_api_socket"])
    service.user = try setting(object["user"])
    service.isReadOnly = try truth(object["read_only"])
    service.runtime = try setting(object["runtime"])
    service.withInit = try truth(object["init"])
    service.architecture = try architecture(ofPlatform: object["platform"])
    service.networks =
      object["network_mode"] != nil ? nil : try networks(object["networks"])
    try readDeploy(object, of: &service)
    keepWhatStandsElsewhere(object, of: service)
    return service
  }

  // MARK: Its parts

  private mutating func readSecurityOptions(
    _ node: JSON.Node?, of service: inout Workload
  ) throws(JSONError) {
    var options: [SecurityOption] = []
    for node in try node?.elements() ?? [] {
      guard case .string(let text) = node.content else {
        // `- no-new-privileges: true` is an object.
        throw node.error(
          "expected a string, found \(node.kind); write name:value without a space, or name=value")
      }
      let option = SecurityOption(text, at: location(node))
      if option.isOpen { keep(open: text, at: node) }
      options.append(option)
    }
    service.take(options)
  }

  private mutating func readDeploy(
    _ object: MergedObject, of service: inout Workload
  ) throws(JSONError) {
    let deploy = try object.object("deploy")
    let limits = try deploy?.object("resources")?.object("limits")
    for node in [object["mem_limit"], limits?["memory"]] {
      if let value = try setting(node) { service.memoryLimits.append(value) }
    }
    for node in [object["pids_limit"], limits?["pids"]] {
      if let value = try setting(node) { service.pidsLimits.append(value) }
    }
    // Compose prints `placement: {}` for every service with `deploy`.
    for key in ["placement", "update_config", "rollback_config", "endpoint_mode"]
    where service.swarmKey == nil {
      guard let node = deploy?[key] else { continue }
      if case .object(let members) = node.content, members.isEmpty { continue }
      service.swarmKey = (key, location(node))
    }
  }

  private mutating func keepWhatStandsElsewhere(_ object: MergedObject, of service: Workload) {
    if let node = object["extends"] {
      keep(
        "\(service.shown) extends another one, which is not followed: what it brings was not checked, nor what "
          + "this one does not say.", at: location(node))
    }
    if let choice = service.seccomp, let path = choice.path, path.hasPrefix("~") {
      keep(
        "\(service.shown) names a profile in a home folder, which is not the same for everybody: it was not read.",
        at: choice.location)
    }
    if let node = object["volumes_from"] {
      keep(
        "\(service.shown) has the mounts of another one as well, which were not checked for this one.",
        at: location(node))
    }
  }

  /// `linux/arm64/v8`; of another system's, and of a machine that whittle does not know, nothing.
  private mutating func architecture(
    ofPlatform node: JSON.Node?
  ) throws(JSONError) -> Setting<Architecture>? {
    guard let setting = try setting(node) else { return nil }
    let words = setting.value?.split(separator: "/").map(String.init) ?? []
    guard let word = words.count > 1 ? words[1] : nil, let own = Architecture(userName: word) else {
      return nil
    }
    return Setting(value: own, location: setting.location)
  }

  private func networks(_ node: JSON.Node?) throws(JSONError) -> [String] {
    guard let node else { return ["default"] }
    if case .array(let names) = node.content {
      var result: [String] = []
      for name in names { result.append(try name.string()) }
      return result
    }
    return try MergedObject(node).members.map(\.key)
  }
}
