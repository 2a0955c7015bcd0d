/// Which verdicts are looser than which.
///
/// A call *runs* on ``Verdict/allow`` and ``Verdict/log``; it is *refused* by ``Verdict/errno(_:)``
/// (0 too: the call only seems to succeed), ``Verdict/trap(_:)`` and both kills. ``Verdict/trace(_:)``
/// and ``Verdict/notify`` ask somebody who may let it run. So:
///
/// - What runs is looser than whatever does not run for sure.
/// - What asks is looser than a refusal, and looser than asking somebody else: a tracer, another
///   number for the tracer, a supervisor.
/// - Refusals are never looser than anything. That two of them differ is a change of answer, not of
///   permission.
///
/// What a filter says of architectures that it does not know, of x32 calls and of number −1 is an
/// answer like all others: an architecture that is let in is looser than one that kills.
extension Verdict {
  /// Whether the call does not run, and nobody is asked.
  package var refuses: Bool { strictness >= Verdict.errno(0).strictness }

  /// Whether a call with this verdict may run although `other` keeps it, or may keep it, from
  /// running.
  package func lets(moreRunThan other: Verdict) -> Bool {
    if refuses || other.runsCall { return false }
    return runsCall || self != other
  }
}

extension Diagrams {
  /// The calls that `first` may let run and that `second` may keep from running; none where
  /// `first` is at most as permissive as `second`.
  package mutating func callsLooser(
    in first: Diagram<Verdict>, than second: Diagram<Verdict>
  ) throws(TooComplex) -> Region {
    try combine(first, second, same: false) { $0.lets(moreRunThan: $1) }
  }

  /// Whether every call that `first` may let run is one that `second` does not keep from running.
  package mutating func isAtMostAsPermissive(
    _ first: Diagram<Verdict>, as second: Diagram<Verdict>
  ) throws(TooComplex) -> Bool {
    try callsLooser(in: first, than: second) == .none
  }
}
