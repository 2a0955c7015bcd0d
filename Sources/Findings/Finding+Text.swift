internal import JSON

extension Finding {
  /// The facts and the help, after the path of the value in a profile, `/syscalls/3/args/0/op`.
  package var message: String {
    (location?.path.map { "\($0): " } ?? "") + facts + (help.map { " \($0)" } ?? "")
  }

  /// `profile.json:12:9`, `strace.log:12`; safe to print.
  package var place: String? { location?.escapedForTerminal }
}

extension Finding: CustomStringConvertible {
  /// `profile.json:12:9: /syscalls/3/args/0/op: unknown operator …`
  package var description: String {
    (place.map { "\($0): " } ?? "") + (severity == .error ? "" : "\(severity.rawValue): ") + message
  }
}
