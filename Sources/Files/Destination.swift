internal import Glibc
internal import SystemPackage
internal import Text

/// What a path leads to that a user names for a result.
package enum Destination {
  case standardOutput
  /// A device or a pipe: it takes bytes as they come, and holds nothing that could be lost.
  case stream
  /// A regular file, or none yet, at the end of all symbolic links; `status` is that of the file.
  case file(String, status: FileStatus?)

  /// Where a result goes that the user sends to `path`; `-` is standard output.
  package init(of path: String) throws(FileError) {
    guard !path.isEmpty else {
      throw FileError("the name of the output file is empty", kind: .name)
    }
    guard path != "-", path != "/dev/stdout" else {
      self = .standardOutput
      return
    }
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    guard unsafe stat(path, &status) == 0 else {
      guard errno == ENOENT, !path.hasSuffix("/") else {
        throw FileError(
          "\(path.escapedForTerminal): error: cannot be written: \(Errno(rawValue: errno))")
      }
      self = .file(Self.target(of: path), status: nil)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(Self.target(of: path), status: FileStatus(status: status))
    case S_IFDIR: throw .occupied(path, by: "is a folder")
    default: self = .stream
    }
  }

  /// Whether it is standard output.
  package var isStandardOutput: Bool { if case .standardOutput = self { true } else { false } }

  /// Whether it is a regular file, or will be one.
  package var isFile: Bool { if case .file = self { true } else { false } }

  /// Whether there is something that could be lost.
  package var isOccupied: Bool {
    if case .file(_, let file?) = self { file.status.st_size > 0 } else { false }
  }

  /// The end of all symbolic links, of which there is one: stat(2) told that they do not go round.
  private static func target(of path: String) -> String {
    var target = path
    while true {
      var link = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      // SAFETY: readlink writes less than the buffer holds, so that a NUL follows.
      guard unsafe readlink(target, &link, Int(PATH_MAX)) > 0 else { return target }
      target =
        FilePath(target).removingLastComponent()
        .pushing(FilePath(platformString: link)).string
    }
  }
}

/// What stat(2) says of a file.
package struct FileStatus {
  let status: stat
}
