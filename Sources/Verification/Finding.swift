package import Observations
package import Syscalls

extension VerificationResult {
  /// Something about a profile that is wrong, or may be.
  package struct Finding: Hashable, Sendable {
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
      /// The profile's text says something other than it seems to.
      case misleading
      /// A refusal that looks other than the baseline's.
      case errnoChanged = "errno-changed"
      case unknownSyscall = "unknown-syscall"
      /// The kernel reads less of an argument than the conditions compare, and can be made to do what they
      /// refuse.
      case conditionDoesNotBind = "condition-does-not-bind"
      /// libseccomp's filter answers a call otherwise than the profile's rules.
      case miscompiled
      /// A comparison outgrew its bound, so that nothing is proved. Always an error; see
      /// ``VerificationResult/isUndecided``.
      case undecided
    }

    package enum Severity: String, Hashable, Sendable {
      case error, warning
    }

    package let kind: Kind
    package let severity: Severity
    /// Of the trace that showed the call, or of the profile's rule.
    package let place: Place?
    /// In the profile's text, counted from 1; `nil` where the line alone is known.
    package let column: Int?
    /// `nil` where several, or all, are concerned.
    package let architecture: Architecture?
    /// The names of the calls concerned, sorted; not escaped.
    package let calls: [String]
    /// Finished sentences, safe to print.
    package let message: String
    /// Concrete calls that show it, the simplest first.
    package let witnesses: [Witness]

    package init(
      _ kind: Kind, _ severity: Severity, place: Place? = nil, column: Int? = nil,
      architecture: Architecture? = nil, calls: [String] = [], message: String,
      witnesses: [Witness] = []
    ) {
      self.kind = kind
      self.severity = severity
      self.place = place
      self.column = column
      self.architecture = architecture
      self.calls = calls
      self.message = message
      self.witnesses = witnesses
    }

    /// The finding as an error.
    var asError: Finding {
      Finding(
        kind, .error, place: place, column: column, architecture: architecture, calls: calls,
        message: message, witnesses: witnesses)
    }
  }

  /// An observed call whose verdict depends on what its log does not tell.
  package struct Undecided: Hashable, Sendable {
    package let observation: Observation
    /// Indices of the arguments that decide.
    package let arguments: [Int]
  }
}

extension VerificationResult.Finding: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    if left.severity != right.severity { return left.severity == .error }
    switch (left.place, right.place) {
    case (let first?, let second?) where first != second: return first < second
    case (.some, nil): return true
    case (nil, .some): return false
    default: break
    }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    return (left.calls.first ?? "", left.architecture?.rawValue ?? "", left.message)
      < (right.calls.first ?? "", right.architecture?.rawValue ?? "", right.message)
  }
}
