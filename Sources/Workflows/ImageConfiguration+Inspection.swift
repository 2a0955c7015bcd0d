internal import Files
internal import JSON
package import Programs
internal import Text

/// What `docker image inspect`, `docker inspect` of a container, or an OCI image's configuration say.
extension ImageConfiguration {
  private static let sizeLimit = 1 << 24

  /// Reads a file; `-` is standard input.
  package init(inspectedAt path: String) throws(WorkflowError) {
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    let name = path.escapedForTerminal
    do {
      let root = try Node(parsing: bytes, maximumSize: Self.sizeLimit)
      let objects = if case .array(let elements) = root.content { elements } else { [root] }
      var configurations: [Node] = []
      for object in objects {
        if let node = try object.valueIfPresent("Config") ?? object.valueIfPresent("config") {
          configurations.append(node)
        }
      }
      guard let node = configurations.first, configurations.count == 1 else {
        throw WorkflowError.cannot(
          "\(name): error: holds \(configurations.isEmpty ? "no" : "more than one") configuration of an image; "
            + "take what docker image inspect prints of one image")
      }
      try self.init(node)
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .cannot("\(name): error: \(error)")
    }
  }

  private init(_ node: Node) throws(JSONError) {
    var commands: [[String]] = []
    if let check = try node.optional("Healthcheck") {
      commands.append(try Self.words(try check.optional("Test")))
    }
    for key in ["Entrypoint", "Cmd"] { commands.append(try Self.words(try node.optional(key))) }
    let variables = try Self.words(try node.optional("Env"))
    let path = variables.last { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) }
    self.init(
      commands: commands.filter { !$0.isEmpty },
      workingFolder: try node.optional("WorkingDir")?.string(), searchPath: path)
  }

  private static func words(_ node: Node?) throws(JSONError) -> [String] {
    guard let node else { return [] }
    // Older engines: one string.
    if case .string(let text) = node.content { return [text] }
    var words: [String] = []
    for element in try node.elements() { words.append(try element.string()) }
    return words
  }
}

extension Node {
  /// The value of a key; `nil` for `null` too.
  fileprivate func optional(_ key: String) throws(JSONError) -> Node? {
    guard let value = try valueIfPresent(key) else { return nil }
    if case .null = value.content { return nil }
    return value
  }
}
