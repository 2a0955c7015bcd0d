internal import Files

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

extension ExitError {
  /// What `body` makes, or why a file kept it from that.
  static func wrapping<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
  ) throws(ExitError) -> Result {
    do {
      return try body()
    } catch {
      throw ExitError(error)
    }
  }

  /// `nil` for an error of another kind, such as the command line's.
  init?(catching error: any Error) {
    switch error {
    case let error as ExitError: self = error
    case let error as FileError: self = ExitError(error)
    default: return nil
    }
  }

  init(_ error: FileError) {
    switch error.kind {
    case .name: self = .usage(error.message)
    case .inputOutput: self = .cannot(error.message)
    }
  }
}
