internal import Deployment
internal import Files
internal import Findings
internal import Observations
internal import Profiles
internal import Synchronization
internal import Syscalls
internal import Text
internal import Verification

/// The profiles of a repository, as `lint` knows them: each is read and compiled once.
final class DeploymentProfiles: ProfileKnowledge {
  private let request: DeploymentRequest
  private let here: WorkingFolder
  /// The folder from which the paths of a deployment start; absolute.
  private let project: String
  private let configuration: Configuration?
  /// Absolute; `nil` where there is none.
  private let folder: String?
  private let kernel: KernelRelease?

  private struct Memory {
    var states: [String: ProfileState] = [:]
    var files: [ReadFile: DecodedProfile] = [:]
    var known: [String: KnownProfile?] = [:]
    var exposures: [ExposureKey: [String]] = [:]
    var comparisons: [ComparisonKey: ProfileComparison] = [:]
    var standings: [StandingKey: ProfileStanding] = [:]
  }

  private struct ReadFile: Hashable {
    let path: String
    let reader: ProfileReader
  }

  private struct ExposureKey: Hashable {
    let profile: FlatProfile
    let capabilities: Set<Capability>
    let architecture: Architecture
  }

  private struct StandingKey: Hashable {
    let profile: FlatProfile
    let environment: Environment
  }

  private struct ComparisonKey: Hashable {
    let expected: FlatProfile
    let running: FlatProfile
    let environment: Environment
    /// Calls that do not count.
    let passedOver: Set<String>
  }

  private let memory = Mutex(Memory())

  /// - Parameter project: the folder from which the paths of a deployment start; absolute.
  init(
    _ request: DeploymentRequest, project: String, configuration: Configuration?,
    in here: WorkingFolder, kernel: KernelRelease?
  ) {
    self.request = request
    self.here = here
    self.project = project
    self.configuration = configuration
    self.kernel = kernel
    let folders =
      request.profiles.map { [here.absolute($0)] }
      ?? ([configuration?.folder, project, here.path].compactMap { $0 }
        .map { WorkingFolder.join($0, "profiles") })
    folder = folders.first { InputFile.exists($0 + "/.") }
  }

  // MARK: Files

  func state(ofProfileAt path: String, in kind: Deployment.Kind) -> ProfileState {
    guard let file = file(ofProfileAt: path, in: kind) else {
      guard kind == .kubernetes, let folder else {
        return .unknown(
          folder.map {
            "it stands on another machine, and there is none of its name in \(here.shown($0).escapedForTerminal)."
          } ?? "there is no folder of profiles here.")
      }
      return .unusable(
        "there is no such file below \(here.shown(folder).escapedForTerminal).")
    }
    if let known = memory.withLock({ $0.states[file] }) { return known }
    let state: ProfileState =
      switch decoded(file, as: Self.reader(of: kind)) {
      case .profile: .usable
      case .obstacle(let reason): .unusable(reason)
      }
    memory.withLock { $0.states[file] = state }
    return state
  }

  /// The absolute path of a profile that a deployment names; `nil` where it is not to be found here. Compose reads it
  /// where the project is; others have it on the machine that runs the container, so that its name alone tells which
  /// one of the folder it is.
  private func file(ofProfileAt path: String, in kind: Deployment.Kind) -> String? {
    if kind == .compose { return WorkingFolder.join(project, path) }
    if kind != .kubernetes, path.hasPrefix("/"), InputFile.exists(path) { return path }
    guard let folder else { return nil }
    var steps = path.split(separator: "/").filter { $0 != "." }
    guard !steps.contains("..") else { return nil }
    while !steps.isEmpty {
      let candidate = WorkingFolder.join(folder, steps.joined(separator: "/"))
      if InputFile.exists(candidate) { return candidate }
      steps.removeFirst()
    }
    return nil
  }

  /// A profile's file, as it was read.
  private enum DecodedProfile {
    case profile(Profile)
    /// Why it cannot be used, safe to print.
    case obstacle(String)
  }

  /// Who reads the profiles of a deployment: of a pod, containerd, whose default is RuntimeDefault.
  private static func reader(of kind: Deployment.Kind) -> ProfileReader {
    kind == .kubernetes ? .specification : .docker
  }

  private func decoded(
    _ path: String, as reader: ProfileReader = .docker
  ) -> DecodedProfile {
    let file = ReadFile(path: path, reader: reader)
    if let known = memory.withLock({ $0.files[file] }) { return known }
    let shown = here.shown(path)
    let result: DecodedProfile
    do throws(FileError) {
      result = Self.decoded(try InputFile.bytes(at: path, as: shown), shown, as: reader)
    } catch {
      result = .obstacle("\(shown.escapedForTerminal) \(error.withoutPlace(shown)).")
    }
    memory.withLock { $0.files[file] = result }
    return result
  }

  /// Engines take the profile itself, and no file that holds one.
  private static func decoded(
    _ bytes: [UInt8], _ shown: String, as reader: ProfileReader
  ) -> DecodedProfile {
    var warnings: [Finding] = []
    do throws(ProfileError) {
      return .profile(
        try Profile(decoding: bytes, file: shown, native: nil, as: reader, warnings: &warnings))
    } catch .malformed(let findings) {
      let first = findings.first { $0.severity == .error } ?? findings.first
      return .obstacle(
        first.map { "\($0.place ?? shown.escapedForTerminal): \($0.message)" } ?? "")
    } catch {
      return .obstacle("\(error).")
    }
  }

  // MARK: What is checked in

  func profile(for workload: Workload, in kind: Deployment.Kind) -> KnownProfile? {
    let names = [workload.name] + workload.otherNames
    for name in names {
      if let service = configuration?.services.first(where: { $0.name == name }),
        let known = known(service.profile, service)
      {
        return known
      }
    }
    if case .file(let path)? = workload.seccomp?.value, !path.isEmpty,
      let file = file(ofProfileAt: path, in: kind)
    {
      return known(file, configuration?.services.first { $0.profile == file })
    }
    guard let folder else { return nil }
    for name in names where !name.isEmpty && !name.contains("/") && name != ".." {
      if let known = known(WorkingFolder.join(folder, name + ".json"), nil) { return known }
    }
    return nil
  }

  private func known(_ path: String, _ service: Configuration.Service?) -> KnownProfile? {
    if let known = memory.withLock({ $0.known[path] }) { return known }
    var result: KnownProfile?
    if InputFile.exists(path), case .profile(let profile) = decoded(path) {
      result = known(profile, at: path, service)
    }
    memory.withLock { $0.known[path] = .some(result) }
    return result
  }

  private func known(
    _ profile: Profile, at path: String, _ service: Configuration.Service?
  ) -> KnownProfile {
    let settings =
      (service?.settings ?? .init()).completed(by: configuration?.settings ?? .init())
    var architectures = Set(settings.architectures?.map(\.host) ?? [])
    if architectures.isEmpty, case .list(let listed) = profile.architectures {
      // An ABI without its machine's own is a machine.
      architectures = Set(listed.map { listed.contains($0.host) ? $0.host : $0 })
    }
    let evidence =
      service?.evidence.map { ObservationFile(at: here.shown($0)) }
      ?? ObservationFile(besideProfile: here.shown(path))
    let observations = evidence.exists ? try? evidence.read() : nil
    return KnownProfile(
      path: here.shown(path),
      configuration: service?.place ?? configuration?.path.escapedForTerminal,
      demands: configuration == nil ? .init() : demands(settings), architectures: architectures,
      capabilities: observations.map { CapabilityUse(of: $0) }, evidence: evidence.path)
  }

  private func demands(_ settings: Configuration.Settings) -> KnownProfile.Demands {
    var demands = KnownProfile.Demands()
    if settings.addedCapabilities != nil || settings.droppedCapabilities != nil {
      let baseline = BaselineReference(settings.baseline ?? "docker")
      demands.capabilities = baseline.defaultCapabilities.adjusted(
        adding: (settings.addedCapabilities ?? []).compactMap {
          try? CapabilityRequest(userName: $0)
        },
        dropping: (settings.droppedCapabilities ?? []).compactMap {
          try? CapabilityRequest(userName: $0)
        })
    }
    switch settings.noNewPrivileges {
    case .on: demands.noNewPrivileges = true
    case .off: demands.noNewPrivileges = false
    case .both, nil: break
    }
    if let runtime = settings.runtime, runtime != .any { demands.runtime = runtime.rawValue }
    demands.withInit = settings.withInit ?? false
    return demands
  }

  // MARK: What runs

  func comparison(
    of workload: Workload, with profile: KnownProfile, in kind: Deployment.Kind
  ) -> ProfileComparison {
    let path = here.absolute(profile.path)
    let reader = Self.reader(of: kind)
    guard case .profile(let own) = decoded(path, as: reader), let choice = workload.seccomp else {
      return .same
    }
    let environment: Environment
    do throws(WorkflowError) {
      environment = try self.environment(of: workload, under: profile)
    } catch {
      return .unknown(error.message)
    }
    let expected = own.resolved(for: environment)
    switch choice.value {
    case .calls(let filter):
      return compare(expected, with: filter, in: environment)
    case .text(let text):
      switch Self.decoded(Array(text.utf8), "the profile that the engine holds", as: reader) {
      case .profile(let running):
        return compare(expected, with: running.resolved(for: environment), in: environment)
      case .obstacle(let reason): return .unknown(reason)
      }
    case .file(let named):
      guard let file = runningFile(named, kind), file != path,
        case .profile(let running) = decoded(file, as: reader)
      else { return .same }
      return compare(expected, with: running.resolved(for: environment), in: environment)
    case .unconfined, .engineDefault, .open: return .same
    }
  }

  func standing(of workload: Workload, in kind: Deployment.Kind) -> ProfileStanding {
    guard case .file(let named)? = workload.seccomp?.value,
      let file = runningFile(named, kind),
      case .profile(let own) = decoded(file, as: Self.reader(of: kind)),
      let environment = try? environment(
        of: workload, under: profile(for: workload, in: kind) ?? .unknown),
      let baseline = try? Baseline.named("containerd").profile
    else { return .unknown }
    let key = StandingKey(profile: own.resolved(for: environment), environment: environment)
    if let known = memory.withLock({ $0.standings[key] }) { return known }
    let standing = Self.standing(
      of: key.profile, within: baseline.resolved(for: environment), in: environment)
    memory.withLock { $0.standings[key] = standing }
    return standing
  }

  private static func standing(
    of profile: FlatProfile, within baseline: FlatProfile, in environment: Environment
  ) -> ProfileStanding {
    guard let baseline = try? EnforcedProfile(compiling: baseline, for: environment) else {
      return .unknown
    }
    let findings = Verifier(profile: profile, environment: environment).verify(within: baseline)
      .findings
    if let looser = findings.first(where: { $0.kind == .looserThanBaseline }) {
      return looser.witnesses.first.map { .looser($0.call) } ?? .unknown
    }
    let doubts: [Finding.Kind] = [.invalid, .undecided, .miscompiled]
    return findings.contains { doubts.contains($0.kind) } ? .unknown : .within
  }

  /// The file that is loaded: of a pod the kubelet's, where this is its machine.
  private func runningFile(_ path: String, _ kind: Deployment.Kind) -> String? {
    if kind == .kubernetes {
      let own = WorkingFolder.join(here.absolute(request.kubelet), "seccomp/\(path)")
      if InputFile.exists(own) { return own }
    }
    return file(ofProfileAt: path, in: kind)
  }

  private func environment(
    of workload: Workload, under profile: KnownProfile
  ) throws(WorkflowError) -> Environment {
    var request = EnvironmentRequest()
    let machine = workload.machine?.host
    request.architecture =
      machine ?? (profile.architectures.contains(.native) ? .native : profile.architectures.min())
    request.defaultCapabilities = workload.capabilities ?? request.defaultCapabilities
    return try request.environment()
  }

  private func compare(
    _ expected: FlatProfile, with running: FlatProfile, in environment: Environment,
    passingOver calls: Set<String> = []
  ) -> ProfileComparison {
    guard expected != running else { return .same }
    let key = ComparisonKey(
      expected: expected, running: running, environment: environment, passedOver: calls)
    if let known = memory.withLock({ $0.comparisons[key] }) { return known }
    let result = FilterComparison(expected, running, in: environment).result { change in
      change.calls.isEmpty || !change.calls.allSatisfy { calls.contains($0.name) }
    }
    memory.withLock { $0.comparisons[key] = result }
    return result
  }

  private func compare(
    _ expected: FlatProfile, with filter: SystemCallFilter, in environment: Environment
  ) -> ProfileComparison {
    let native = environment.architecture
    // systemd kills calls of other ABIs, whatever the profile says of them.
    let kept =
      filter.isNativeOnly
      ? FlatProfile(
        defaultAction: expected.defaultAction, architectures: [native], rules: expected.rules)
      : expected
    return compare(
      kept, with: filter.profile(on: native), in: environment,
      passingOver: filter.restrictedElsewhere)
  }

  // MARK: What the kernel has

  func kernelExposure(
    of workload: Workload, under profile: KnownProfile?, in kind: Deployment.Kind
  ) -> KernelExposure? {
    guard let kernel, let text = request.kernel else { return nil }
    let name: String
    var filter: Profile?
    switch workload.seccomp?.value {
    case .unconfined, .open: return nil
    case .file, .text, .calls:
      guard let profile,
        case .profile(let own) = decoded(
          here.absolute(profile.path), as: Self.reader(of: kind))
      else { return nil }
      name = profile.path.quotedForTerminal
      filter = own
    case .engineDefault, nil:
      name = "Docker's default profile"
      filter = (try? Baseline.named("docker"))?.profile
    }
    guard let filter,
      let environment = try? environment(
        of: workload,
        under: profile
          ?? .unknown),
      let open = openWeaknesses(of: filter.resolved(for: environment), in: environment)
    else { return nil }
    let missing = open.compactMap { id in
      KernelFixes.missing(of: id, in: kernel).map { (weakness: id, fix: $0) }
    }.sorted { ($1.fix, $1.weakness) < ($0.fix, $0.weakness) }
    return KernelExposure(
      kernel: text, filter: name, open: missing.map { ($0.weakness, $0.fix.description) })
  }

  private func openWeaknesses(
    of profile: FlatProfile, in environment: Environment
  ) -> [String]? {
    let key = ExposureKey(
      profile: profile, capabilities: environment.capabilities,
      architecture: environment.architecture)
    if let known = memory.withLock({ $0.exposures[key] }) { return known }
    guard let enforced = try? EnforcedProfile(compiling: profile, for: environment),
      let exposure = try? Exposure(of: enforced, in: environment)
    else { return nil }
    let stopped = Set(exposure.stopped)
    let open = Weakness.all.map(\.id).filter { !stopped.contains($0) }
    memory.withLock { $0.exposures[key] = open }
    return open
  }
}

extension KnownProfile {
  /// One of which nothing is known.
  fileprivate static let unknown = KnownProfile(
    path: "", configuration: nil, demands: .init(), architectures: [], capabilities: nil,
    evidence: "")
}
