internal import Filters
internal import Findings
internal import Syscalls

extension Check {
  static let miscompiled: Check = .init(
    .miscompiled, .error,
    title: "libseccomp's filter answers a call otherwise than the profile's rules say.",
    help: "Use SCMP_CMP_EQ and SCMP_CMP_MASKED_EQ only, or one argument and constants below 2^32."
  ) { examination in
    guard let filter = examination.filter else { return [] }
    return filter.proof.miscompilations.map { $0.finding(about: filter.subject) }
  }
}

extension Miscompilation {
  fileprivate func finding(about subject: EnforcedProfile) -> Finding {
    let name = call.call?.syscall?.name
    let isLooser = meant.allSatisfy { verdict.lets(moreRunThan: $0) }
    let isStricter = meant.allSatisfy { $0.lets(moreRunThan: verdict) }
    let manner =
      isLooser ? "allows more than" : isStricter ? "allows less than" : "answers otherwise than"
    let wanted = meant.map(\.spelling).joined(separator: " or ")
    return Finding(
      .miscompiled, Check.miscompiled.severity, at: name.flatMap { subject.location(of: $0) },
      architecture: call.architecture, calls: name.map { [$0] } ?? [],
      facts: "libseccomp's filter \(manner) the rules: \(call.spelling) gets "
        + "\(verdict.spelling), by the rules \(wanted).",
      help: Check.miscompiled.help,
      witnesses: [Finding.Witness(call, profile: verdict, baseline: meant[0])])
  }
}
