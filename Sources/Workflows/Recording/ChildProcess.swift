internal import Glibc
internal import Subprocess
internal import Synchronization
internal import SystemPackage
internal import Text

/// A program that runs beside this one. The thread that waits for it stays free for signals.
final class ChildProcess: Sendable {
  /// How it ended.
  enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(Int32)

    /// As a shell tells it.
    var status: Int32 {
      switch self {
      case .exited(let code): code
      case .killed(let signal): 128 + signal
      }
    }
  }

  private struct State {
    var number: pid_t?
    var end: Result<End, WorkflowError>?
  }

  /// What its standard streams are.
  struct Streams: Sendable {
    var input: FileDescriptor = .standardInput
    var output: FileDescriptor = .standardOutput
    var errors: FileDescriptor = .standardError

    static let ours = Streams()
  }

  private let state = Mutex(State())
  private let name: String

  /// Starts it. Nothing is given to a shell.
  ///
  /// - Parameters:
  ///   - words: its name, looked for along PATH, or its path; and its arguments.
  ///   - variables: what its environment has beside this program's.
  ///   - isApart: whether it is out of reach of the signals that a terminal sends.
  init(
    _ words: [String], streams: Streams = .ours, variables: [String: String] = [:],
    isApart: Bool = false
  ) {
    name = words.first ?? ""
    let executable: Executable = name.contains("/") ? .path(FilePath(name)) : .name(name)
    var keys: [Subprocess.Environment.Key: String?] = [:]
    for (key, value) in variables {
      if let key = Subprocess.Environment.Key(rawValue: key) { keys[key] = value }
    }
    let environment = Subprocess.Environment.inherit.updating(keys)
    var options = PlatformOptions()
    if isApart { options.processGroupID = 0 }
    Task.detached { [self, options] in
      do {
        let result = try await Subprocess.run(
          executable, arguments: Arguments(Array(words.dropFirst())), environment: environment,
          platformOptions: options,
          input: .fileDescriptor(streams.input, closeAfterSpawningProcess: false),
          output: .fileDescriptor(streams.output, closeAfterSpawningProcess: false),
          error: .fileDescriptor(streams.errors, closeAfterSpawningProcess: false)
        ) { execution in
          let number = execution.processIdentifier.value
          state.withLock { $0.number = number }
        }
        let end: End =
          switch result.terminationStatus {
          case .exited(let code): .exited(code)
          case .signaled(let signal): .killed(signal)
          }
        state.withLock { $0.end = .success(end) }
      } catch {
        let reason = "\(error)".escapedForTerminal
        let failure = WorkflowError.cannot(
          "\(name.escapedForTerminal): error: cannot be run: \(reason)")
        state.withLock { $0.end = .failure(failure) }
      }
    }
  }

  /// Its number, once it has one.
  var number: pid_t? { state.withLock { $0.number } }

  /// How it ended; `nil` while it runs.
  var end: End? {
    get throws(WorkflowError) { try state.withLock { $0.end }?.get() }
  }

  /// Sends it a signal, unless it has ended.
  func send(_ signal: Int32, toItsGroup: Bool = false) {
    state.withLock { state in
      guard state.end == nil, let number = state.number else { return }
      _ = kill(toItsGroup ? -number : number, signal)
    }
  }

  /// Waits, however long it takes; calls `onSignal` for each signal that asks this program to end.
  func wait(onSignal: (EndingSignals.Signal) -> Void) throws(WorkflowError) -> End {
    while true {
      if let end = try end { return end }
      // Before it has a number, nobody can be told: signals are held until then.
      guard number != nil else {
        usleep(1000)
        continue
      }
      if let signal = EndingSignals.next(within: .milliseconds(20)) { onSignal(signal) }
    }
  }
}
