internal import Files
package import Observations
package import Profiles
package import Syscalls

/// What the user says of the machine and the container; the rest is taken from the logs and this machine.
package struct EnvironmentRequest: Sendable {
  /// `nil` to take the logs', or this machine's.
  package var architecture: Architecture?
  /// `6.1.0-18-amd64`; `nil` for this machine's kernel.
  package var kernel: String?
  /// What a container holds that asks for nothing.
  package var defaultCapabilities: Set<Capability>
  /// As `docker run --cap-add` takes them.
  package var addedCapabilities: [String]
  /// As `docker run --cap-drop` takes them.
  package var droppedCapabilities: [String]
  /// How the container is started; `nil` where that is not said, and the profile serves both.
  package var noNewPrivileges: Environment.NoNewPrivileges?
  /// Who loads the profile; `nil` where that is not said, and it may be any.
  package var runtime: Environment.Runtime?
  /// Whether the container is started with `docker run --init`.
  package var withInit: Bool

  /// Says nothing but what the arguments say.
  package init(
    architecture: Architecture? = nil, kernel: String? = nil,
    defaultCapabilities: Set<Capability> = Capability.dockerDefault,
    addedCapabilities: [String] = [],
    droppedCapabilities: [String] = [], noNewPrivileges: Environment.NoNewPrivileges? = nil,
    runtime: Environment.Runtime? = nil, withInit: Bool = false
  ) {
    self.architecture = architecture
    self.kernel = kernel
    self.defaultCapabilities = defaultCapabilities
    self.addedCapabilities = addedCapabilities
    self.droppedCapabilities = droppedCapabilities
    self.noNewPrivileges = noNewPrivileges
    self.runtime = runtime
    self.withInit = withInit
  }

  /// The environment, its architecture taken from what was observed where the user does not say.
  ///
  /// `isProved`: whether filters are looked at there, which takes the numbers of calls.
  package func environment(
    for observations: Observations = Observations(), isProved: Bool = true
  ) throws(WorkflowError) -> Environment {
    let architecture = architecture ?? observations.primaryArchitecture ?? .native
    if isProved { try architecture.requireNumbers() }
    do {
      return Environment(
        architecture: architecture,
        kernel: try KernelVersion(parsing: kernel ?? Self.runningKernel),
        capabilities: defaultCapabilities.adjusted(
          adding: try addedCapabilities.map { name throws(ProfileError) in
            try CapabilityRequest(userName: name)
          },
          dropping: try droppedCapabilities.map { name throws(ProfileError) in
            try CapabilityRequest(userName: name)
          }),
        noNewPrivileges: noNewPrivileges ?? .both, runtime: runtime ?? .any, withInit: withInit)
    } catch {
      throw .usage("\(error)")
    }
  }

  /// What `uname -r` prints; empty where /proc does not tell.
  private static var runningKernel: String {
    let bytes = (try? InputFile.bytes(at: "/proc/sys/kernel/osrelease")) ?? []
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
