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
    for finding in findings {
      note(
        "\(finding.place ?? name.escapedForTerminal): \(finding.severity.rawValue): \(finding.message) "
          + "[\(finding.kind.rawValue)]")
    }
  }
}
