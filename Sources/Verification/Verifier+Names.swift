internal import Filters
internal import JSON
internal import Observations
internal import Profiles
internal import Seccomp
internal import Syscalls
internal import Text

extension Verifier {
  /// Names in allowing rules that the present libseccomp drops, as it does under the runtime.
  func unknownNameFindings(_ subject: EnforcedProfile) -> [Report.Finding] {
    subject.unknownNames.compactMap { name in
      let allows = subject.rulesByName[name]?.contains { $0.action.runs } ?? false
      // A call of other architectures is missed by nobody.
      let architectures = profile.filteredArchitectures(native: environment.architecture)
      let isForeign = Syscall(name).map { call in
        !architectures.contains { call.exists(on: $0) || !$0.hasNumbers }
      }
      guard allows, !(isForeign ?? false) else { return nil }
      return .init(
        .unknownSyscall, .warning, place: subject.place(of: name), calls: [name],
        message: "libseccomp \(Library.version) does not know \(name.quotedForTerminal), and "
          + "runtimes drop it silently, so that the call stays refused. \(advice(about: name))")
    }
  }

  private func advice(about name: String) -> String {
    if let introduction = Introduction(of: name) {
      return "\(introduction); use a newer one, or do without the call."
    }
    return Syscall(name) == nil
      ? "Linux 7.1 has no call of that name either: check its spelling."
      : "Take the name out."
  }

  /// The same rules in a form that is safe, where there is one.
  private func offer(for name: String) -> String {
    let spelling = SafeSpelling(of: name, in: profile, native: environment.architecture)
    guard let spelling, spelling.rules.count <= 8 else { return "" }
    let rules = spelling.rules.map { rule in
      let conditions = rule.conditions.map(\.description).joined(separator: " and ")
      return "\(rule.action.scmpName) where \(conditions)"
    }
    return " The same in a safe form: \(rules.joined(separator: "; "))."
  }

  /// Calls whose rules libseccomp may compile wrongly.
  var shapeFindings: [Report.Finding] {
    profile.unsafeShapes.map { shape in
      .init(
        .invalid, .error,
        place: shape.rules.last?.origin.map { Place(file: $0.file, line: $0.position.line) },
        calls: [shape.name], message: "\(shape.message).\(offer(for: shape.name))")
    }
  }
}

extension Report.Finding {
  /// A profile that has no filter.
  init(_ error: CompilationError) {
    let origin = error.place?.rule.origin
    self.init(
      .invalid, .error,
      place: origin.map { Place(file: $0.file, line: $0.position.line) },
      calls: error.place.map { [$0.name] } ?? [], message: "No filter can be made: \(error).")
  }
}
