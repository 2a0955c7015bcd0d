internal import Filters
package import Observations
internal import Profiles
internal import Syscalls

/// The canary profile that containers run under: a call that it logs is one that the enforcing profile refuses.
package struct CanaryProfile: Sendable {
  /// Where it stands; not escaped.
  package let path: String
  private let enforced: EnforcedProfile

  /// The profile that was read from `path`.
  package init(_ enforced: EnforcedProfile, at path: String) {
    self.enforced = enforced
    self.path = path
  }

  /// Whether no call is logged, so that it is no canary.
  package var logsNothing: Bool {
    let profile = enforced.profile
    return profile.defaultAction != .log && !profile.rules.contains { $0.action == .log }
  }

  /// Whether a record may be its: it logs the call, with some arguments at the least. Records of filters tell no
  /// arguments.
  package func logs(_ event: FilterEvent) -> Bool {
    let invocation: PartialInvocation? =
      switch event.call {
      case .known(let call): PartialInvocation(call, on: event.architecture)
      case .number(let number):
        PartialInvocation(
          Invocation(number: number, on: event.architecture),
          unknown: Set(0..<Invocation.argumentCount))
      case .name: nil
      }
    guard event.answer == .log, let invocation else { return false }
    return switch enforced.filter.decide(invocation) {
    case .decided(let verdict): verdict == .log
    case .undecided(_, let verdicts): verdicts?.contains(.log) ?? false
    }
  }
}
