internal import Findings

extension Check {
  static let unknownSyscall: Check = .init(
    .unknownSyscall, .warning, .low,
    title:
      "A name that no Linux has, or that the present libseccomp does not know: what rules say of it has no effect.",
    help: "Check the spelling, use a newer libseccomp, or take the name out."
  ) { examination in
    let text = examination.text(.unknownSyscall)
    let told = Set(text.flatMap(\.calls))
    return text
      + (examination.filter.map {
        $0.subject.droppedNames(in: $0.verifier.environment, but: told)
      } ?? [])
  }
}
