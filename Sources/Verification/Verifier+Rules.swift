internal import Filters
internal import JSON
internal import Profiles
internal import Syscalls

/// The profile's filter against the profile's own rules.
extension Verifier {
  /// Calls that libseccomp's filter answers otherwise than the rules say.
  func miscompilationFindings(_ subject: EnforcedProfile) -> [Report.Finding] {
    do throws(TooComplex) {
      var diagrams = Diagrams(limit: nodeLimit)
      let meaning = try RuleMeaning(
        of: profile, native: environment.architecture, in: &diagrams)
      let filter = try diagrams.diagram(of: subject.filter)
      var rest = try meaning.callsAnsweredOtherwise(by: filter, in: &diagrams)
      var findings: [Report.Finding] = []
      while findings.count < Self.shownMiscompilations, let call = diagrams.simplestCall(in: rest) {
        findings.append(
          .miscompiled(
            call, verdict: diagrams.value(of: filter, for: call),
            meant: meaning.verdicts(for: call, in: diagrams), subject))
        rest = try diagrams.subtracting(
          try diagrams.region(token: call.architectureToken, number: call.number), from: rest)
      }
      return findings
    } catch {
      return [.undecided("whether the filter says what the rules say", error)]
    }
  }

  private static var shownMiscompilations: Int { 8 }
}

extension Report.Finding {
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
      .miscompiled, .error, place: name.flatMap { subject.place(of: $0) },
      architecture: call.architecture, calls: name.map { [$0] } ?? [],
      message: "libseccomp's filter \(manner) the rules: \(call.spelling) gets "
        + "\(verdict.spelling), by the rules \(wanted). Use SCMP_CMP_EQ and SCMP_CMP_MASKED_EQ "
        + "only, or one argument and constants below 2^32.",
      witnesses: [Witness(invocation: call, profile: verdict, baseline: meant[0])])
  }

  static func undecided(_ question: String, _ reason: TooComplex) -> Self {
    Self(
      .undecided, .error, message: "It could not be decided \(question): \(reason).")
  }
}
