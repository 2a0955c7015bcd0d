internal import Filters
internal import Findings
internal import Profiles
internal import Seccomp
internal import Syscalls

extension Check {
  static let invalid: Check = .init(
    .invalid, .error,
    title:
      "The profile cannot be used: it cannot be read, has no filter or an unsafe one, or, with "
      + "--live, the running kernel does not do what the filter says.",
    help: "Correct the profile at the place that the finding tells."
  ) { examination in
    examination.text(.invalid)
      + (examination.verifier?.shapeFindings ?? [])
      + (examination.compilationError.map { [Finding($0)] } ?? [])
      + (examination.filter?.live?.findings ?? [])
  }
}

extension Verifier {
  /// Calls whose rules libseccomp may compile wrongly.
  fileprivate var shapeFindings: [Finding] {
    profile.unsafeShapes.map { shape in
      Finding(
        .invalid, Check.invalid.severity,
        at: shape.rules.last?.location,
        calls: [shape.name], facts: "\(shape.message).", help: offer(for: shape.name))
    }
  }

  /// The same rules in a form that is safe, where there is one.
  private func offer(for name: String) -> String? {
    let spelling = SafeSpelling(of: name, in: profile, native: environment.architecture)
    guard let spelling, spelling.rules.count <= 8 else { return nil }
    let rules = spelling.rules.map { rule in
      let conditions = rule.conditions.map(\.description).joined(separator: " and ")
      return "\(rule.action.scmpName) where \(conditions)"
    }
    return "The same in a safe form: \(rules.joined(separator: "; "))."
  }
}

extension Finding {
  /// A profile that has no filter.
  fileprivate init(_ error: CompilationError) {
    self.init(
      .invalid, Check.invalid.severity,
      at: error.place?.rule.location,
      calls: error.place.map { [$0.name] } ?? [], facts: "No filter can be made: \(error).")
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
