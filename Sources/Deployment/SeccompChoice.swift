internal import Findings

/// What a workload says of its seccomp filter.
package struct SeccompChoice: Sendable {
  /// Which filter is asked for.
  package enum Value: Sendable {
    case unconfined
    /// What the engine has as its default, asked for by name.
    case engineDefault
    /// A profile's file; not escaped.
    case file(String)
    /// A profile's text.
    case text(String)
    /// A list of calls of systemd.
    case calls(SystemCallFilter)
    /// A variable decides.
    case open
  }

  /// Which filter is asked for.
  package let value: Value
  let location: SourceLocation

  init(_ value: Value, at location: SourceLocation) {
    self.value = value
    self.location = location
  }

  /// Whether a profile of one's own is asked for.
  var isNamed: Bool {
    switch value {
    case .file, .text, .calls: true
    case .unconfined, .engineDefault, .open: false
    }
  }

  /// The path of a profile; `nil` for another choice.
  var path: String? { if case .file(let path) = value { path } else { nil } }

  var isUnconfined: Bool { if case .unconfined = value { true } else { false } }

  /// Whether a variable decides.
  var isOpen: Bool { if case .open = value { true } else { false } }
}
