internal import JSON

/// An object of YAML, with what its merge keys (`<<`) bring: keys of its own come first, then those of
/// the objects named earlier.
struct MergedObject {
  let node: JSON.Node
  /// Keys and values in the order of the text, each key once.
  let members: [JSON.Node.Member]
  private let values: [String: JSON.Node]

  init(_ node: JSON.Node) throws(JSONError) {
    var members: [JSON.Node.Member] = []
    var values: [String: JSON.Node] = [:]
    try Self.collect(node, &members, &values)
    self.node = node
    self.members = members
    self.values = values
  }

  private static func collect(
    _ node: JSON.Node, _ members: inout [JSON.Node.Member], _ values: inout [String: JSON.Node]
  ) throws(JSONError) {
    let own = try node.members()
    for member in own where member.key != "<<" && values[member.key] == nil {
      values[member.key] = member.value
      members.append(member)
    }
    for member in own where member.key == "<<" {
      if case .array(let several) = member.value.content {
        for one in several { try collect(one, &members, &values) }
      } else {
        try collect(member.value, &members, &values)
      }
    }
  }

  /// The value of a key; `nil` for `null` as well, which Compose and Kubernetes take for nothing said.
  subscript(_ key: String) -> JSON.Node? {
    values[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// The object at a key; `nil` without one.
  func object(_ key: String) throws(JSONError) -> MergedObject? {
    guard let node = self[key] else { return nil }
    return try MergedObject(node)
  }
}
