internal import Findings
internal import Profiles
internal import Text
internal import Verification

/// What is to be said of a filter that is used although nobody asked whether it is what its rules say.
enum CompilationRemarks {
  /// Lines about what libseccomp made of a profile, which the user calls `name`.
  static func note(
    on profile: EnforcedProfile, _ name: String, in environment: Environment, _ note: Note
  ) {
    guard let findings = try? profile.compilationFindings(native: environment.architecture) else {
      note(
        "\(name.escapedForTerminal): warning: it could not be decided whether its filter says what its "
          + "rules say")
      return
    }
    self.note(findings, about: name, note)
  }

  /// Findings as lines about a profile, which the user calls `name`.
  static func note(_ findings: [Finding], about name: String, _ note: Note) {
    for finding in findings {
      note(
        "\(finding.place ?? name.escapedForTerminal): \(finding.severity.rawValue): \(finding.message) "
          + "[\(finding.kind.rawValue)]")
    }
  }
}
