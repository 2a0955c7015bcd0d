internal import Glibc
internal import SystemPackage
internal import Text

/// A folder for results.
package enum OutputFolder {
  /// Whether a folder stands at `path`, or at the end of the links there.
  package static func exists(at path: String) -> Bool {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder, the last one of its path alone, where it is not there.
  package static func make(at path: String) throws(FileError) {
    // SAFETY: mkdir reads the path alone.
    guard !exists(at: path), unsafe mkdir(path, 0o777) != 0 else { return }
    throw FileError(
      "\(path.escapedForTerminal): error: the folder cannot be made: \(Errno(rawValue: errno))")
  }
}
