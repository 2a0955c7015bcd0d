import Deployment
import Findings
import Observations
import Profiles
import Syscalls

/// Profiles of a repository that is made up for a test.
struct StubProfiles: ProfileKnowledge {
  /// Paths of which there is no file.
  var missing: Set<String> = []
  /// Whether nobody knows where profiles are.
  var isBlind = false
  /// What is checked in, by the name of the workload.
  var known: [String: KnownProfile] = [:]
  var comparison: ProfileComparison = .same
  var exposure: KernelExposure?
  var standing: ProfileStanding = .unknown

  func state(ofProfileAt path: String, in kind: Deployment.Kind) -> ProfileState {
    if isBlind { return .unknown("nobody looks.") }
    return missing.contains(path) ? .unusable("No such file.") : .usable
  }

  func profile(for workload: Workload, in kind: Deployment.Kind) -> KnownProfile? {
    ([workload.name] + workload.otherNames).lazy.compactMap { known[$0] }.first
  }

  func comparison(
    of workload: Workload, with profile: KnownProfile, in kind: Deployment.Kind
  ) -> ProfileComparison { comparison }

  func standing(of workload: Workload, in kind: Deployment.Kind) -> ProfileStanding { standing }

  func kernelExposure(
    of workload: Workload, under profile: KnownProfile?, in kind: Deployment.Kind
  ) -> KernelExposure? {
    exposure
  }
}

extension KnownProfile {
  /// One of which nothing is known but what is said here.
  static func made(
    for demands: Demands = Demands(), on architectures: Set<Architecture> = [],
    calls: [(name: String, arguments: [Int: UInt64], outcomes: [Outcome])]? = nil
  ) -> Self {
    KnownProfile(
      path: "profiles/web.json", configuration: "whittle.json:3:5: /services/web",
      demands: demands, architectures: architectures,
      capabilities: calls.map { CapabilityUse(of: Observations(made: $0)) },
      evidence: "profiles/web.observations.json")
  }
}

extension Observations {
  /// One run of these calls.
  init(made calls: [(name: String, arguments: [Int: UInt64], outcomes: [Outcome])]) {
    let observations = calls.map { call in
      var outcomes = Outcomes()
      for outcome in call.outcomes { outcomes.add(outcome) }
      return Observation(
        key: ObservationKey(
          architecture: .x86_64, call: SyscallReference(parsing: call.name),
          arguments: ArgumentValues(call.arguments)),
        count: call.outcomes.count, outcomes: outcomes,
        first: SourceLocation(file: "web.strace", line: 7))
    }
    self.init(runs: [
      Run(
        id: String(repeating: "0", count: 32), name: "web.strace", formats: ["strace"], lines: 100,
        processes: 1, observations: observations.sorted { $0.key < $1.key }, ledger: Ledger())
    ])
  }
}

/// What is found in a text, as `severity kind line`.
func findings(
  _ text: String, in file: String = "compose.yaml", engine: Int? = nil,
  kubeletHasDefault: Bool = false, profiles: StubProfiles = StubProfiles()
) throws -> [Finding] {
  try Deployment(
    reading: Deployment.File(path: file, bytes: Array(text.utf8)), project: "/home/me/app"
  ).findings(
    DeploymentCircumstances(
      engine: engine, kubeletHasDefault: kubeletHasDefault, profiles: profiles))
}

extension Finding {
  /// `error profile-missing 8`
  var short: String {
    "\(severity.rawValue) \(kind.rawValue) \(location?.line ?? 0)"
  }
}
