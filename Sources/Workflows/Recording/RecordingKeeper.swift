internal import Glibc
internal import Text

/// The process that records a container, apart from the one that the user started and may kill.
///
/// The user's process starts the keeper, hands signals on, and ends as it ends. Where it is killed, the keeper
/// ends the recording, and undoes all that it changed.
package enum RecordingKeeper {
  /// Starts this program anew as the keeper, and waits for it; returns the exit status. The signals that end a program
  /// are held already.
  ///
  /// - Parameter arguments: the user's, after which `--keeper-of NUMBER` is put in front of any `--`.
  package static func run(_ arguments: [String]) throws(WorkflowError) -> Int32 {
    var words = arguments
    let place = words.firstIndex(of: "--") ?? words.endIndex
    words.insert(contentsOf: ["--keeper-of", "\(getpid())"], at: place)
    let keeper = ChildProcess(["/proc/self/exe"] + words, isApart: true)
    return try keeper.wait { keeper.send($0.number) }.status
  }
}

/// Whether a recording is to end early, and why.
struct Interruption {
  /// Why.
  enum Cause { case signal, killed }

  /// The process that the user started.
  private let parent: pid_t
  private(set) var cause: Cause?

  init(parent: pid_t) { self.parent = parent }

  /// Looks, and takes a short pause; returns whether the recording is to end.
  mutating func isThere() -> Bool {
    if getppid() != parent { cause = .killed }
    if EndingSignals.next(within: .milliseconds(20)) != nil, cause == nil { cause = .signal }
    return cause != nil
  }
}
