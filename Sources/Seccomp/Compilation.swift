package import Filters

/// A filter that libseccomp made of a profile.
package struct Compilation: Sendable {
  /// What the profile's rules became; a runtime may put a ``RuntimeStub`` in front.
  package let filter: Filter
  /// Names in the profile that this libseccomp does not know, sorted. Rules say nothing about them.
  package let unknownNames: [String]
}
