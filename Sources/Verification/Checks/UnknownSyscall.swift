internal import Findings
internal import JSON
internal import Profiles
internal import Seccomp
internal import Syscalls
internal import Text

extension Check {
  static let unknownSyscall: Check = .init(
    .unknownSyscall, .warning, .low,
    title:
      "A name that no Linux has, or that the present libseccomp does not know: it allows nothing.",
    help: "Check the spelling, use a newer libseccomp, or take the name out."
  ) { examination in
    let text = examination.text(.unknownSyscall)
    let told = Set(text.flatMap(\.calls))
    return text + (examination.filter?.unknownNames(but: told) ?? [])
  }
}

extension FilterExamination {
  /// Names in allowing rules that the present libseccomp drops, as it does under the runtime.
  /// - Parameter told: names that findings tell of already.
  fileprivate func unknownNames(but told: Set<String>) -> [Finding] {
    subject.unknownNames.filter { !told.contains($0) }.compactMap { name in
      let allows = subject.rulesByName[name]?.contains { $0.action.runs } ?? false
      // A call of other architectures is missed by nobody.
      let architectures = subject.profile.filteredArchitectures(
        native: verifier.environment.architecture)
      let isForeign = Syscall(name).map { call in
        !architectures.contains { call.exists(on: $0) || !$0.hasNumbers }
      }
      guard allows, !(isForeign ?? false) else { return nil }
      return Finding(
        .unknownSyscall, Check.unknownSyscall.severity, at: subject.location(of: name),
        calls: [name],
        facts: "libseccomp \(Libseccomp.version) does not know \(name.quotedForTerminal), and "
          + "runtimes drop it silently, so that the call stays refused.",
        help: Self.advice(about: name))
    }
  }

  private static func advice(about name: String) -> String {
    if let introduction = Introduction(of: name) {
      return "\(introduction); use a newer one, or do without the call."
    }
    return Syscall(name) == nil
      ? "Linux 7.1 has no call of that name either: check its spelling."
      : "Take the name out."
  }
}
