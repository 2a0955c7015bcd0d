internal import Files
internal import Workflows

/// What ends a command early: a finished message and an exit status (README, "Exit status").
struct ExitError: Error {
  /// Lines for standard error, the last one without its line end; may be empty.
  let message: String
  let code: Int32

  /// Whether there is something to say has been decided before; this says no more.
  static func status(_ code: Int32) -> ExitError { ExitError(message: "", code: code) }

  init(message: String, code: Int32) {
    self.message = message
    self.code = code
  }

  /// `nil` for an error of another kind, such as the command line's.
  init?(catching error: any Error) {
    switch error {
    case let error as ExitError: self = error
    case let error as WorkflowError: self.init(error)
    case let error as FileError: self.init(WorkflowError(error))
    default: return nil
    }
  }

  init(_ error: WorkflowError) {
    message = error.message
    code =
      switch error.kind {
      case .no: 1
      case .cannot: 2
      case .usage: 64
      // As of env(1).
      case .commandNotFound: 127
      case .commandNotExecutable: 126
      }
  }
}
