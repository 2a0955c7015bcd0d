internal import Filters
internal import Minimization
internal import Observations
internal import Syscalls
internal import Text

/// Every observation, put to the profile's filter and to the baseline's.
struct Replay {
  /// Observations of one call of one architecture that the profile refuses.
  struct Failure {
    private(set) var first: Observation
    private(set) var verdict: Verdict
    /// Whether the baseline lets it run whatever the log does not tell.
    private(set) var isCertain: Bool
    private(set) var calls = 0
    private(set) var variants = 0

    fileprivate init(_ observation: Observation, _ verdict: Verdict, isCertain: Bool) {
      first = observation
      self.verdict = verdict
      self.isCertain = isCertain
    }

    fileprivate mutating func add(_ observation: Observation, _ verdict: Verdict, isCertain: Bool) {
      if observation.first < first.first {
        first = observation
        self.verdict = verdict
        self.isCertain = isCertain
      }
      calls += observation.count
      variants += 1
    }
  }

  private(set) var failures: [Failure] = []
  /// Those of ``undecided`` that the baseline leaves open, or leaves open otherwise.
  private(set) var doubts: [VerificationResult.Undecided] = []
  private(set) var undecided: [VerificationResult.Undecided] = []
  /// What ran although the baseline refuses it, and nothing is called instead, by call.
  private(set) var outside: [[Observation]] = []
  private(set) var counts = VerificationResult.Summary.Replay()

  private let native: Architecture

  init(
    of totals: [Observations.Total], through subject: EnforcedProfile,
    within baseline: EnforcedProfile, native: Architecture
  ) {
    self.native = native
    var failures: [ObservationKey: Failure] = [:]
    var outside: [Observation] = []
    for (observation, _) in totals {
      let forms = observation.key.forms
      // Of several ways to one call, those count that the baseline leaves open.
      let open = forms.filter { !baseline.verdict(for: $0).isRefusal }
      switch UsageOutcome(observation.outcomes, refused: open.isEmpty) {
      case .outside:
        if forms.isEmpty { counts.unnumbered += 1 } else { counts.outside += 1 }
        outside.append(observation)
      case .refused, .absent: counts.unused += 1
      case .used:
        let answers = open.map { (baseline.verdict(for: $0), subject.verdict(for: $0)) }
        judge(observation, answers, subject, baseline, &failures)
      }
    }
    self.failures = failures.sorted { $0.key < $1.key }.map(\.value)
    counts.outsideCalls = Set(outside.map(\.key.call.description)).sorted()
    let byCall = Dictionary(grouping: outside, by: \.key.withoutArguments)
    self.outside = byCall.sorted { $0.key < $1.key }
      .filter { !subject.runsInstead(of: $0.key.call) }.map(\.value)
  }

  private mutating func judge(
    _ observation: Observation, _ answers: [(baseline: StackVerdict, subject: StackVerdict)],
    _ subject: EnforcedProfile, _ baseline: EnforcedProfile,
    _ failures: inout [ObservationKey: Failure]
  ) {
    for case (let allowing, .refuses(let verdict)) in answers {
      counts.failed += 1
      failures[
        observation.key.withoutArguments,
        default: Failure(observation, verdict, isCertain: allowing == .runs)
      ].add(observation, verdict, isCertain: allowing == .runs)
      return
    }
    for case (let allowing, .undecided(let arguments)) in answers {
      counts.undecided += 1
      let item = VerificationResult.Undecided(observation: observation, arguments: arguments)
      undecided.append(item)
      // The baseline's own conditions leave open what the baseline leaves open.
      let name = observation.key.call.description
      if allowing == .runs || !subject.leavesOpen(name, as: baseline, native: native) {
        doubts.append(item)
      }
      return
    }
    counts.passed += 1
  }
}

extension EnforcedProfile {
  /// Whether something runs that callers of `call` do where that is refused.
  fileprivate func runsInstead(of call: SyscallReference) -> Bool {
    Fallbacks.standingIn(for: call.description).contains { !runningAlternatives(of: $0).isEmpty }
  }
}
