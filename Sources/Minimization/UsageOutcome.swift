package import Observations
internal import Syscalls

/// What it means for a profile that a call was observed: refused is not used.
package enum UsageOutcome: Hashable, Sendable {
  /// It ran, or failed for a reason of its own.
  case used
  /// It ran while recording; the baseline refuses it.
  case outside
  /// It was refused while recording, and is by the baseline.
  case refused
  /// It was not there while recording (ENOSYS); the baseline would let it run.
  case absent

  /// - Parameter refused: whether the baseline surely refuses the very call.
  package init(_ outcomes: Outcomes, refused: Bool) {
    let eperm = outcomes.failures[Errno.EPERM.rawValue, default: 0]
    let others = outcomes.notRefused
    if refused {
      self = others > 0 ? .outside : .refused
    } else {
      // What failed with EPERM, or was denied by a tighter filter, although the baseline lets it
      // run, was wanted, and had a reason of its own to fail.
      self = others + eperm + outcomes.denied > 0 ? .used : .absent
    }
  }
}

extension Outcomes {
  /// The calls that no filter may have refused: those without ENOSYS, EPERM or a filter's denial.
  package var notRefused: Int {
    total - denied - failures[Errno.ENOSYS.rawValue, default: 0]
      - failures[Errno.EPERM.rawValue, default: 0]
  }

  /// Whether all of the calls were answered with ENOSYS.
  var isAbsence: Bool { total > 0 && failures[Errno.ENOSYS.rawValue] == total }
}
