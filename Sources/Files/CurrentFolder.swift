internal import Glibc
internal import SystemPackage

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
}
