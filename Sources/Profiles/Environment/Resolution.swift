internal import Syscalls

extension Profile {
  /// The profile as dockerd hands it to the runtime in `environment`; order is kept.
  ///
  /// Follows moby's `setupSeccomp` (`profiles/seccomp/seccomp_linux.go`).
  package func resolved(for environment: Environment) -> FlatProfile {
    let held = Set(environment.capabilities.map(\.rawValue))
    return FlatProfile(
      defaultAction: defaultAction, architectures: architectures.resolved(for: environment),
      flags: flags, listener: listener,
      rules: rules.filter { $0.counts(in: environment, holding: held) }.map(\.rule),
      places: places)
  }
}

extension Profile.Architectures {
  fileprivate func resolved(for environment: Environment) -> [Architecture] {
    switch self {
    case .list(let architectures): return architectures
    case .map(let families):
      guard environment.dockerArchitecture != nil,
        let family = families.first(where: { $0.architecture == environment.architecture })
      else { return [] }
      return [family.architecture] + family.subArchitectures
    }
  }
}

extension Profile.ScopedRule {
  fileprivate func counts(in environment: Environment, holding held: Set<String>) -> Bool {
    let native = environment.dockerArchitecture
    if let native, excludes.architectures.contains(native) { return false }
    if excludes.capabilities.contains(where: held.contains) { return false }
    if let kernel = excludes.minimumKernel, environment.kernel >= kernel { return false }

    if !includes.architectures.isEmpty {
      guard let native, includes.architectures.contains(native) else { return false }
    }
    guard includes.capabilities.allSatisfy(held.contains) else { return false }
    if let kernel = includes.minimumKernel, environment.kernel < kernel { return false }
    return true
  }
}

extension Environment {
  /// How dockerd names the machine in scopes and looks it up in `archMap`.
  ///
  /// None for LoongArch: Go calls it `loong64`, a key that moby's table of names lacks, so that
  /// the map's entry for it never counts.
  fileprivate var dockerArchitecture: String? {
    architecture == .loongarch64 ? nil : architecture.dockerName
  }
}
