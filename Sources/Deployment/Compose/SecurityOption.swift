internal import Findings

/// One of the options that Docker calls `security-opt`.
struct SecurityOption: Sendable {
  /// `seccomp`, `apparmor`, `label`, `no-new-privileges`, `systempaths`; `nil` where a variable decides.
  let name: String?
  /// `nil` where a variable decides, and for a name alone.
  let value: String?
  /// Whether a variable decides the value.
  let isOpen: Bool
  let location: SourceLocation

  /// As Compose takes it apart (docker/compose, `pkg/compose/create.go`, `parseSecurityOpts`): at the first equals
  /// sign, or else at the first colon.
  init(_ text: String, at location: SourceLocation) {
    // What stands in a variable is not looked at.
    let known = text.prefix { $0 != "$" }
    self.init(text, partingAt: known.firstIndex(of: "=") ?? known.firstIndex(of: ":"), location) {
      ComposeVariables.literal($0)
    }
  }

  /// As the engine keeps it: without variables, and what a profile holds may be any text.
  init(kept text: String, at location: SourceLocation) {
    let separator = text.firstIndex { $0 == "=" || $0 == ":" }
    self.init(text, partingAt: separator, location) { $0 }
  }

  private init(
    _ text: String, partingAt separator: String.Index?, _ location: SourceLocation,
    literal: (String) -> String?
  ) {
    self.location = location
    guard let separator else {
      let whole = literal(text)
      name = whole
      value = nil
      isOpen = whole == nil
      return
    }
    name = String(text[..<separator])
    value = literal(String(text[text.index(after: separator)...]))
    isOpen = value == nil
  }
}

extension Workload {
  /// Takes what options say; of those of one name the last one holds.
  mutating func take(_ options: [SecurityOption]) {
    securityOptions = options
    let open = options.first { $0.name == nil }
    if let option = options.last(where: { $0.name == "seccomp" }) {
      seccomp = SeccompChoice(Self.choice(option.value), at: option.location)
    } else if let open {
      seccomp = SeccompChoice(.open, at: open.location)
    }
    if let option = options.last(where: { $0.name == "no-new-privileges" }) {
      // The daemon reads the value as Go does (strconv.ParseBool).
      let isOff =
        option.value.map { ["0", "f", "F", "false", "False", "FALSE"].contains($0) } ?? false
      noNewPrivileges = Setting(value: option.isOpen ? nil : !isOff, location: option.location)
    } else if let open {
      noNewPrivileges = Setting(value: nil, location: open.location)
    }
    exposedPaths =
      options.first { $0.name == "systempaths" && $0.value == "unconfined" }?.location
  }

  private static func choice(_ value: String?) -> SeccompChoice.Value {
    switch value {
    case nil: .open
    case "unconfined": .unconfined
    case .some(let path): .file(path)
    }
  }
}
