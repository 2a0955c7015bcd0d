internal import Glibc
internal import SystemPackage
internal import Text

/// The files of a log that its writer rotates: `audit.log`, `audit.log.1` and so on, all opened between two rotations.
struct RotatedLog {
  private let path: String
  /// The latest first.
  private let files: [FileDescriptor]

  /// Opens them; ``close()`` closes them.
  init(at path: String) throws(WorkflowError) {
    self.path = path
    var reason = "it is rotated all the time"
    for _ in 0..<500 {
      var files: [FileDescriptor] = []
      do {
        files = try Self.open(path)
        if Self.areStill(files, at: path) {
          self.files = files
          return
        }
      } catch Errno.noSuchFileOrDirectory {
        // Between its two renames.
        reason = Errno.noSuchFileOrDirectory.description
      } catch {
        throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(error)")
      }
      for file in files { try? file.close() }
      Pause.short()
    }
    throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(reason)")
  }

  func close() { for file in files { try? file.close() } }

  /// Calls `body` with each line of all of them, the oldest first, without its end.
  func forEachLine(
    _ body: (Span<UInt8>) throws(WorkflowError) -> Void
  ) throws(WorkflowError) {
    for file in files.reversed() { try FileLines.forEach(of: file, at: path, body) }
  }

  /// Whether a text stands near the end.
  func ends(with text: String) throws(WorkflowError) -> Bool {
    for file in files.prefix(2) {
      let tail = try FileEnd.bytes(of: file, at: path, count: 1 << 20)
      if String(decoding: tail, as: UTF8.self).contains(text) { return true }
    }
    return false
  }

  private static func name(_ index: Int, of path: String) -> String {
    index == 0 ? path : "\(path).\(index)"
  }

  private static func open(_ path: String) throws -> [FileDescriptor] {
    var files: [FileDescriptor] = []
    do {
      while true {
        files.append(
          try .open(FilePath(name(files.count, of: path)), .readOnly, options: [.closeOnExec]))
      }
    } catch Errno.noSuchFileOrDirectory where !files.isEmpty {
      return files
    } catch {
      for file in files { try? file.close() }
      throw error
    }
  }

  /// Whether each has its name, and no other is there.
  private static func areStill(_ files: [FileDescriptor], at path: String) -> Bool {
    for (index, file) in files.enumerated() {
      var (opened, named) = (stat(), stat())
      // SAFETY: both are valid out-parameters for the time of the calls.
      guard unsafe fstat(file.rawValue, &opened) == 0,
        unsafe stat(name(index, of: path), &named) == 0,
        opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
      else { return false }
    }
    return unsafe access(name(files.count, of: path), F_OK) != 0
  }
}
