internal import ArgumentParser
internal import Files
internal import Findings
internal import Glibc
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

/// What the container runs on and holds, and what its profile must stay within.
struct EnvironmentArguments: ParsableArguments {
  @Option(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      "docker, docker@RELEASE, or a profile's file. Default: docker.", valueName: "name|file"))
  var namedBaseline: String?

  var baseline: String { namedBaseline ?? "docker" }

  @Option(
    help: ArgumentHelp(
      "Architecture of the machine; also taken for logs that do not tell. Default: the logs', or this machine's.",
      valueName: "name"))
  var arch: ArchitectureName?

  @Option(
    help: ArgumentHelp("Kernel of the machine. Default: this machine's.", valueName: "version"))
  var kernel: String?

  @Option(help: ArgumentHelp("As for docker run. Repeatable.", valueName: "cap"))
  var capAdd: [String] = []

  @Option(help: ArgumentHelp("As for docker run. Repeatable.", valueName: "cap"))
  var capDrop: [String] = []

  @Flag(help: "How the container is started; by default the profile serves both.")
  var privileges: Privileges?

  @Option(help: "Who loads the profile: runc, crun or any.")
  var runtime: Environment.Runtime = .any

  @Flag(
    name: .customLong("init"), help: "The container is started with docker run --init.")
  var withInit = false

  enum Privileges: String, EnumerableFlag {
    case noNewPrivileges, allowNewPrivileges
  }

  /// The environment, its architecture taken from what was observed where no one says.
  func environment(for observations: Observations) throws -> Environment {
    try Self.environment(
      of: arch?.architecture ?? observations.primaryArchitecture ?? .native,
      kernel: kernel ?? Self.hostKernel, adding: capAdd, dropping: capDrop,
      noNewPrivileges: privileges.map { $0 == .noNewPrivileges ? .on : .off } ?? .both,
      runtime: runtime, withInit: withInit)
  }

  /// A container on this machine.
  static func thisMachine(
    adding: [String], dropping: [String], runtime: Environment.Runtime
  ) throws -> Environment {
    try environment(
      of: .native, kernel: hostKernel, adding: adding, dropping: dropping, noNewPrivileges: .on,
      runtime: runtime, withInit: false)
  }

  private static func environment(
    of architecture: Architecture, kernel: String, adding: [String], dropping: [String],
    noNewPrivileges: Environment.NoNewPrivileges, runtime: Environment.Runtime, withInit: Bool
  ) throws -> Environment {
    do {
      return Environment(
        architecture: architecture, kernel: try KernelVersion(parsing: kernel),
        capabilities: Capability.dockerDefault.adjusted(
          adding: try adding.map { try CapabilityRequest(userName: $0) },
          dropping: try dropping.map { try CapabilityRequest(userName: $0) }),
        noNewPrivileges: noNewPrivileges, runtime: runtime, withInit: withInit)
    } catch let error as ProfileError {
      throw ExitError.usage("\(error)")
    }
  }

  /// Whether a word names an embedded baseline, and no file.
  static func isBaselineName(_ word: String) -> Bool {
    !InputFile.exists(word) && (word == "docker" || word.hasPrefix("docker@"))
  }

  /// The baseline, its conditions undecided.
  func baselineProfile(_ messages: Messages) throws -> Profile {
    let isFile =
      baseline.contains("/") || baseline.hasSuffix(".json") || InputFile.exists(baseline)
    if baseline != "docker", !baseline.hasPrefix("docker@"), isFile {
      return try ProfileFile.read(baseline, messages)
    }
    do {
      let named = try Baseline.named(baseline)
      if let notice = named.notice { messages.note("baseline: warning: \(notice)") }
      return named.profile
    } catch {
      throw ExitError.usage("\(error)")
    }
  }

  /// The baseline as it stands in the environment; rules that libseccomp would get wrong are refused.
  func resolvedBaseline(
    for environment: Environment, _ messages: Messages
  ) throws -> FlatProfile {
    let resolved = try baselineProfile(messages).resolved(for: environment)
    let unsafe = resolved.unsafeShapes
    guard unsafe.isEmpty else {
      throw ExitError.cannot(
        unsafe.map {
          $0.finding?.description ?? "\(baseline.escapedForTerminal): error: \($0.message)"
        }
        .joined(separator: "\n"))
    }
    return resolved
  }

  private static var hostKernel: String {
    var name = utsname()
    // SAFETY: uname fills the structure with NUL-terminated strings.
    return unsafe uname(&name) == 0
      ? unsafe withUnsafeBytes(of: &name.release) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      } : ""
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

extension Observations {
  /// The machine's own ABI among those observed: one that is nobody's companion, the most used.
  var primaryArchitecture: Architecture? {
    var counts: [Architecture: Int] = [:]
    for run in runs {
      for observation in run.observations {
        counts[observation.key.architecture, default: 0] += observation.count
      }
    }
    let hosts = Architecture.allCases.filter { !$0.companions.isEmpty }
    func host(of architecture: Architecture) -> Architecture {
      hosts.first { $0.companions.contains(architecture) } ?? architecture
    }
    var byHost: [Architecture: Int] = [:]
    for (architecture, count) in counts { byHost[host(of: architecture), default: 0] += count }
    return byHost.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
