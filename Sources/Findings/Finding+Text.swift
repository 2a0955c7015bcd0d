internal import JSON
internal import Text

extension Finding {
  /// The facts and the help; of a profile's text with the path of the value, `/syscalls/3/args/0/op`.
  package var message: String {
    let path = textRule == nil ? nil : location?.path
    return (path.map { "\($0): " } ?? "") + facts + (help.map { " \($0)" } ?? "")
  }

  /// `profile.json:12`, and of a profile's text `profile.json:12:9`; safe to print.
  package var place: String? {
    location.map { location in
      let column = textRule == nil ? nil : location.column
      return "\(location.file.escapedForTerminal):\(location.line)"
        + (column.map { ":\($0)" } ?? "")
    }
  }
}

extension Finding: CustomStringConvertible {
  /// `profile.json:12:9: /syscalls/3/args/0/op: unknown operator …`
  package var description: String {
    (place.map { "\($0): " } ?? "") + (severity == .warning ? "warning: " : "") + message
  }
}
