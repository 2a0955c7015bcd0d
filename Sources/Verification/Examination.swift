internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Seccomp

/// What checks look at: a profile, and what was worked out about it, each once.
struct Examination {
  let circumstances: Circumstances
  /// With the profile; `nil` for one that cannot be read.
  let verifier: Verifier?
  /// Why the profile has no filter.
  let compilationError: CompilationError?
  /// `nil` for a profile without a filter.
  let filter: FilterExamination?

  init(unreadable circumstances: Circumstances) {
    self.circumstances = circumstances
    verifier = nil
    compilationError = nil
    filter = nil
  }

  init(_ verifier: Verifier, without error: CompilationError) {
    circumstances = verifier.circumstances
    self.verifier = verifier
    compilationError = error
    filter = nil
  }

  init(_ filter: FilterExamination) {
    circumstances = filter.verifier.circumstances
    verifier = filter.verifier
    compilationError = nil
    self.filter = filter
  }

  /// What the text shows of this kind.
  func text(_ kind: Finding.Kind) -> [Finding] { circumstances.text.filter { $0.kind == kind } }
}

/// A profile with its filter, held against everything that there is.
struct FilterExamination {
  let verifier: Verifier
  let subject: EnforcedProfile
  let baseline: EnforcedProfile
  /// `nil` where the running kernel was not asked.
  let live: LiveCheck?
  let totals: [Observations.Total]
  let floor: RuntimeFloor
  let replay: Replay
  let proof: Proof

  init(
    _ verifier: Verifier, _ subject: EnforcedProfile, within baseline: EnforcedProfile,
    live: LiveCheck?
  ) {
    self.verifier = verifier
    self.subject = subject
    self.baseline = baseline
    self.live = live
    totals = verifier.observations.totals
    floor = RuntimeFloor(for: verifier.environment)
    replay = Replay(
      of: totals, through: subject, within: baseline, native: verifier.environment.architecture)
    proof = Proof(
      of: subject, within: baseline, in: verifier.environment, nodeLimit: verifier.nodeLimit)
  }
}
