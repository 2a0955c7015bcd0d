internal import Filters
internal import Profiles
internal import Syscalls

/// A call that libseccomp's filter answers otherwise than the profile's rules.
struct Miscompilation {
  let call: Invocation
  let verdict: Verdict
  /// What the rules say, one verdict at least.
  let meant: [Verdict]

  private static let shown = 8

  /// One for each call, the simplest first, up to ``shown``.
  /// - Parameter filter: the profile's, in `diagrams`.
  static func all(
    of profile: FlatProfile, into filter: Diagram<Verdict>, native: Architecture,
    in diagrams: Diagrams
  ) throws(TooComplex) -> [Miscompilation] {
    var diagrams = diagrams
    let semantics = try RuleSemantics(of: profile, native: native, in: &diagrams)
    var rest = try semantics.callsAnsweredOtherwise(by: filter, in: &diagrams)
    var result: [Miscompilation] = []
    while result.count < shown, let call = diagrams.simplestCall(in: rest) {
      result.append(
        Miscompilation(
          call: call, verdict: diagrams.value(of: filter, for: call),
          meant: semantics.verdicts(for: call, in: diagrams)))
      rest = try diagrams.subtracting(
        try diagrams.region(token: call.architectureToken, number: call.number), from: rest)
    }
    return result
  }
}
