/// The `includes` or `excludes` of a Docker rule: the environments in which it counts or does not.
///
/// Docker calls it a filter. Names stay as they were spelled: Docker compares them exactly, so a
/// misspelt one never matches.
package struct Scope: Hashable, Sendable {
  /// With prefix, such as `CAP_SYS_ADMIN`.
  package let capabilities: [String]
  /// Docker's names, such as `amd64`.
  package let architectures: [String]
  /// The oldest kernel on which the rule holds; `nil` for any.
  package let minimumKernel: KernelVersion?

  /// Where a rule holds; empty lists ask for nothing.
  package init(
    capabilities: [String] = [], architectures: [String] = [], minimumKernel: KernelVersion? = nil
  ) {
    self.capabilities = capabilities
    self.architectures = architectures
    self.minimumKernel = minimumKernel
  }

  /// No limits.
  package static let none = Scope()
}
