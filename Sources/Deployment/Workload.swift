internal import Findings
package import Profiles
package import Syscalls
internal import Text

/// What a file starts, as far as it is checked: a service of Compose, a container, a unit of systemd.
package struct Workload: Sendable {
  /// Not escaped.
  package let name: String
  /// What it is, within a sentence: `service`.
  let noun: String
  /// What it is part of, safe to print: `Deployment "web"`.
  var owner: String?
  let location: SourceLocation
  /// By which its profile may be known beside its own name, the likeliest first; not escaped.
  package var otherNames: [String] = []
  /// Whether what this file does not say of it is not said at all.
  var isWhole = true

  /// `nil` where nothing is said.
  package var seccomp: SeccompChoice?
  var privileged: Setting<Bool>?
  /// Of commands that are run in it besides.
  var privilegedCommands: [Setting<Bool>] = []
  /// The others of `security_opt`.
  var securityOptions: [SecurityOption] = []
  /// `nil` where nothing is said.
  var noNewPrivileges: Setting<Bool>?
  var addedCapabilities: [Setting<String>] = []
  var droppedCapabilities: [Setting<String>] = []
  /// What it holds where nothing is added or dropped.
  var defaultCapabilities = Capability.dockerDefault
  /// `pid`, `ipc`, `network_mode`, `uts`, `cgroup`, where they are said.
  var namespaces: [(key: String, setting: Setting<String>)] = []
  var userNamespace: Setting<String>?
  var mounts: [Mount] = []
  /// Where what runtimes hide of /proc and /sys is shown.
  var exposedPaths: SourceLocation?
  /// Whether Compose hands it the engine's socket.
  var engineSocket: Setting<Bool>?
  var user: Setting<String>?
  var isReadOnly: Setting<Bool>?
  var memoryLimits: [Setting<String>] = []
  var pidsLimits: [Setting<String>] = []
  /// The program that starts it, as the engine knows it.
  var runtime: Setting<String>?
  /// Whether it runs in gVisor, by the name of its runtime class.
  var isInSandbox = false
  /// Whether the engine puts a program of its own before it.
  var withInit: Setting<Bool>?
  /// Of the machine that it is for; `nil` where any is.
  var architecture: Setting<Architecture>?
  /// A key of `deploy` that nobody but Swarm reads, and where it stands.
  var swarmKey: (key: String, location: SourceLocation)?
  /// The networks that it joins by name; `nil` where it has a mode of its own in their place.
  var networks: [String]?
  /// Whether it only asks an engine to start a container.
  var startsContainer = false
  /// Of a command that runs without the filter, as systemd's `+` has it.
  var unfilteredCommand: SourceLocation?
  /// Of an annotation that asked for a profile until Kubernetes 1.27, and is not read any more.
  var ignoredAnnotation: SourceLocation?
  /// Where a rule of another tool is told to pass over it, by the rule's name.
  var exceptions: Set<String> = []

  init(_ name: String, _ noun: String, at location: SourceLocation) {
    self.name = name
    self.noun = noun
    self.location = location
  }

  /// Whether it is known to be privileged.
  var isPrivileged: Bool { privileged?.value == true }

  /// At the beginning of a sentence, in quotation marks, safe to print.
  var shown: String {
    "The \(noun) \(name.quotedForTerminal)" + (owner.map { " of \($0)" } ?? "")
  }

  /// What its file says of capabilities; `nil` where a variable decides, or a name is none.
  package var capabilities: Set<Capability>? {
    if isPrivileged { return Set(Capability.allCases) }
    guard isWhole, let added = Self.requests(addedCapabilities),
      let dropped = Self.requests(droppedCapabilities)
    else { return nil }
    return defaultCapabilities.adjusted(adding: added, dropping: dropped)
  }

  /// The machine that it is for; `nil` where any is.
  package var machine: Architecture? { architecture?.value ?? nil }

  private static func requests(_ settings: [Setting<String>]) -> [CapabilityRequest]? {
    var requests: [CapabilityRequest] = []
    for setting in settings {
      guard let name = setting.value, let request = try? CapabilityRequest(userName: name) else {
        return nil
      }
      requests.append(request)
    }
    return requests
  }
}
