package import Files

/// Why a command ends early: a finished message, and what kind of answer that is.
package struct WorkflowError: Error, Hashable, Sendable {
  /// What the exit status says.
  package enum Kind: Hashable, Sendable {
    /// The answer is no: a finding, a loss.
    case no
    /// It could not be done: unreadable input, a malformed profile, an I/O error.
    case cannot
    /// The command line asks for something that there is not.
    case usage
    /// The command that was to run is not there.
    case commandNotFound
    /// The command that was to run cannot be executed.
    case commandNotExecutable
  }

  /// What kind of answer it is.
  package let kind: Kind
  /// Lines for standard error, safe to print, the last one without its line end.
  package let message: String

  /// The answer is no.
  package static func no(_ message: String) -> Self { Self(kind: .no, message: message) }

  /// It could not be done.
  package static func cannot(_ message: String) -> Self { Self(kind: .cannot, message: message) }

  /// The command line is wrong.
  package static func usage(_ message: String) -> Self {
    Self(kind: .usage, message: "error: \(message)")
  }

  /// What kept a file from being read or written.
  package init(_ error: FileError) {
    switch error.kind {
    case .name: self = .usage(error.message)
    case .inputOutput: self = .cannot(error.message)
    }
  }

  init(kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  /// What `body` makes, or why a file kept it from that.
  package static func wrapping<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
  ) throws(WorkflowError) -> Result {
    do {
      return try body()
    } catch {
      throw WorkflowError(error)
    }
  }
}

/// Takes a line that the user should know, and that changes no answer.
package typealias Note = (String) -> Void
