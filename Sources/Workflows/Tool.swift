internal import Dispatch
internal import Files
internal import Subprocess
internal import Synchronization
internal import SystemPackage
internal import Text

/// A program that is asked something, and whose answer is waited for.
enum Tool {
  /// What it answered.
  struct Answer: Sendable {
    let isSuccess: Bool
    let output: String
    let errors: String

    /// The first line of the output.
    var line: String { output.split(whereSeparator: \.isNewline).first.map(String.init) ?? "" }

    /// What it said against the question, safe to print: the first line that tells of an error.
    var complaint: String {
      let lines = errors.split(whereSeparator: \.isNewline).map(String.init)
      let line = lines.first { $0.contains("rror") } ?? lines.last
      return line?.escapedForTerminal ?? "it gave no reason"
    }
  }

  private final class Letter: Sendable {
    let answer = Mutex<Result<Answer, WorkflowError>>(.failure(.cannot("record: error: no answer")))
  }

  /// Asks, and waits. Nothing is given to a shell.
  static func ask(_ words: String...) throws(WorkflowError) -> Answer { try ask(words) }

  /// Asks, and waits. Nothing is given to a shell.
  static func ask(_ words: [String]) throws(WorkflowError) -> Answer {
    let letter = Letter()
    let isThere = DispatchSemaphore(value: 0)
    Task.detached {
      let answer = await answer(to: words)
      letter.answer.withLock { $0 = answer }
      isThere.signal()
    }
    isThere.wait()
    return try letter.answer.withLock { $0 }.get()
  }

  private static func answer(to words: [String]) async -> Result<Answer, WorkflowError> {
    // Apart from the terminal's signals, which end the recording and not a step of it.
    var options = PlatformOptions()
    options.processGroupID = 0
    do {
      let result = try await Subprocess.run(
        .name(words.first ?? ""), arguments: Arguments(Array(words.dropFirst())),
        environment: .inherit.updating(["LC_ALL": "C"]), platformOptions: options,
        output: .bytes(limit: InputFile.limit), error: .bytes(limit: 1 << 20))
      return .success(
        Answer(
          isSuccess: result.terminationStatus.isSuccess,
          output: String(decoding: result.standardOutput, as: UTF8.self),
          errors: String(decoding: result.standardError, as: UTF8.self)))
    } catch {
      return .failure(
        .cannot(
          "\((words.first ?? "").escapedForTerminal): error: cannot be run: \("\(error)".escapedForTerminal)"
        ))
    }
  }
}
