package import JSON
internal import Text

/// Something about a profile's text that its author should know.
package struct Finding: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable {
    /// The profile cannot be used.
    case error
    /// It can, but says something other than it seems to.
    case warning
  }

  package let kind: Kind
  package let severity: Severity
  package let file: String
  package let position: JSON.Position
  package let path: JSON.Path
  package let message: String
  /// The call's name that it is about; not escaped.
  package let name: String?

  package init(
    _ kind: Kind, _ severity: Severity, file: String, position: JSON.Position, path: JSON.Path,
    message: String, name: String? = nil
  ) {
    self.kind = kind
    self.severity = severity
    self.file = file
    self.position = position
    self.path = path
    self.message = message
    self.name = name
  }
}

extension Finding {
  /// What is found, under a name that stays: machines filter by it.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case noProfile = "no-profile"
    case syntax
    case duplicateKey = "duplicate-key"
    case unknownKey = "unknown-key"
    case wrongType = "wrong-type"
    case tooLarge = "too-large"
    case action
    case name
    case unknownName = "unknown-name"
    case comparison = "operator"
    case index
    case value
    case mask
    case errnoRet = "errno"
    case architectures
    case flag
    case notify
    case noEffect = "no-effect"
    case repeatedArgument = "repeated-argument"
    case contradiction
    case deadRule = "dead-rule"
    case scope
    case unsafeShape = "unsafe-shape"
  }
}

extension Finding: CustomStringConvertible {
  /// `profile.json:12:9: /syscalls/3/args/0/op: unknown operator …`
  package var description: String {
    let mark = severity == .warning ? "warning: " : ""
    return "\(file.escapedForTerminal):\(position): \(mark)\(path): \(message)"
  }
}
