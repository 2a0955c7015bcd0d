package import Profiles
package import Syscalls

/// A profile that is checked in for a workload, and what is known of how it was made.
package struct KnownProfile: Sendable {
  /// As messages name it; not escaped.
  package let path: String
  /// Where a whittle.json names it for the workload, safe to print; `nil` where only its name tells.
  let configuration: String?
  /// What the whittle.json demands of the container; `nil` for what it does not say.
  let demands: Demands
  /// The machines that it is for; empty where any is.
  package let architectures: Set<Architecture>
  /// What the recorded calls tell of capabilities; `nil` without evidence.
  let capabilities: CapabilityUse?
  /// Of the evidence; not escaped.
  let evidence: String

  /// What a profile asks of the container that it was made for.
  package struct Demands: Sendable {
    /// What the container holds.
    package var capabilities: Set<Capability>?
    /// Whether its processes may not gain privileges.
    package var noNewPrivileges: Bool?
    /// Who loads the filter.
    package var runtime: String?
    /// Whether the engine puts a program of its own before it.
    package var withInit: Bool?

    /// Nothing demanded.
    package init() {}
  }

  /// A profile that is checked in.
  package init(
    path: String, configuration: String?, demands: Demands, architectures: Set<Architecture>,
    capabilities: CapabilityUse?, evidence: String
  ) {
    self.path = path
    self.configuration = configuration
    self.demands = demands
    self.architectures = architectures
    self.capabilities = capabilities
    self.evidence = evidence
  }
}
