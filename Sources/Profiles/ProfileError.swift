package import Findings
internal import JSON
internal import Text

/// Why a profile, or something that chooses one, cannot be used. The description is the message.
package enum ProfileError: Error, Hashable, Sendable {
  /// At least one of the findings is an error; warnings are among them.
  case malformed([Finding])
  case kernelVersion(String)
  case capability(String, suggestion: String?)
  case unknownBaseline(String, known: [String])
}

extension ProfileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let findings):
      findings.map(\.description).joined(separator: "\n")
    case .kernelVersion(let text):
      "\(text.quotedForTerminal) is not a kernel version; give one like 6.18 or what uname -r prints"
    case .capability(let name, let suggestion):
      "unknown capability \(name.quotedForTerminal)"
        + (suggestion.map { "; did you mean \($0)?" } ?? "; give one like SYS_ADMIN, or ALL")
    case .unknownBaseline(let name, let known):
      "unknown baseline \(name.quotedForTerminal); there are docker (the newest) and "
        + known.joined(separator: ", ") + ", or give a file"
    }
  }
}
