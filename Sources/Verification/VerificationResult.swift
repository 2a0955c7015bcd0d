internal import Filters
package import Findings
internal import Observations
internal import Profiles
package import Syscalls

/// What the verification of one profile found.
package struct VerificationResult: Sendable {
  /// Errors first, then by place, kind and call.
  package let findings: [Finding]
  /// About the baseline itself, whatever the profile.
  package let baselineFindings: [Finding]
  /// Observed calls of which the log does not tell enough to decide, in the order of their keys.
  /// Those that the baseline leaves open in the same way are nothing but told.
  package let undecided: [Undecided]
  /// Figures.
  package let summary: Summary
  /// Whether the profile could not be read, so that nothing else was looked at.
  package let isUnreadable: Bool

  /// Whether nothing is wrong with the profile; warnings do not count.
  package var passes: Bool { !findings.contains { $0.severity == .error } }

  /// Whether nothing is wrong but that something could not be read or decided. The answer is then
  /// neither yes nor no.
  package var isUndecided: Bool {
    let errors = findings.filter { $0.severity == .error }
    return isUnreadable || !errors.isEmpty && errors.allSatisfy { $0.kind == .undecided }
  }

  /// About a profile that cannot be read; the text of the circumstances says why.
  package init(unreadable circumstances: Circumstances) {
    self.init(Examination(unreadable: circumstances), Summary())
  }

  init(_ examination: Examination, within baseline: EnforcedProfile) {
    var summary = Summary()
    summary.baselineInstructions = baseline.filter.instructions.count
    if let filter = examination.filter { summary.add(filter) }
    self.init(examination, summary)
  }

  private init(_ examination: Examination, _ summary: Summary) {
    let overrides = examination.circumstances.overrides
    findings = Check.all.flatMap { $0.findings(examination) }.map(overrides.applied).sorted()
    baselineFindings = examination.filter?.baselineFindings ?? []
    undecided = examination.filter?.replay.undecided ?? []
    self.summary = summary
    isUnreadable = examination.verifier == nil
  }
}

extension VerificationResult {
  /// Figures about what was verified.
  package struct Summary: Hashable, Sendable {
    /// Calls that the filter lets run, with some arguments at least, by architecture. Numbers that
    /// whittle has no name for are not counted.
    package internal(set) var allowedCalls: [Architecture: Int] = [:]
    /// Length of the compiled filter, and of the baseline's; 0 where none was made.
    package internal(set) var instructions = 0
    /// The same of the baseline's.
    package internal(set) var baselineInstructions = 0
    /// Calls that rules let run and log, as those of a canary do.
    package internal(set) var loggedCalls = 0
    /// What became of the observations.
    package internal(set) var replay = Replay()
    /// What the comparison with the baseline took.
    package internal(set) var comparison = Comparison()
    /// What the observations pay for the profile's filter, and for the baseline's; `nil` without any.
    package internal(set) var cost: Cost?
    /// The same for the baseline's.
    package internal(set) var baselineCost: Cost?
    /// Known weaknesses that the profile's filter stops, and those that the baseline's stops; `nil` where
    /// that was not decided.
    package internal(set) var exposure: Exposure?
    /// The same for the baseline's.
    package internal(set) var baselineExposure: Exposure?
    /// Calls that the running kernel answered as simulated; `nil` where it was not asked.
    package internal(set) var confirmedLive: Int?

    /// What became of the observations, which are counted by distinct arguments.
    package struct Replay: Hashable, Sendable {
      /// Used while recording, and let run.
      package internal(set) var passed = 0
      /// Used while recording, and refused by the profile.
      package internal(set) var failed = 0
      /// Comparisons that were not decided.
      package internal(set) var undecided = 0
      /// Ran while recording, but the baseline refuses them.
      package internal(set) var outside = 0
      /// The names of those calls and of ``unnumbered`` ones, sorted; not escaped.
      package internal(set) var outsideCalls: [String] = []
      /// Refused, or not there, while recording.
      package internal(set) var unused = 0
      /// Ran while recording, but have no number, so that no filter can be asked.
      package internal(set) var unnumbered = 0
    }

    /// What the comparison with the baseline took; it is complete, or the result has a finding
    /// `Finding.Kind.undecided`.
    package struct Comparison: Hashable, Sendable {
      /// Calls with a name, counted by architecture, of the architectures that the profile knows.
      package internal(set) var calls = 0
      /// Those of them of which a verdict, the profile's or the baseline's, depends on arguments.
      package internal(set) var dependentOnArguments = 0
      /// Of the diagrams.
      package internal(set) var nodes = 0
    }
  }
}

extension VerificationResult.Summary {
  fileprivate mutating func add(_ examination: FilterExamination) {
    let filter = examination.subject.filter
    instructions = filter.instructions.count
    loggedCalls = examination.subject.rulesByName.values.count { rules in
      rules.contains { $0.action == .log }
        && rules.allSatisfy { $0.action == .log || !$0.action.runs }
    }
    replay = examination.replay.counts
    let proof = examination.proof
    if let found = proof.comparison {
      comparison = found.counts
      allowedCalls = found.allowedCalls
    }
    exposure = proof.exposure
    baselineExposure = proof.baselineExposure
    if !examination.verifier.observations.runs.isEmpty {
      cost = Cost(of: examination.totals, under: filter)
      baselineCost = Cost(of: examination.totals, under: examination.baseline.filter)
    }
    confirmedLive = examination.live?.confirmed
  }
}
