import Filters
import Findings
import Minimization
import Observations
import Profiles
import Syscalls
import Verification

/// Docker's default and what was seen of a small service, for an x86-64 machine.
enum Sample {
  static let environment = Environment(architecture: .x86_64, kernel: KernelVersion(6, 18))

  static let baseline = Baseline.newest.profile.resolved(for: environment)

  static func enforcedBaseline(_ environment: Environment = environment) throws -> EnforcedProfile {
    try EnforcedProfile(
      compiling: Baseline.newest.profile.resolved(for: environment), for: environment)
  }

  /// Observations, one per line of a file `trace`, in order.
  static func observations(_ seen: Seen...) -> Observations { observations(seen) }

  static func observations(_ seen: [Seen]) -> Observations {
    let run = Run(
      id: "0000000000000001", name: "trace", formats: ["strace"], lines: seen.count, processes: 1,
      observations: seen.enumerated().map { index, seen in
        var outcomes = Outcomes()
        outcomes.add(seen.outcome)
        return Observation(
          key: ObservationKey(
            architecture: seen.architecture, call: SyscallReference(parsing: seen.name),
            arguments: ArgumentValues(seen.arguments)),
          count: 1, outcomes: outcomes, first: SourceLocation(file: "trace", line: index + 1))
      }.sorted { $0.key < $1.key },
      ledger: Ledger())
    return Observations(runs: [run])
  }

  struct Seen: Sendable {
    let name: String
    var arguments: [Int: UInt64] = [:]
    var outcome = Outcome.returned
    var architecture = Architecture.x86_64

    init(
      _ name: String, _ arguments: [Int: UInt64] = [:], _ outcome: Outcome = .returned,
      on architecture: Architecture = .x86_64
    ) {
      self.name = name
      self.arguments = arguments
      self.outcome = outcome
      self.architecture = architecture
    }
  }

  static let service: [Seen] = [
    Seen("read"), Seen("write"), Seen("openat"), Seen("mmap"), Seen("socket", [0: 2, 1: 1, 2: 0]),
    Seen("clone", [0: 0x3d0f00]), Seen("clone3", [:], .failed(errno: 38)),
    Seen("personality", [0: 0xffff_ffff]), Seen("statx"), Seen("faccessat2", [:], .unknown),
  ]

  static func reduced(
    _ observations: Observations = observations(service), environment: Environment = environment
  ) -> FlatProfile {
    Minimizer(
      baseline: Baseline.newest.profile.resolved(for: environment), environment: environment
    ).reduce(observations).profile
  }

  static func report(
    on profile: FlatProfile, observations: Observations = .init(),
    environment: Environment = environment, circumstances: Circumstances = .init()
  ) throws -> VerificationResult {
    Verifier(
      profile: profile, environment: environment, observations: observations,
      circumstances: circumstances
    ).verify(within: try enforcedBaseline(environment))
  }
}

extension FlatProfile {
  /// The profile without the rules of these calls, with these rules and architectures instead.
  func changed(
    without names: Set<String> = [], adding rules: [Rule] = [],
    architectures: [Architecture] = []
  ) -> FlatProfile {
    let kept = self.rules.compactMap { rule -> Rule? in
      let names = rule.names.filter { !names.contains($0) }
      return names.isEmpty
        ? nil : Rule(names: names, action: rule.action, conditions: rule.conditions)
    }
    return FlatProfile(
      defaultAction: defaultAction, architectures: self.architectures + architectures,
      flags: flags, listener: listener, rules: kept + rules)
  }
}

extension Rule {
  static func allow(_ name: String, _ conditions: Condition...) -> Rule {
    Rule(names: [name], action: .allow, conditions: conditions)
  }
}

extension VerificationResult {
  func findings(_ kind: Finding.Kind, _ severity: Finding.Severity = .error) -> [Finding] {
    findings.filter { $0.kind == kind && $0.severity == severity }
  }
}
