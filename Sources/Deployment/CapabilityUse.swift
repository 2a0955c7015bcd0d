internal import Findings
package import Observations
internal import Profiles
internal import Syscalls

/// What recorded calls tell of the capabilities that a container needs.
package struct CapabilityUse: Sendable {
  /// A call that succeeded, and does not without a capability.
  struct Proof: Sendable {
    let capability: Capability
    /// The call's name; not escaped.
    let call: String
    let location: SourceLocation
  }

  /// Those of which a call was made that can exercise them.
  private let exercised: Set<Capability>
  /// Those without which a call would not have succeeded, in the order of their names.
  let proofs: [Proof]
  /// How many runs were looked at.
  let runs: Int

  /// What runs tell.
  package init(of observations: Observations) {
    runs = observations.runs.count
    let totals = observations.totals.map(\.observation)
    var exercised: Set<Capability> = []
    for capability in Capability.allCases {
      guard let calls = CapabilityCalls.exercising(capability.rawValue) else { continue }
      let isExercised = totals.contains { total in
        total.reachesTheKernel && calls.contains { $0.mayMatch(total.key) }
      }
      if isExercised { exercised.insert(capability) }
    }
    self.exercised = exercised
    // In a user namespace of its own, a process has them all.
    let hasNamespace = totals.contains { $0.mayEnterUserNamespace }
    proofs =
      hasNamespace
      ? []
      : CapabilityCalls.proofs.compactMap { name, calls in
        guard let capability = Capability(rawValue: name) else { return nil }
        let own = totals.first { total in
          total.outcomes.returned > 0 && calls.contains { $0.matches(total.key) }
        }
        return own.map {
          Proof(capability: capability, call: $0.key.call.description, location: $0.first)
        }
      }
  }

  /// Those of which no recorded call can have made use, sorted.
  func unused(of held: Set<Capability>) -> [Capability] {
    held.filter { capability in
      CapabilityCalls.exercising(capability.rawValue) != nil && !exercised.contains(capability)
    }.sorted()
  }

  /// Those of which calls do not tell, sorted.
  func undecided(of held: Set<Capability>) -> [Capability] {
    held.filter { CapabilityCalls.exercising($0.rawValue) == nil }.sorted()
  }
}

extension Observation {
  /// Whether the call was more than refused because it is not there, or by a filter.
  fileprivate var reachesTheKernel: Bool {
    outcomes.returned + outcomes.unknown > 0
      || outcomes.failures.contains { $0.key != Errno.ENOSYS.rawValue && $0.value > 0 }
  }

  /// CLONE_NEWUSER; what clone3 and setns ask for does not stand in their arguments.
  fileprivate var mayEnterUserNamespace: Bool {
    guard outcomes.returned + outcomes.unknown > 0 else { return false }
    switch key.call.description {
    case "clone", "unshare": return key.arguments[0].map { $0 & 0x1000_0000 != 0 } ?? true
    case "clone3", "setns": return true
    default: return false
    }
  }
}

extension CallPattern {
  /// Whether a call is one of these, as far as its arguments are known.
  fileprivate func mayMatch(_ key: ObservationKey) -> Bool { matches(key, unlessKnown: true) }

  /// Whether a call is one of these for sure.
  fileprivate func matches(_ key: ObservationKey) -> Bool { matches(key, unlessKnown: false) }

  private func matches(_ key: ObservationKey, unlessKnown answer: Bool) -> Bool {
    guard key.call.syscall == call else { return false }
    return arguments.allSatisfy { bits in
      let index = call.position(ofArgument: bits.index, on: key.architecture)
      guard let value = key.arguments[index] else { return answer }
      // The kernel reads 32 bits of all that stand in the table.
      return value & bits.mask & 0xffff_ffff == bits.value
    }
  }
}
