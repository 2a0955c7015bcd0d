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
    let status: TerminationStatus
    let output: [UInt8]
    let errors: String

    var isSuccess: Bool { status.isSuccess }

    var text: String { String(decoding: output, as: UTF8.self) }

    /// The first line of the output.
    var line: String {
      String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// What it said against the question, safe to print: the first line that tells of an error.
    var complaint: String {
      let lines = errors.split(whereSeparator: \.isNewline).map(String.init)
      let line = lines.first { $0.contains("rror") } ?? lines.last
      return line?.escapedForTerminal ?? "it gave no reason"
    }
  }

  /// What the task that asks leaves for the thread that waits.
  private final class Letter: Sendable {
    let answer = Mutex<Result<Answer, WorkflowError>>(.failure(.cannot("error: no answer")))
  }

  /// Asks, and waits. Nothing is given to a shell.
  static func ask(_ words: String...) throws(WorkflowError) -> Answer { try ask(words) }

  /// Asks, and waits for the answer: all else in this program is synchronous. Nothing is given to a shell.
  ///
  /// - Parameters:
  ///   - words: the program, looked for along PATH, and its arguments.
  ///   - variables: what its environment has beside this program's, and an order to speak English.
  static func ask(
    _ words: [String], variables: [Subprocess.Environment.Key: String] = [:]
  ) throws(WorkflowError) -> Answer {
    let letter = Letter()
    let isThere = DispatchSemaphore(value: 0)
    Task.detached {
      let answer = await answer(to: words, variables)
      letter.answer.withLock { $0 = answer }
      isThere.signal()
    }
    isThere.wait()
    return try letter.answer.withLock { $0 }.get()
  }

  private static func answer(
    to words: [String], _ variables: [Subprocess.Environment.Key: String]
  ) async -> Result<Answer, WorkflowError> {
    let name = words.first ?? ""
    // Apart from the terminal's signals, which end what this program does, and not a step of it.
    var options = PlatformOptions()
    options.processGroupID = 0
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: Arguments(Array(words.dropFirst())),
        environment: .inherit.updating(
          variables.merging(["LC_ALL": "C"]) { own, _ in own }.mapValues { $0 }),
        platformOptions: options,
        output: .bytes(limit: InputFile.limit), error: .bytes(limit: 1 << 20))
      return .success(
        Answer(
          status: result.terminationStatus, output: result.standardOutput,
          errors: String(decoding: result.standardError, as: UTF8.self)))
    } catch {
      return .failure(
        .cannot(
          "\(name.escapedForTerminal): error: cannot be run: \("\(error)".escapedForTerminal)"))
    }
  }
}
