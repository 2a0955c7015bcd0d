internal import Findings
internal import JSON
internal import Text

extension DeploymentForm {
  /// Manifests of Kubernetes, and what kubectl prints as YAML or JSON.
  static let kubernetes = DeploymentForm { documents in
    documents.contains { document in
      guard case .object(let members) = document.content else { return false }
      return Set(members.map(\.key)).isSuperset(of: ["apiVersion", "kind"])
    }
  } read: { documents, file, _ throws(DeploymentError) in
    var reader = SettingReader(file: file, hasVariables: false)
    do throws(JSONError) {
      var containers: [Workload] = []
      for document in documents { containers += try reader.object(document) }
      if containers.isEmpty, reader.unread.isEmpty {
        reader.keep(
          "No object of it has a pod or a template of one, so there was nothing to check.",
          at: reader.location(documents[0]), help: "Leave the file out, or name those with pods.")
      }
      return Deployment(of: .kubernetes, containers, unread: reader.unread, holdsMore: true)
    } catch {
      throw DeploymentError(at: error.position, path: error.path, error.message)
    }
  }
}

extension SettingReader {
  /// The containers of an object, if it has a pod or a template of one.
  fileprivate mutating func object(_ node: JSON.Node) throws(JSONError) -> [Workload] {
    let object = try MergedObject(node)
    guard let kindNode = object["kind"] else {
      keep(
        "This document has no kind: what it is was not checked.", at: location(node),
        help: "Write its apiVersion and kind.")
      return []
    }
    let kind = try kindNode.string()
    if let items = object["items"], kind.hasSuffix("List") {
      var containers: [Workload] = []
      for item in try items.elements() { containers += try self.object(item) }
      return containers
    }
    guard let template = try podTemplate(of: object, node, kind) else { return [] }
    let metadata = try object.object("metadata")
    let name = try (metadata?["name"] ?? metadata?["generateName"]).map {
      node throws(JSONError) in try node.string()
    }
    let owner = kind.escapedForTerminal + (name.map { " \($0.quotedForTerminal)" } ?? "")
    return try pod(
      template, of: owner, named: name,
      annotations: try annotations(of: object).merging(annotations(of: template)) { $1 })
  }

  /// The object that has a pod's `metadata` and `spec`; `nil` for kinds without pods.
  private func podTemplate(
    of object: MergedObject, _ node: JSON.Node, _ kind: String
  ) throws(JSONError) -> MergedObject? {
    switch kind {
    case "Pod": return object
    case "PodTemplate": return try needed("template", of: object, at: node)
    case "CronJob":
      let job = try needed("jobTemplate", of: try needed("spec", of: object, at: node), at: node)
      return try needed("template", of: try needed("spec", of: job, at: node), at: node)
    case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job":
      return try needed("template", of: try needed("spec", of: object, at: node), at: node)
    default:
      // Of other makers' kinds, what has the shape of a pod's template is one.
      guard case .object? = object["spec"]?.content,
        case .object? = try object.object("spec")?["template"]?.content,
        let template = try object.object("spec")?.object("template"),
        case .object? = template["spec"]?.content,
        case .array? = try template.object("spec")?["containers"]?.content
      else { return nil }
      return template
    }
  }

  private func needed(
    _ key: String, of object: MergedObject, at node: JSON.Node
  ) throws(JSONError) -> MergedObject {
    guard let own = try object.object(key) else {
      throw node.error("the key \(key.quotedForTerminal) is missing, which leads to the pod")
    }
    return own
  }

  private func annotations(
    of object: MergedObject
  ) throws(JSONError) -> [String: (text: String, location: SourceLocation)] {
    var result: [String: (text: String, location: SourceLocation)] = [:]
    for member in try object.object("metadata")?.object("annotations")?.members ?? [] {
      result[member.key] = (try text(member.value), location(member))
    }
    return result
  }
}
