internal import Synchronization

/// The programs that logs show as executed, and the libraries as opened; filled by all threads that read.
package final class ProgramPaths: Sendable {
  private struct Paths {
    var executed: Set<String> = []
    var opened: Set<String> = []
  }

  private let paths = Mutex(Paths())

  /// More than any service has; a log with more is somebody's attempt to fill the memory.
  private static let limit = 1 << 16

  /// None yet.
  package init() {}

  /// Paths that were executed, sorted.
  package var executed: [String] { paths.withLock { $0.executed.sorted() } }

  /// Paths of libraries that were opened, sorted.
  package var opened: [String] { paths.withLock { $0.opened.sorted() } }

  /// Adds a program, if its path begins at the root: where another one begins, no log tells.
  package func addExecuted(_ path: String) {
    guard path.hasPrefix("/") else { return }
    paths.withLock { if $0.executed.count < Self.limit { $0.executed.insert(path) } }
  }

  /// Adds a file, if its path begins at the root and its name is a library's.
  package func addOpened(_ path: String) {
    guard path.hasPrefix("/"), path.contains(".so") else { return }
    paths.withLock { if $0.opened.count < Self.limit { $0.opened.insert(path) } }
  }
}
