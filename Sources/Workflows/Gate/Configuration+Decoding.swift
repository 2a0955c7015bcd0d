internal import Files
internal import Findings
internal import JSON
internal import Profiles
internal import Syscalls
internal import Text
internal import Verification

extension Configuration {
  /// Reads the file at `path`, an absolute one.
  init(reading path: String, in here: WorkingFolder) throws(WorkflowError) {
    let shown = here.shown(path)
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path, as: shown)
    }
    do {
      let decoder = ConfigurationDecoder(folder: WorkingFolder.parent(of: path), shown: shown)
      self = try decoder.configuration(try Node(parsing: bytes))
    } catch let error as SyntaxError {
      throw .cannot(
        "\(shown.escapedForTerminal):\(error.position): error: \(error.message)")
    } catch let error as JSONError {
      throw .cannot(
        "\(shown.escapedForTerminal):\(error.position): error: \(error.path): \(error.message)")
    } catch {
      preconditionFailure("reading JSON throws two kinds of errors")
    }
  }
}

extension Configuration {
  /// Whether a document is a `whittle.json`, by a key that no profile has and by all that is in it.
  static func isOne(_ root: Node) -> Bool {
    let keys = (try? root.members().map(\.key)) ?? []
    return keys.contains { $0 != "architectures" && !$0.hasPrefix("$") }
      && (try? ConfigurationDecoder(folder: "", shown: "").configuration(root)) != nil
  }
}

/// Turns the nodes of a `whittle.json` into values. The JSON schema of the documentation says the same; a test
/// holds both together.
private struct ConfigurationDecoder {
  let folder: String
  let shown: String

  private static let settingsKeys = [
    "baseline", "architectures", "kernel", "capabilities", "noNewPrivileges", "runtime", "init",
    "limits", "failOn", "warnOn",
  ]
  private static let maximumServices = 10_000

  func configuration(_ root: Node) throws(JSONError) -> Configuration {
    try root.allowOnly(keys: ["$schema"] + Self.settingsKeys + ["services"])
    _ = try root.valueIfPresent("$schema")?.string()
    var services: [Configuration.Service] = []
    var places: [String: String] = [:]
    for member in try root.valueIfPresent("services")?.members() ?? [] {
      let service = try self.service(member)
      guard services.count < Self.maximumServices else {
        throw member.value.error("more than \(Self.maximumServices) services")
      }
      if let other = places.updateValue(service.name, forKey: service.profile) {
        throw member.value.error(
          "has the profile of \(other.quotedForTerminal): one profile, one service")
      }
      services.append(service)
    }
    return Configuration(
      path: shown, folder: folder, settings: try settings(root), services: services)
  }

  private func service(_ member: Node.Member) throws(JSONError) -> Configuration.Service {
    let node = member.value
    try node.allowOnly(keys: ["profile", "evidence"] + Self.settingsKeys)
    guard !member.key.isEmpty else { throw node.error("a service has a name") }
    let named = try node.valueIfPresent("profile")
    guard named != nil || !member.key.contains("/") else {
      throw node.error("say its profile: its name is no file's")
    }
    return Configuration.Service(
      name: member.key,
      profile: try named.map { value throws(JSONError) in try path(value) }
        ?? WorkingFolder.join(folder, "profiles/\(member.key).json"),
      evidence: try node.valueIfPresent("evidence").map { value throws(JSONError) in
        try path(value)
      },
      settings: try settings(node),
      place: "\(shown.escapedForTerminal):\(member.keyPosition): \(node.path)")
  }

  /// The path of a file, from the folder of the configuration.
  private func path(_ node: Node) throws(JSONError) -> String {
    let path = try node.string()
    guard !path.isEmpty else { throw node.error("names no file") }
    return WorkingFolder.join(folder, path)
  }

  private func settings(_ node: Node) throws(JSONError) -> Configuration.Settings {
    var settings = Configuration.Settings()
    if let value = try node.valueIfPresent("baseline") { settings.baseline = try baseline(value) }
    if let value = try node.valueIfPresent("architectures") {
      settings.architectures = try architectures(value)
    }
    if let value = try node.valueIfPresent("kernel") {
      settings.kernel = try checked(value) { name throws(ProfileError) in
        _ = try KernelVersion(parsing: name)
      }
    }
    if let value = try node.valueIfPresent("capabilities") {
      try value.allowOnly(keys: ["add", "drop"])
      settings.addedCapabilities = try capabilities(try value.valueIfPresent("add"))
      settings.droppedCapabilities = try capabilities(try value.valueIfPresent("drop"))
    }
    if let value = try node.valueIfPresent("noNewPrivileges") {
      settings.noNewPrivileges = try value.bool() ? .on : .off
    }
    if let value = try node.valueIfPresent("runtime") {
      guard let runtime = Environment.Runtime(rawValue: try value.string()) else {
        throw value.error("expected \"runc\", \"crun\" or \"any\"")
      }
      settings.runtime = runtime
    }
    settings.withInit = try node.valueIfPresent("init")?.bool()
    if let value = try node.valueIfPresent("limits") { settings.limits = try limits(value) }
    settings.overrides = try overrides(node)
    return settings
  }

  private func baseline(_ node: Node) throws(JSONError) -> String {
    let name = try node.string()
    guard BaselineReference.isEmbeddedName(name) else {
      guard !name.isEmpty else { throw node.error("names no baseline") }
      return WorkingFolder.join(folder, name)
    }
    do {
      _ = try Baseline.named(name)
    } catch {
      throw node.error("\(error)")
    }
    return name
  }

  private func architectures(_ node: Node) throws(JSONError) -> [Architecture] {
    var result: [Architecture] = []
    for element in try node.elements() {
      let name = try element.string()
      guard let architecture = Architecture(userName: name), architecture.hasNumbers else {
        let known = Architecture.allCases.filter(\.hasNumbers).map(\.rawValue)
        throw element.error(
          "unknown architecture \(name.quotedForTerminal); "
            + (nearest(name, among: known).map { "did you mean \($0)?" }
              ?? "known are \(known.joined(separator: ", "))"))
      }
      guard !result.contains(architecture) else { throw element.error("stands here twice") }
      result.append(architecture)
    }
    guard !result.isEmpty else { throw node.error("is empty; leave the key out for any machine") }
    return result
  }

  private func capabilities(_ node: Node?) throws(JSONError) -> [String]? {
    guard let node else { return nil }
    return try node.elements().map { element throws(JSONError) in
      try checked(element) { name throws(ProfileError) in _ = try CapabilityRequest(userName: name)
      }
    }
  }

  private func checked(
    _ node: Node, _ check: (String) throws(ProfileError) -> Void
  ) throws(JSONError) -> String {
    let text = try node.string()
    do throws(ProfileError) {
      try check(text)
    } catch {
      throw node.error("\(error)")
    }
    return text
  }

  private func limits(_ node: Node) throws(JSONError) -> Limits {
    try node.allowOnly(keys: ["callsOpen", "weaknessesStopped", "evidenceDays", "novelty"])
    func number(_ key: String) throws(JSONError) -> Int? {
      guard let value = try node.valueIfPresent(key) else { return nil }
      return Int(try value.integer(UInt32.self))
    }
    return Limits(
      callsOpen: try number("callsOpen"), weaknessesStopped: try number("weaknessesStopped"),
      evidenceDays: try number("evidenceDays"),
      novelty: try node.valueIfPresent("novelty").map { value throws(JSONError) in
        try value.share(in: 0...1)
      })
  }

  private func overrides(_ node: Node) throws(JSONError) -> SeverityOverrides {
    let errors = try kinds(try node.valueIfPresent("failOn"))
    let warningsNode = try node.valueIfPresent("warnOn")
    let warnings = try kinds(warningsNode)
    if let warningsNode {
      for kind in warnings.sorted(by: { $0.rawValue < $1.rawValue }) {
        if kind.isPromise {
          throw warningsNode.error("\(kind.rawValue) is no warning: \(kind.promise)")
        }
        if errors.contains(kind) {
          throw warningsNode.error("\(kind.rawValue) is in failOn as well")
        }
      }
    }
    return SeverityOverrides(errors: errors, warnings: warnings)
  }

  private func kinds(_ node: Node?) throws(JSONError) -> Set<Finding.Kind> {
    var kinds: Set<Finding.Kind> = []
    for element in try node?.elements() ?? [] {
      let name = try element.string()
      guard let kind = Finding.Kind.ofProfiles.first(where: { $0.rawValue == name }) else {
        throw element.error(Finding.Kind.complaint(about: name))
      }
      kinds.insert(kind)
    }
    return kinds
  }
}
