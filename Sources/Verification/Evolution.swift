package import Filters
internal import Findings
package import Minimization
package import Observations
package import Profiles
package import Syscalls

/// How a profile differs from an earlier state of itself, and why.
package struct Evolution: Sendable {
  /// A call that is answered otherwise.
  package struct Call: Sendable {
    /// What is answered, and to which arguments.
    package let change: Difference.Change
    /// How much of the kernel the call exposes; `nil` where more than one call is meant.
    package let tier: RiskTier?
    /// Why the call is open now, or was; `nil` where the evidence tells no reason.
    package let reason: Reason?
  }

  /// By architecture, then by call.
  package let calls: [Call]
  /// Known weaknesses that the earlier state stopped.
  package let weaknessesOpened: [String]
  /// Known weaknesses that the earlier state did not stop.
  package let weaknessesClosed: [String]

  /// Whether every call is answered as it was.
  package var isEmpty: Bool { calls.isEmpty }

  /// A profile with what was observed of it.
  package typealias State = (profile: EnforcedProfile, observations: Observations)

  /// What is different about `new`.
  package init(
    from old: State, to new: State, within baseline: EnforcedProfile, in environment: Environment
  ) throws(TooComplex) {
    let changes = try Difference(from: old.profile.filter, to: new.profile.filter).changes
    guard !changes.isEmpty else {
      (calls, weaknessesOpened, weaknessesClosed) = ([], [], [])
      return
    }
    let before = Self.reasons(of: old, within: baseline, in: environment)
    let now = Self.reasons(of: new, within: baseline, in: environment)
    calls = changes.map { change in
      let name = change.syscall?.name
      return Call(
        change: change, tier: name.map { RiskTier(of: $0) },
        reason: name.flatMap { (change.direction == .tighter ? before : now)[$0] })
    }
    let stopped = try [old.profile, new.profile].map { profile throws(TooComplex) in
      Set(try Self.exposure(of: profile, in: environment).stopped)
    }
    let ids = Weakness.all.map(\.id)
    weaknessesOpened = ids.filter { stopped[0].contains($0) && !stopped[1].contains($0) }
    weaknessesClosed = ids.filter { !stopped[0].contains($0) && stopped[1].contains($0) }
  }

  private static func reasons(
    of state: State, within baseline: EnforcedProfile, in environment: Environment
  ) -> [String: Reason] {
    let reduction = Minimizer(
      baseline: baseline.profile, environment: environment,
      headroom: Headroom(.reachableAndProcess, of: state.observations), drift: .kernel
    ).reduce(state.observations)
    return Dictionary(
      reduction.entries.map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  private static func exposure(
    of profile: EnforcedProfile, in environment: Environment
  ) throws(TooComplex) -> Exposure {
    var diagrams = Diagrams()
    let filter = try diagrams.diagram(of: profile.filter)
    return try Exposure(
      of: filter,
      on: profile.profile.filteredArchitectures(native: environment.architecture),
      holding: environment.capabilities, in: diagrams)
  }
}
