internal import Synchronization

/// The programs that logs show as executed, and the files as opened; filled by all threads that read.
///
/// Paths are as the log has them: one that does not begin at the root begins in a folder that no log tells.
package final class ProgramPaths: Sendable {
  fileprivate struct Paths {
    var executed: Set<String> = []
    var libraries: Set<String> = []
    var others: Set<String> = []
    var sizes: [String: Set<Int>] = [:]
    var isCut = false
  }

  private let paths = Mutex(Paths())

  /// More than any service has; a log with more is somebody's attempt to fill the memory.
  fileprivate static let limit = 1 << 16

  /// None yet.
  package init() {}

  /// Paths that were executed, sorted.
  package var executed: [String] { paths.withLock { $0.executed.sorted() } }

  /// Paths of files that were opened, sorted.
  package var opened: [String] { paths.withLock { $0.libraries.union($0.others).sorted() } }

  /// Whether there were more than are kept.
  package var isCut: Bool { paths.withLock { $0.isCut } }

  /// How large libraries were that were opened, where the logs tell.
  package var sizes: [String: Set<Int>] { paths.withLock { $0.sizes } }

  /// Adds what a log tells of an opened file's size.
  package func add(size: Int, of path: String) {
    paths.withLock { paths in
      if paths.libraries.contains(path) { _ = paths.sizes[path, default: []].insert(size) }
    }
  }

  /// Adds a program. What `/proc` calls the program that runs already is none; nor is `/`, by which audit records name
  /// a file that is mounted alone and in no folder, as runc does with a copy of itself (1.1.5).
  package func addExecuted(_ path: String) {
    guard !path.isEmpty, path != "/", !(path.hasPrefix("/proc/") && path.hasSuffix("/exe")) else {
      return
    }
    paths.withLock { paths in paths.add(path, to: \.executed) }
  }

  /// Adds a file, unless it lies in a file system of the kernel's.
  package func addOpened(_ path: String) {
    guard !["/proc/", "/sys/", "/dev/"].contains(where: path.hasPrefix) else { return }
    if path.contains(".so") {
      paths.withLock { paths in paths.add(path, to: \.libraries) }
    } else if path.hasPrefix("/") {
      paths.withLock { paths in paths.add(path, to: \.others) }
    }
  }
}

extension ProgramPaths.Paths {
  fileprivate mutating func add(_ path: String, to set: WritableKeyPath<Self, Set<String>>) {
    if self[keyPath: set].count < ProgramPaths.limit {
      self[keyPath: set].insert(path)
    } else if !self[keyPath: set].contains(path) {
      isCut = true
    }
  }
}
