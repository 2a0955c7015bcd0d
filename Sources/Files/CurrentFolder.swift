internal import Glibc
internal import SystemPackage
internal import Text

/// The folder from which relative paths start.
package enum CurrentFolder {
  /// Its absolute path, without links.
  package static func path() throws(FileError) -> String {
    // SAFETY: with no buffer, getcwd makes one of its own (getcwd(3)), which is freed below.
    guard let path = unsafe getcwd(nil, 0) else {
      throw FileError("the current folder: error: cannot be told: \(Errno(rawValue: errno))")
    }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// What `body` makes while relative paths start from the folder at `path`.
  package static func entering<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    let before = unsafe open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(before) }
    guard before >= 0, unsafe chdir(path) == 0 else {
      throw FileError(
        "\(path.escapedForTerminal): error: cannot be entered: \(Errno(rawValue: errno))")
    }
    defer { _ = fchdir(before) }
    return try body()
  }
}
