package import Findings

/// What a deployment is checked with beside its text.
package struct DeploymentCircumstances: Sendable {
  /// The first number of the engine's version; `nil` where nobody says it.
  let engine: Int?
  /// Whether kubelets give the engine's default to pods that ask for nothing.
  let kubeletHasDefault: Bool
  /// Who knows the profiles that are named, and those that are checked in.
  let profiles: any ProfileKnowledge

  /// - Parameters:
  ///   - engine: the first number of the engine's version; `nil` where nobody says it.
  ///   - kubeletHasDefault: whether kubelets give the engine's default to pods that ask for nothing.
  ///   - profiles: who knows the profiles that are named, and those that are checked in.
  package init(engine: Int?, kubeletHasDefault: Bool, profiles: any ProfileKnowledge) {
    self.engine = engine
    self.kubeletHasDefault = kubeletHasDefault
    self.profiles = profiles
  }
}

/// What is known of profiles: of those that deployments name, and of those that are checked in.
package protocol ProfileKnowledge: Sendable {
  /// Whether a profile that a workload names can be used.
  func state(ofProfileAt path: String, in kind: Deployment.Kind) -> ProfileState
  /// The profile that is checked in for a workload; `nil` without one.
  func profile(for workload: Workload, in kind: Deployment.Kind) -> KnownProfile?
  /// How what a workload runs under stands to the profile that is checked in.
  func comparison(
    of workload: Workload, with profile: KnownProfile, in kind: Deployment.Kind
  ) -> ProfileComparison
  /// Whether what the workload's profile lets run is known to run under Kubernetes' RuntimeDefault as well.
  func standing(of workload: Workload, in kind: Deployment.Kind) -> ProfileStanding
  /// What the kernel that is asked about, and the profile of the workload, leave open; `nil` where nobody asks.
  func kernelExposure(
    of workload: Workload, under profile: KnownProfile?, in kind: Deployment.Kind
  ) -> KernelExposure?
}

/// Whether a profile that is named can be used.
package enum ProfileState: Sendable {
  case usable
  /// Why not: finished sentences, safe to print.
  case unusable(String)
  /// Why that was not to be seen: finished sentences, safe to print.
  case unknown(String)
}

/// How a filter that runs stands to the profile that is checked in.
package enum ProfileComparison: Sendable {
  /// It is the profile, or means the same.
  case same
  /// What is different: finished sentences, safe to print.
  case different(String, witnesses: [Finding.Witness])
  /// Why that cannot be told: finished sentences, safe to print.
  case unknown(String)
}

/// How a profile stands to the default of containerd, which is Kubernetes' RuntimeDefault.
package enum ProfileStanding: Sendable {
  /// It is verified to let nothing run that the default refuses.
  case within
  /// It lets more run, as this shows: part of a sentence, safe to print.
  case looser(String)
  case unknown
}

/// Known weaknesses that a kernel has, and a filter leaves open.
package struct KernelExposure: Sendable {
  /// As the user says it; not escaped.
  let kernel: String
  /// Whose filter leaves them open, within a sentence, safe to print: `profiles/web.json`.
  let filter: String
  /// Identifiers and the release in which each is fixed, the newest first.
  let open: [(weakness: String, fixedIn: String)]

  /// Known weaknesses that a kernel has, and a filter leaves open.
  package init(kernel: String, filter: String, open: [(weakness: String, fixedIn: String)]) {
    self.kernel = kernel
    self.filter = filter
    self.open = open
  }
}
