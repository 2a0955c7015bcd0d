package import Syscalls

/// What a container runs on and holds, as far as its filter depends on it.
package struct Environment: Hashable, Sendable {
  /// Whether the process starts with no-new-privileges, and the filter is loaded late.
  package enum NoNewPrivileges: String, CaseIterable, Hashable, Sendable {
    case on, off, both
  }

  /// Who loads the filter.
  package enum Runtime: String, CaseIterable, Hashable, Sendable {
    case runc, crun, any
  }

  /// The machine's own ABI.
  package let architecture: Architecture
  /// Of the machine.
  package let kernel: KernelVersion
  /// The bounding set, which the user within the container does not change.
  package let capabilities: Set<Capability>
  /// How the container is started.
  package let noNewPrivileges: NoNewPrivileges
  /// Who loads the profile.
  package let runtime: Runtime
  /// Whether the container is started with `docker run --init`.
  package let withInit: Bool

  /// What a container runs on and holds.
  package init(
    architecture: Architecture, kernel: KernelVersion,
    capabilities: Set<Capability> = Capability.dockerDefault,
    noNewPrivileges: NoNewPrivileges = .both, runtime: Runtime = .any, withInit: Bool = false
  ) {
    self.architecture = architecture
    self.kernel = kernel
    self.capabilities = capabilities
    self.noNewPrivileges = noNewPrivileges
    self.runtime = runtime
    self.withInit = withInit
  }
}
