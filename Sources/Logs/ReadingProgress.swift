internal import Synchronization

/// How far the reading of logs has come; whoever shows it looks now and then.
///
/// Bytes are those that the operating system delivers: of a compressed log, the compressed ones.
package final class ReadingProgress: Sendable {
  /// What is known at one moment.
  package struct State: Hashable, Sendable {
    /// Of the files as they lie on disk.
    package let bytesRead: Int
    /// `nil` where a pipe is read.
    package let bytesInAll: Int?
    /// Since reading began.
    package let elapsed: Duration

    /// How far the reading has come.
    package init(bytesRead: Int, bytesInAll: Int?, elapsed: Duration) {
      self.bytesRead = bytesRead
      self.bytesInAll = bytesInAll
      self.elapsed = elapsed
    }
  }

  private let bytesRead = Atomic(0)
  private let beginning = Mutex<(bytesInAll: Int?, time: ContinuousClock.Instant)?>(nil)

  /// Nothing read yet.
  package init() {}

  /// `nil` until it is known what is to be read.
  package var state: State? {
    beginning.withLock { $0 }.map {
      State(
        bytesRead: bytesRead.load(ordering: .relaxed), bytesInAll: $0.bytesInAll,
        elapsed: $0.time.duration(to: .now))
    }
  }

  /// Starts the clock; `nil` where the size is not known.
  package func begin(bytesInAll: Int?) {
    beginning.withLock { $0 = (bytesInAll, .now) }
  }

  func add(_ bytes: Int) {
    bytesRead.add(bytes, ordering: .relaxed)
  }
}
