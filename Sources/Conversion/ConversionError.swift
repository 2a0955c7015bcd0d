internal import Findings
internal import Profiles
internal import Text

/// Why a form cannot say what a profile says.
package struct ConversionError: Error, Hashable, Sendable {
  /// One thing that cannot be said.
  package struct Problem: Hashable, Sendable {
    /// `profile.json:12:9: /syscalls/3`, safe to print; `nil` where no rule is meant.
    package let place: String?
    /// What cannot be said, and what to do.
    package let message: String
  }

  /// In the order of the profile.
  package let problems: [Problem]

  init(_ problems: [Problem]) { self.problems = problems }

  init(_ message: String, at rule: Rule? = nil) {
    problems = [Problem(message, at: rule)]
  }
}

extension ConversionError.Problem {
  init(_ message: String, at rule: Rule? = nil) {
    place = rule?.location?.withPath
    self.message = message
  }
}
