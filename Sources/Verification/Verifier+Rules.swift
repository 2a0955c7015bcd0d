internal import Findings
internal import Filters
internal import JSON
internal import Profiles
internal import Syscalls

/// The profile's filter against the profile's own rules.
extension Verifier {
  /// Calls that libseccomp's filter answers otherwise than the rules say.
  func miscompilationFindings(
    _ subject: EnforcedProfile, _ filter: Diagram<Verdict>, in diagrams: Diagrams
  ) throws(TooComplex) -> [Finding] {
    var diagrams = diagrams
    let meaning = try RuleSemantics(
      of: subject.profile, native: environment.architecture, in: &diagrams)
    var rest = try meaning.callsAnsweredOtherwise(by: filter, in: &diagrams)
    var findings: [Finding] = []
    while findings.count < Self.shownMiscompilations, let call = diagrams.simplestCall(in: rest) {
      findings.append(
        .miscompiled(
          call, verdict: diagrams.value(of: filter, for: call),
          meant: meaning.verdicts(for: call, in: diagrams), subject))
      rest = try diagrams.subtracting(
        try diagrams.region(token: call.architectureToken, number: call.number), from: rest)
    }
    return findings
  }

  private static var shownMiscompilations: Int { 8 }
}

extension Finding {
  /// - Parameter meant: what the rules say, one verdict at least.
  fileprivate static func miscompiled(
    _ call: Invocation, verdict: Verdict, meant: [Verdict], _ subject: EnforcedProfile
  ) -> Self {
    let name = call.call?.syscall?.name
    let isLooser = meant.allSatisfy { verdict.lets(moreRunThan: $0) }
    let isStricter = meant.allSatisfy { $0.lets(moreRunThan: verdict) }
    let manner =
      isLooser ? "allows more than" : isStricter ? "allows less than" : "answers otherwise than"
    let wanted = meant.map(\.spelling).joined(separator: " or ")
    return Self(
      .miscompiled, .error, at: name.flatMap { subject.location(of: $0) },
      architecture: call.architecture, calls: name.map { [$0] } ?? [],
      facts: "libseccomp's filter \(manner) the rules: \(call.spelling) gets "
        + "\(verdict.spelling), by the rules \(wanted). Use SCMP_CMP_EQ and SCMP_CMP_MASKED_EQ "
        + "only, or one argument and constants below 2^32.",
      witnesses: [Finding.Witness(call, profile: verdict, baseline: meant[0])])
  }

  /// A comparison that was given up.
  static func undecided(_ reason: TooComplex) -> Self {
    Self(
      .undecided, .error,
      facts: "It could not be decided whether the profile is within the baseline and its filter "
        + "says what its rules say: \(reason). Write conditions on fewer arguments of one call.")
  }
}
