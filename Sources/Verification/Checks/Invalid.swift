internal import Filters
internal import Findings
internal import Profiles
internal import Seccomp
internal import Syscalls
internal import Text

extension Check {
  static let invalid: Check = .init(
    .invalid, .error, .high,
    title:
      "The profile cannot be used: it cannot be read, has no filter, or, with "
      + "--live, the running kernel does not do what the filter says.",
    help: "Correct the profile at the place that the finding tells."
  ) { examination in
    let broken = examination.compilationError.flatMap { error in
      examination.verifier.map {
        Finding(error, of: $0.profile, native: $0.environment.architecture)
      }
    }
    return examination.text(.invalid) + (broken.map { [$0] } ?? [])
      + (examination.filter?.live?.findings ?? [])
  }
}

extension Finding {
  /// A profile that has no filter.
  fileprivate init(_ error: CompilationError, of profile: FlatProfile, native: Architecture) {
    let subject = error.place.map { "\($0.name.escapedForTerminal): " } ?? ""
    let offer = error.place.flatMap { profile.safeOffer(for: $0.name, native: native) }
    self.init(
      .invalid, Check.invalid.severity,
      at: error.place?.rule.location,
      calls: error.place.map { [$0.name] } ?? [],
      facts: "No filter can be made: \(subject)\(error.reason).", help: offer)
  }
}

extension LiveCheck {
  fileprivate var findings: [Finding] {
    guard let first = differences.first else { return [] }
    let names = Set(differences.compactMap { $0.call.call?.syscall?.name })
    return [
      Finding(
        .invalid, Check.invalid.severity, architecture: .native, calls: names.sorted(),
        facts: "This kernel answers \(first.answer.spelling) to \(first.call.spelling), where the "
          + "filter says \(first.simulated.spelling); \(differences.count) such differences. Nothing "
          + "else that is said about this filter can be relied on here: please report it.")
    ]
  }
}
