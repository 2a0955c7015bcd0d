/// What ends a command early: a finished message and an exit status (README, "Exit status").
struct ExitError: Error {
  /// Lines for standard error, the last one without its line end; may be empty.
  let message: String
  let code: Int32

  /// The answer is no: a finding, a loss.
  static func no(_ message: String) -> ExitError { ExitError(message: message, code: 1) }

  /// The command line asks for something that there is not.
  static func usage(_ message: String) -> ExitError {
    ExitError(message: "error: \(message)", code: 64)
  }

  /// It could not be done: unreadable input, a malformed profile, an I/O error.
  static func cannot(_ message: String) -> ExitError { ExitError(message: message, code: 2) }
}
