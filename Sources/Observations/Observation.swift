package import Findings
package import Syscalls

/// What makes two events the same observation.
package struct ObservationKey: Hashable, Comparable, Sendable {
  /// The ABI that the call was made on.
  package let architecture: Architecture
  /// What was called.
  package let call: SyscallReference
  /// The values that the log gave of the call's significant arguments.
  package let arguments: ArgumentValues

  /// A call, on an ABI, with known values.
  package init(
    architecture: Architecture, call: SyscallReference, arguments: ArgumentValues = .init()
  ) {
    self.architecture = architecture
    self.call = call
    self.arguments = arguments
  }

  /// The same call, whatever its arguments.
  package var withoutArguments: Self { Self(architecture: architecture, call: call) }

  /// One word for most keys, of which logs are full.
  package func hash(into hasher: inout Hasher) {
    if case .known(let syscall) = call {
      hasher.combine(UInt32(architecture.index) << 16 | UInt32(syscall.index))
    } else {
      hasher.combine(architecture)
      hasher.combine(call)
    }
    if !arguments.isEmpty { hasher.combine(arguments) }
  }

  package static func < (left: Self, right: Self) -> Bool {
    if left.architecture != right.architecture { return left.architecture < right.architecture }
    if case .known(let call) = left.call, case .known(let other) = right.call {
      if call != other { return call < other }
    } else if left.call != right.call {
      return left.call < right.call
    }
    return left.arguments < right.arguments
  }
}

/// Events of one run folded: the same call with the same significant arguments.
package struct Observation: Hashable, Sendable {
  /// More calls than any log tells of one by one; what claims more is cut to it, so that the counts of the
  /// greatest file can be added up.
  package static let maximumCount = 1 << 36

  /// Of counts, cut to ``maximumCount``.
  static func sum(_ first: Int, _ second: Int) -> Int { min(first + second, maximumCount) }

  /// What the events have in common.
  package let key: ObservationKey
  /// How often the call was entered; 0 where the log holds the end of a call but not its start.
  package var count: Int
  /// How the calls ended.
  package var outcomes: Outcomes
  /// The least place, in the order of paths and lines, that showed the call.
  package var first: SourceLocation

  /// Events that are folded already.
  package init(key: ObservationKey, count: Int, outcomes: Outcomes, first: SourceLocation) {
    self.key = key
    self.count = count
    self.outcomes = outcomes
    self.first = first
  }

  mutating func add(_ other: Self) {
    add(later: other)
    first = min(first, other.first)
  }

  /// Adds what a later part of the same run shows, whatever its place.
  mutating func add(later: Self) {
    count += later.count
    outcomes.add(later.outcomes)
  }
}
