internal import Findings
internal import JSON
internal import Text

/// A value that a file says, and where it stands.
struct Setting<Value: Sendable>: Sendable {
  /// `nil` where a variable decides.
  let value: Value?
  let location: SourceLocation
}

/// Reads values of one file, and keeps what was not looked at.
struct SettingReader {
  /// As the user gave it.
  let file: String
  /// Whether `$NAME` stands for something that the file does not say.
  let hasVariables: Bool
  private(set) var unread: [Unread] = []
  /// The workload that is read.
  var workload: String?

  init(file: String, hasVariables: Bool) {
    self.file = file
    self.hasVariables = hasVariables
  }

  func location(_ node: JSON.Node) -> SourceLocation {
    SourceLocation(file: file, position: node.position, path: node.path)
  }

  /// Of a key, and the path of its value.
  func location(_ member: JSON.Node.Member) -> SourceLocation {
    SourceLocation(file: file, position: member.keyPosition, path: member.value.path)
  }

  /// The text that stands for itself; `nil` where a variable is part of it.
  func literal(_ text: String) -> String? {
    hasVariables ? ComposeVariables.literal(text) : text
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

  /// - Parameters:
  ///   - facts: finished sentences, safe to print.
  ///   - help: what to do; `nil` for what the rule says.
  mutating func keep(_ facts: String, at location: SourceLocation?, help: String? = nil) {
    unread.append(Unread(facts: facts, help: help, location: location, workload: workload))
  }

  /// Keeps that a variable decides.
  mutating func keep(open text: String, at node: JSON.Node) {
    keep(
      "A variable decides \(text.quotedForTerminal): what it stands for was not checked.",
      at: location(node))
  }

  mutating func setting(_ node: JSON.Node?) throws(JSONError) -> Setting<String>? {
    guard let node else { return nil }
    let text = try text(node)
    let value = literal(text)
    if value == nil { keep(open: text, at: node) }
    return Setting(value: value, location: location(node))
  }

  mutating func settings(_ node: JSON.Node?) throws(JSONError) -> [Setting<String>] {
    guard let node else { return [] }
    var result: [Setting<String>] = []
    for element in try node.elements() {
      if let setting = try setting(element) { result.append(setting) }
    }
    return result
  }

  /// A truth value, which Compose also takes as a string (compose-go, `interpolation`, `toBoolean`).
  mutating func truth(_ node: JSON.Node?) throws(JSONError) -> Setting<Bool>? {
    guard let node, let setting = try setting(node) else { return nil }
    guard let word = setting.value?.lowercased() else {
      return Setting(value: nil, location: setting.location)
    }
    let isTrue = ["true", "yes", "on", "y"].contains(word)
    guard isTrue || ["false", "no", "off", "n"].contains(word) else {
      throw node.error("expected true or false, found \(word.quotedForTerminal)")
    }
    return Setting(value: isTrue, location: setting.location)
  }
}

/// Something that decides, and was not looked at.
struct Unread: Sendable {
  /// Finished sentences, safe to print.
  let facts: String
  /// What to do; `nil` for what the rule says.
  let help: String?
  let location: SourceLocation?
  /// Not escaped.
  let workload: String?
}
