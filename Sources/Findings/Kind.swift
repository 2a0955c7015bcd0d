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
    /// The profile is for another machine than the repository says, or for another one than it is deployed on.
    case environmentDiffers = "environment-differs"
    /// A comparison outgrew its bound, so that nothing is proved. Always an error.
    case undecided

    // Of deployments.
    /// The container runs without the profile, or without any.
    case profileNotInForce = "profile-not-in-force"
    case profileMissing = "profile-missing"
    /// What runs means something else than what is checked in.
    case profileDiffers = "profile-differs"
    /// No profile is named, so that the engine's default one holds.
    case profileNotNamed = "profile-not-named"
    case hostControlSocket = "host-control-socket"
    case privileged
    case capabilityUnused = "capability-unused"
    case capabilityNeeded = "capability-needed"
    /// The kernel has a weakness that is fixed since, and the profile leaves it open.
    case kernelOld = "kernel-old"
    /// Other tools fail what is right.
    case ruleExceptions = "rule-exceptions"
    case capabilityAdded = "capability-added"
    case capabilitiesKept = "capabilities-kept"
    case hostNamespace = "host-namespace"
    case usernsHost = "userns-host"
    case writableHostMount = "writable-host-mount"
    case procOrSysExposed = "proc-or-sys-exposed"
    case lsmOff = "lsm-off"
    case newPrivileges = "new-privileges"
    case runsAsRoot = "runs-as-root"
    case writableRoot = "writable-root"
    case noMemoryLimit = "no-memory-limit"
    case noPidsLimit = "no-pids-limit"
    case flatNetwork = "flat-network"
    /// Something that decides stands elsewhere: in a variable, in another file.
    case notChecked = "not-checked"

    /// What deployments are checked for.
    package static let ofDeployments: [Kind] = [
      .profileNotInForce, .profileMissing, .profileDiffers, .environmentDiffers, .profileNotNamed,
      .capabilityUnused, .capabilityNeeded, .kernelOld, .ruleExceptions, .hostControlSocket,
      .privileged, .capabilityAdded, .capabilitiesKept, .hostNamespace, .usernsHost,
      .writableHostMount, .procOrSysExposed, .lsmOff, .newPrivileges, .runsAsRoot, .writableRoot,
      .noMemoryLimit, .noPidsLimit, .flatNetwork, .notChecked,
    ]

    /// What profiles are checked for: all others, and the environment.
    package static let ofProfiles = allCases.filter {
      !ofDeployments.contains($0) || $0 == .environmentDiffers
    }
  }

  /// How bad it is, the worst first.
  package enum Severity: String, CaseIterable, Comparable, Hashable, Sendable {
    /// The profile cannot be used, or is not what it should be.
    case error
    /// It can be used, but may be other than its author thinks.
    case warning
    /// It is as it should be, and could be better; or it was not looked at.
    case note

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    }
  }
}
