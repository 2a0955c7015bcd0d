internal import Findings

/// One of a service's `security_opt`.
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
    self.location = location
    // What stands in a variable is not looked at.
    let known = text.prefix { $0 != "$" }
    let separator = known.firstIndex(of: "=") ?? known.firstIndex(of: ":")
    guard let separator else {
      let whole = ComposeVariables.literal(text)
      name = whole
      value = nil
      isOpen = whole == nil
      return
    }
    name = String(text[..<separator])
    value = ComposeVariables.literal(String(text[text.index(after: separator)...]))
    isOpen = value == nil
  }
}
