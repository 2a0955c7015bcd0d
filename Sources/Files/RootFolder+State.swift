internal import Glibc
internal import SystemPackage

/// What tells that a file is as it was, without reading it.
package struct StateOfFile: Hashable, Sendable {
  /// Its device and inode number.
  package let file: String
  /// Its size, and when its content and when anything of it changed last.
  package let version: String
  /// In bytes.
  package let size: Int
}

extension RootFolder {
  /// The state of the regular file at a path; `nil` where it would not surely be another one after a change.
  ///
  /// File systems without times of changes of their own, such as those of finished images, show the time of the
  /// content in their place, which anybody sets: where both are one, there is no state.
  package func state(of path: String) -> StateOfFile? {
    guard let (folder, name) = parent(of: path), let status = folder?.status(of: name),
      status.st_ctim.tv_sec != status.st_mtim.tv_sec
        || status.st_ctim.tv_nsec != status.st_mtim.tv_nsec
    else { return nil }
    return StateOfFile(status)
  }
}

extension StateOfFile {
  /// The state of the file whose code this process runs.
  package static var ofThisProgram: StateOfFile? {
    let path = FilePath("/proc/self/exe")
    guard let program = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    else { return nil }
    return try? program.closeAfter { StateOfFile(of: program) }
  }

  /// The state of an open file.
  init?(of file: FileDescriptor) {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    guard unsafe fstat(file.rawValue, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The kernel sets the time of a change (`st_ctime`) itself, and no program sets it back. A second change within
  /// one tick of its clock would not show, so that what changed just now has no state, as an entry of git's index is
  /// not trusted that is "racily clean". Neither has a file whose time is one of whole milliseconds: its file system
  /// keeps no finer ones.
  fileprivate init?(_ status: stat) {
    var now = timespec()
    // SAFETY: `now` is a valid out-parameter for the time of the call.
    guard status.st_mode & S_IFMT == S_IFREG, unsafe clock_gettime(CLOCK_REALTIME, &now) == 0
    else { return nil }
    let (changed, written) = (status.st_ctim, status.st_mtim)
    guard changed.tv_nsec % 1_000_000 != 0, Self.isSettled(changed, at: now) else { return nil }
    file = "\(status.st_dev):\(status.st_ino)"
    version =
      "\(status.st_size) \(written.tv_sec).\(written.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)"
    size = Int(status.st_size)
  }

  /// The kernel's clock for files ticks 100 times a second, or more often; ten ticks have passed.
  private static func isSettled(_ changed: timespec, at now: timespec) -> Bool {
    let seconds = now.tv_sec - changed.tv_sec
    guard (0...1).contains(seconds) else { return seconds > 1 }
    return seconds * 1_000_000_000 + now.tv_nsec - changed.tv_nsec > 100_000_000
  }
}
