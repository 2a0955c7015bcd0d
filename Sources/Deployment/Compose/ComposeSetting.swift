internal import Findings
internal import JSON
internal import Text

/// A value of a Compose file, and where it stands.
struct ComposeSetting<Value: Sendable>: Sendable {
  /// `nil` where a variable decides.
  let value: Value?
  let location: SourceLocation
}

/// Reads values of one file, and keeps those that a variable decides.
struct ComposeReader {
  /// As the user gave it.
  let file: String
  /// Where a variable decides something.
  private(set) var open: [ComposeOpenQuestion] = []
  /// The service that is read.
  var service: String?

  init(file: String) { self.file = file }

  func location(_ node: JSON.Node) -> SourceLocation {
    SourceLocation(file: file, position: node.position, path: node.path)
  }

  /// A string, a number or a truth value, as text.
  func text(_ node: JSON.Node) throws(JSONError) -> String {
    switch node.content {
    case .number(let number): number.text
    case .bool(let bool): bool ? "true" : "false"
    case .null: ""
    default: try node.string()
    }
  }

  mutating func keep(open text: String, at node: JSON.Node) {
    open.append(ComposeOpenQuestion(text: text, location: location(node), service: service))
  }

  mutating func setting(_ node: JSON.Node?) throws(JSONError) -> ComposeSetting<String>? {
    guard let node else { return nil }
    let text = try text(node)
    let value = ComposeVariables.literal(text)
    if value == nil { keep(open: text, at: node) }
    return ComposeSetting(value: value, location: location(node))
  }

  mutating func settings(_ node: JSON.Node?) throws(JSONError) -> [ComposeSetting<String>] {
    guard let node else { return [] }
    var result: [ComposeSetting<String>] = []
    for element in try node.elements() {
      if let setting = try setting(element) { result.append(setting) }
    }
    return result
  }

  /// A truth value, which Compose also takes as a string (compose-go, `interpolation`, `toBoolean`).
  mutating func truth(_ node: JSON.Node?) throws(JSONError) -> ComposeSetting<Bool>? {
    guard let node, let setting = try setting(node) else { return nil }
    guard let word = setting.value?.lowercased() else {
      return ComposeSetting(value: nil, location: setting.location)
    }
    let isTrue = ["true", "yes", "on", "y"].contains(word)
    guard isTrue || ["false", "no", "off", "n"].contains(word) else {
      throw node.error("expected true or false, found \(word.quotedForTerminal)")
    }
    return ComposeSetting(value: isTrue, location: setting.location)
  }
}

/// A place where a variable decides what was to be checked.
struct ComposeOpenQuestion: Sendable {
  /// As it stands in the file; not escaped.
  let text: String
  let location: SourceLocation
  let service: String?
}
