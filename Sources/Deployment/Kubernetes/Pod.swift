internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension SettingReader {
  /// The containers of a pod.
  ///
  /// - Parameters:
  ///   - template: the object that has its `spec`.
  ///   - owner: what the pod is of, safe to print.
  ///   - name: the owner's; not escaped.
  mutating func pod(
    _ template: MergedObject, of owner: String, named name: String?,
    annotations: [String: (text: String, location: SourceLocation)]
  ) throws(JSONError) -> [Workload] {
    guard let specNode = template["spec"] else {
      throw JSONError(
        path: template.node.path, position: template.node.position,
        message: "\(owner) has no spec, so that its containers are not known")
    }
    let spec = try MergedObject(specNode)
    if let system = try spec.object("os")?["name"], try system.string() != "linux" {
      keep(
        "\(owner) is not for Linux: it was not checked.", at: location(system),
        help: "Nothing is to be done: seccomp is Linux's.")
      return []
    }
    let podContext = try spec.object("securityContext")
    let podChoice = try seccomp(of: podContext)
    let skipped = Set(
      annotations.filter { $0.key.hasPrefix("checkov.io/skip") }.map {
        String($0.value.text.prefix { $0 != "=" })
      })
    let machine = try architecture(of: spec)
    var containers: [Workload] = []
    for key in ["containers", "initContainers", "ephemeralContainers"] {
      for node in try spec[key]?.elements() ?? [] {
        var container = try self.container(node, of: owner)
        if container.seccomp == nil { container.seccomp = podChoice }
        if container.seccomp == nil {
          container.ignoredAnnotation =
            (annotations["container.seccomp.security.alpha.kubernetes.io/\(container.name)"]
            ?? annotations["seccomp.security.alpha.kubernetes.io/pod"])?.location
        }
        container.exceptions = skipped
        container.architecture = machine
        if let runtime = try spec["runtimeClassName"]?.string() {
          container.isInSandbox = ["gvisor", "runsc"].contains(runtime.lowercased())
        }
        containers.append(container)
      }
    }
    guard !containers.isEmpty, spec["containers"] != nil else {
      throw specNode.error("\(owner) has no containers")
    }
    if let name, containers.count == 1 { containers[0].otherNames = [name] }
    return containers
  }

  private mutating func container(
    _ node: JSON.Node, of owner: String
  ) throws(JSONError) -> Workload {
    let object = try MergedObject(node)
    let name = try object["name"]?.string() ?? ""
    var container = Workload(name, "container", at: location(node))
    container.owner = owner
    guard let context = try object.object("securityContext") else { return container }
    container.seccomp = try seccomp(of: context)
    container.privileged = try truth(context["privileged"])
    container.user = try setting(context["runAsUser"])
    if let capabilities = try context.object("capabilities") {
      container.addedCapabilities = try settings(capabilities["add"])
      container.droppedCapabilities = try settings(capabilities["drop"])
    }
    if let escalation = try truth(context["allowPrivilegeEscalation"]) {
      container.noNewPrivileges = Setting(
        value: escalation.value.map { !$0 }, location: escalation.location)
    }
    return container
  }

  private func seccomp(of context: MergedObject?) throws(JSONError) -> SeccompChoice? {
    guard let node = context?["seccompProfile"] else { return nil }
    let profile = try MergedObject(node)
    let place = location(node)
    let path = try profile["localhostProfile"].map { node throws(JSONError) in try node.string() }
    guard let kind = profile["type"] else { throw node.error("the key \"type\" is missing") }
    let word = try kind.string()
    guard word == "Localhost" || path == nil else {
      throw node.error(
        "has a localhostProfile, which Kubernetes takes with the type Localhost alone")
    }
    switch word {
    case "Unconfined": return SeccompChoice(.unconfined, at: place)
    case "RuntimeDefault": return SeccompChoice(.engineDefault, at: place)
    case "Localhost": return SeccompChoice(.file(path ?? ""), at: place)
    default:
      throw kind.error(
        "expected Localhost, RuntimeDefault or Unconfined, found \(word.quotedForTerminal)")
    }
  }

  private mutating func architecture(
    of spec: MergedObject
  ) throws(JSONError) -> Setting<Architecture>? {
    guard let node = try spec.object("nodeSelector")?["kubernetes.io/arch"],
      let own = Architecture(userName: try text(node))
    else { return nil }
    return Setting(value: own, location: location(node))
  }
}
