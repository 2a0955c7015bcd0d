extension Finding {
  /// What is found, under a name that stays: machines filter by it.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A call that the service or its runtime makes, that the baseline lets run, and that the
    /// profile does not.
    case needsMore = "needs-more"
    case unused
    case looserThanBaseline = "looser-than-baseline"
    case invalid
    case lossyTrace = "lossy-trace"
    /// A call that ran while recording and that the baseline refuses, so that the profile must.
    case outsideBaseline = "outside-baseline"
    /// There were no observations to replay.
    case noEvidence = "no-evidence"
    /// Runs were recorded on a machine that the profile is not for.
    case otherMachine = "other-machine"
    /// The profile's text says something other than it seems to.
    case misleading
    /// A refusal that looks other than the baseline's.
    case errnoChanged = "errno-changed"
    case unknownSyscall = "unknown-syscall"
    /// The kernel reads less of an argument than the conditions compare, and can be made to do what
    /// they refuse.
    case conditionDoesNotBind = "condition-does-not-bind"
    /// libseccomp's filter answers a call otherwise than the profile's rules.
    case miscompiled
    /// More calls are open than the repository wants.
    case tooManyCalls = "too-many-calls"
    /// Fewer known weaknesses are stopped than the repository wants.
    case tooFewStopped = "too-few-stopped"
    /// The evidence is older than the repository wants, or nobody knows how old it is.
    case evidenceTooOld = "evidence-too-old"
    /// The runs have shown less of the behaviour than the repository wants.
    case tooMuchNovelty = "too-much-novelty"
    /// The evidence is not what whittle writes.
    case evidenceEdited = "evidence-edited"
    /// The profile is for another machine than the repository says.
    case environmentDiffers = "environment-differs"
    /// A comparison outgrew its bound, so that nothing is proved. Always an error.
    case undecided
  }

  /// How bad it is.
  package enum Severity: String, Hashable, Sendable {
    /// The profile cannot be used, or is not what it should be.
    case error
    /// It can be used, but may be other than its author thinks.
    case warning
  }
}
