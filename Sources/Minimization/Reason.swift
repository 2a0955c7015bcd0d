package import Findings
package import Observations

/// Why a call stands in a profile.
package enum Reason: Hashable, Sendable {
  /// It was seen, and used.
  case observed(first: SourceLocation, count: Int, runs: Int)
  /// It is made for the program, by the kernel or the C library, and a trace can miss it.
  case always
  /// The vDSO answers it, most of the time.
  case vdso
  /// The runtime makes it before the program starts.
  case floor(makers: [String])
  /// It reaches the same sub-call as an observed one on an ABI with a multiplexer.
  case multiplexed(of: String)
  /// It is what callers do where the baseline refuses the call that was seen.
  case fallback(for: [String])
  /// It may be made in place of observed ones on another libc or kernel.
  case drift(Drift.Cause)
  /// A program that was loaded can make it, though no run did.
  case headroom(ProgramReach.Call)
  /// The whole baseline is kept, and only held to ordinary argument values.
  case baseline

  /// The class, for grouping, in the order of precedence.
  package enum Class: Int, CaseIterable, Hashable, Sendable {
    case observed, always, vdso, floor, multiplexed, fallback, drift, headroom, baseline
  }

  /// What is replaced, of drift.
  var drift: Drift.Cause? { if case .drift(let cause) = self { cause } else { nil } }

  /// What the emitted profile's `comment` says of the entry.
  var comment: String {
    if case .drift(let cause) = self { "drift: \(cause.words)" } else { self.class.comment }
  }

  /// The group that it belongs to in the profile.
  package var `class`: Class {
    switch self {
    case .observed: .observed
    case .always: .always
    case .vdso: .vdso
    case .floor: .floor
    case .multiplexed: .multiplexed
    case .fallback: .fallback
    case .drift: .drift
    case .headroom: .headroom
    case .baseline: .baseline
    }
  }
}

extension Reason.Class {
  /// What the emitted profile's `comment` says of the group.
  package var comment: String {
    switch self {
    case .observed: "observed"
    case .always: "always needed, and easily missed by a trace"
    case .vdso: "answered by the vDSO unless the clock source forces a real call"
    case .floor: "runtime floor: made before the program starts"
    case .multiplexed: "the other way to an observed call on this architecture"
    case .fallback: "made instead of a call that the baseline refuses"
    case .drift: "drift: on another libc or kernel"
    case .headroom: "headroom: reachable, not seen"
    case .baseline: "of the baseline"
    }
  }
}

extension Reason.Class {
  /// The class that the comment of an emitted rule tells; `nil` for a comment of somebody else's.
  package init?(comment: String) {
    let group = comment.prefix { $0 != ";" }
    let known = Self.allCases.first { group == $0.comment }
    guard let own = known ?? (group.hasPrefix("drift: ") ? .drift : nil) else { return nil }
    self = own
  }
}
