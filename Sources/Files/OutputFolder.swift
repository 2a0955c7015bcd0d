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

  /// Makes the folder at `path` where there is none; the one above it must be there.
  package static func make(at path: String) throws(FileError) {
    // SAFETY: mkdir reads the path alone.
    guard unsafe mkdir(path, 0o777) != 0 else { return }
    guard errno == EEXIST else {
      throw FileError(
        "\(path.escapedForTerminal): error: cannot be made: \(Errno(rawValue: errno))")
    }
    guard exists(at: path) else { throw .occupied(path, by: "is no folder") }
  }
}
