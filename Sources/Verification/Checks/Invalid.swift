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
      "The profile cannot be used: it cannot be read, has no filter, asks a listener that it does not name, or, "
      + "with --live, the running kernel does not do what the filter says.",
    help: "Correct the profile at the place that the finding tells."
  ) { examination in
    let broken = examination.compilationError.flatMap { error in
      examination.verifier.map {
        Finding(error, of: $0.profile, native: $0.environment.architecture)
      }
    }
    let unheard = examination.verifier.flatMap { Finding(unheardIn: $0.profile) }
    return examination.text(.invalid) + [broken, unheard].compactMap { $0 }
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

extension Finding {
  /// A profile that asks a listener of which the runtime is told no path; `nil` for others.
  ///
  /// runc wants one for each rule with `SCMP_ACT_NOTIFY`, whether its names are known or not (`patchbpf`,
  /// `filterFlags`), and ends the start without one. The write of its descriptor has an error of its own.
  fileprivate init?(unheardIn profile: FlatProfile) {
    guard profile.listener == nil,
      let rule = profile.rules.first(where: { $0.action == .notify })
    else { return nil }
    self.init(
      .invalid, Check.invalid.severity, at: rule.location, calls: rule.names.sorted(),
      facts:
        "SCMP_ACT_NOTIFY asks a listener, and the runtime is told no listenerPath: runc starts no container "
        + "(listenerPath is not set).",
      help: "Write the path of the listener's socket as listenerPath, or use another action.")
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
