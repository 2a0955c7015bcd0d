internal import Filters
internal import Profiles
package import Seccomp
internal import Syscalls

/// Holds a profile's filters against the running kernel, call by call.
///
/// Everything else that is said about filters comes from a simulation; this is what it is worth.
package struct LiveCheck: Sendable {
  /// Combinations of arguments that one call is tried with, of those at the edges of its conditions.
  private static let combinations = 250

  /// Calls that the kernel answered as simulated; a call counts once for each filter.
  package private(set) var confirmed = 0
  let differences: [Difference]

  /// - Parameter subject: enforced on this machine's own architecture.
  package init(of subject: EnforcedProfile) throws(LiveFilterError) {
    let calls = Self.sample(for: subject)
    var differences: [Difference] = []
    for filter in Self.loadedFilters(of: subject) {
      guard let live = LiveFilter(filter) else { continue }
      for (call, answer) in zip(calls, try live.verdicts(on: calls)) {
        let simulated = filter.simulate(call).verdict
        if answer == simulated {
          confirmed += 1
        } else {
          differences.append(Difference(call: call, simulated: simulated, answer: answer))
        }
      }
    }
    self.differences = differences
  }

  /// A call that the kernel answers otherwise than simulated.
  struct Difference: Sendable {
    let call: Invocation
    let simulated: Verdict
    let answer: Verdict
  }

  /// As runtimes load it: the profile's filter, alone and behind the stubs that are in question.
  private static func loadedFilters(of subject: EnforcedProfile) -> [Filter] {
    var seen: Set<Filter> = []
    // Where a stub makes the program too long, the profile's part is asked about all the same.
    let stacked = subject.stubs.compactMap { try? Filter(subject.filter, behind: $0) }
    return ([subject.filter] + stacked).filter { seen.insert($0).inserted }
  }

  /// Every call of the machine's own ABI and of x32, at the edges of its conditions; some numbers
  /// that are nobody's.
  private static func sample(for subject: EnforcedProfile) -> [Invocation] {
    let architectures = Architecture.native == .x86_64 ? [.x86_64, .x32] : [Architecture.native]
    return architectures.flatMap { architecture in
      let named = Syscall.all.filter { $0.exists(on: architecture) }
      let last = named.compactMap { $0.number(on: architecture) }.max() ?? 0
      let unnamed = [last + 1, last + 1000].map { Invocation(number: $0, on: architecture) }
      return named.flatMap { call in
        let conditions = (subject.rulesByName[call.name] ?? []).flatMap(\.conditions)
        return EdgeArguments(of: conditions).combinations(atMost: combinations).compactMap {
          Invocation(call, on: architecture, arguments: $0)
        }
      } + unnamed
    }.filter { !LiveFilter.bypassesFilters($0) }
  }
}
