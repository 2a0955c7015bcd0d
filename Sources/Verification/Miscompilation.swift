internal import Filters
internal import Profiles
internal import Syscalls

/// A call that libseccomp's filter answers otherwise than the profile's rules.
struct Miscompilation {
  /// One call with its arguments.
  struct Example {
    let call: Invocation
    /// How many of its arguments tell it apart from calls that are compiled as meant.
    let telling: Int
    let verdict: Verdict
    /// What the rules say, one verdict at least.
    let meant: [Verdict]

    /// Whether the filter may let it run although the rules do not.
    var isLooser: Bool { meant.allSatisfy { verdict.lets(moreRunThan: $0) } }
    /// The other way round.
    var isStricter: Bool { meant.allSatisfy { $0.lets(moreRunThan: verdict) } }
  }

  /// One for each direction, what the filter lets run first.
  let examples: [Example]

  /// `nil` for a number without a name.
  var name: String? { examples[0].call.call?.syscall?.name }
  var architecture: Architecture? { examples[0].call.architecture }

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
    guard rest != .none else { return [] }
    let looser = try semantics.callsLoosened(by: filter, in: &diagrams)
    var result: [Miscompilation] = []
    while result.count < shown, let call = diagrams.simplestCall(in: rest) {
      let here = try diagrams.region(token: call.architectureToken, number: call.number)
      let wrong = try diagrams.intersection(here, rest)
      let loosened = try diagrams.intersection(wrong, looser)
      var examples: [Example] = []
      for part in [loosened, try diagrams.subtracting(loosened, from: wrong)] {
        guard let call = diagrams.simplestCall(in: part) else { continue }
        let region = diagrams.arguments(
          of: part, token: call.architectureToken, number: call.number)
        examples.append(
          Example(
            call: call, telling: try diagrams.tellingArguments(of: call, in: region),
            verdict: diagrams.value(of: filter, for: call),
            meant: semantics.verdicts(for: call, in: diagrams)))
      }
      result.append(Miscompilation(examples: examples))
      rest = try diagrams.subtracting(here, from: rest)
    }
    return result
  }
}
