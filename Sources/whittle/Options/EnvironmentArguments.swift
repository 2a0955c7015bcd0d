internal import ArgumentParser
internal import Profiles
internal import Syscalls
internal import Workflows

/// What the container runs on and holds, and what its profile must stay within.
struct EnvironmentArguments: ParsableArguments {
  @Option(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      "docker, docker@RELEASE, podman, containerd, or a profile's file. Default: docker.",
      valueName: "name|file"))
  var namedBaseline: String?

  var baseline: BaselineReference { BaselineReference(namedBaseline ?? "docker") }

  @Option(
    help: ArgumentHelp(
      "Architecture of the machine that the profile is for. Default: the logs', or this machine's. Repeatable for generate, which makes a file for each.",
      valueName: "name"))
  var arch: [ArchitectureName] = []

  /// Every machine once, in the order in which they were named.
  var machines: [Architecture] {
    arch.map(\.architecture).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The only machine; `nil` for none.
  var architecture: Architecture? { arch.last?.architecture }

  /// Refuses several machines where one is looked at.
  func requireOneArchitecture() throws {
    guard machines.count < 2 else {
      throw ValidationError("--arch stands here \(arch.count) times, and one machine is looked at.")
    }
  }

  @Option(
    help: ArgumentHelp("Kernel of the machine. Default: this machine's.", valueName: "version"))
  var kernel: String?

  @Option(help: ArgumentHelp("As for docker run. Repeatable.", valueName: "cap"))
  var capAdd: [String] = []

  @Option(help: ArgumentHelp("As for docker run. Repeatable.", valueName: "cap"))
  var capDrop: [String] = []

  @Flag(help: "How the container is started; by default the profile serves both.")
  var privileges: Privileges?

  @Option(help: "Who loads the profile: runc, crun or any. Default: any.")
  var runtime: Environment.Runtime?

  @Flag(
    name: .customLong("init"), help: "The container is started with docker run --init.")
  var withInit = false

  enum Privileges: String, EnumerableFlag {
    case noNewPrivileges, allowNewPrivileges, anyPrivileges

    var isSaid: Environment.NoNewPrivileges {
      switch self {
      case .noNewPrivileges: .on
      case .allowNewPrivileges: .off
      case .anyPrivileges: .both
      }
    }
  }

  /// What the options say of machine and container.
  var request: EnvironmentRequest { request(for: baseline) }

  /// The same for containers of the engine that has this baseline.
  func request(for baseline: BaselineReference) -> EnvironmentRequest {
    EnvironmentRequest(
      architecture: architecture, kernel: kernel,
      defaultCapabilities: baseline.defaultCapabilities, addedCapabilities: capAdd,
      droppedCapabilities: capDrop,
      noNewPrivileges: privileges?.isSaid,
      runtime: runtime, withInit: withInit)
  }
}

extension Environment.Runtime: ExpressibleByArgument {}

/// An architecture as the user names it.
struct ArchitectureName: ExpressibleByArgument {
  let architecture: Architecture

  init?(argument: String) {
    guard let architecture = Architecture(userName: argument) else { return nil }
    self.architecture = architecture
  }

  static var allValueStrings: [String] { Architecture.allCases.map(\.rawValue) }
}
