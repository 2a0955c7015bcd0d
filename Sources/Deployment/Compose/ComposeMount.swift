internal import Findings
internal import JSON

extension SettingReader {
  /// - Parameters:
  ///   - volumes: what volumes of the file are folders of the host, by name.
  ///   - project: the folder from which relative paths start; absolute.
  mutating func mounts(
    _ node: JSON.Node?, volumes: [String: String], project: String
  ) throws(JSONError) -> [Mount] {
    guard let node else { return [] }
    var mounts: [Mount] = []
    for element in try node.elements() {
      let isLong = if case .object = element.content { true } else { false }
      let mount =
        isLong
        ? try longMount(element, volumes, project) : try shortMount(element, volumes, project)
      mounts.append(mount)
    }
    return mounts
  }

  /// `SOURCE:TARGET:MODE`.
  private mutating func shortMount(
    _ node: JSON.Node, _ volumes: [String: String], _ project: String
  ) throws(JSONError) -> Mount {
    let text = try node.string()
    let parts = ComposeVariables.parts(text)
    guard parts.count > 1 else {
      if ComposeVariables.literal(text) == nil { keep(open: text, at: node) }
      return Mount(source: nil, target: text, isReadOnly: false, location: location(node))
    }
    let options = parts.dropFirst(2).joined(separator: ":")
    let shape = ComposeVariables.shape(parts[0])
    if shape == nil || ComposeVariables.literal(options) == nil { keep(open: text, at: node) }
    return Mount(
      source: shape.flatMap { HostPath.source($0, volumes: volumes, project: project) },
      target: parts[1],
      isReadOnly: options.split(separator: ",").contains { ["ro", "readonly"].contains($0) },
      location: location(node))
  }

  private mutating func longMount(
    _ node: JSON.Node, _ volumes: [String: String], _ project: String
  ) throws(JSONError) -> Mount {
    let object = try MergedObject(node)
    let kind = try setting(object["type"])?.value
    let text = try object["source"].map { node throws(JSONError) in try self.text(node) }
    let shape = text.flatMap(ComposeVariables.shape)
    if let text, shape == nil { keep(open: text, at: node) }
    let source = shape.flatMap {
      // Of a bind, a bare name is a path, too.
      kind == "bind"
        ? HostPath.absolute($0, in: project)
        : HostPath.source($0, volumes: volumes, project: project)
    }
    return Mount(
      source: source,
      target: try object["target"].map { node throws(JSONError) in try self.text(node) } ?? "",
      isReadOnly: try truth(object["read_only"])?.value ?? false, location: location(node))
  }
}
