package import Findings
package import Syscalls

/// Where a profile's file says what is no rule.
///
/// Where something was read does not change what it says: all places are equal.
package struct ProfilePlaces: Sendable {
  /// Of `defaultAction`; `nil` for a profile that was not read.
  package let defaultAction: SourceLocation?
  /// Of the architectures that the file lists, each where it stands first.
  package let architectures: [Architecture: SourceLocation]

  /// Of a profile that was not read.
  package static let none = ProfilePlaces()

  /// Where the file says it.
  package init(
    defaultAction: SourceLocation? = nil, architectures: [Architecture: SourceLocation] = [:]
  ) {
    self.defaultAction = defaultAction
    self.architectures = architectures
  }
}

extension ProfilePlaces: Hashable {
  package static func == (left: Self, right: Self) -> Bool { true }

  package func hash(into hasher: inout Hasher) {}
}
