internal import Files
internal import Text

/// The folder in which the command was given, and how paths are told apart and shown there.
struct WorkingFolder: Sendable {
  /// Absolute.
  let path: String

  init() throws(WorkflowError) {
    path = try WorkflowError.wrapping { () throws(FileError) in try CurrentFolder.path() }
  }

  /// The absolute path, without `.` and `..`; links are not looked at.
  func absolute(_ path: String) -> String { Self.join(self.path, path) }

  /// The path as it would be given here: relative where it lies below.
  func shown(_ absolute: String) -> String {
    let prefix = path == "/" ? "/" : path + "/"
    return absolute.hasPrefix(prefix) ? String(absolute.dropFirst(prefix.count)) : absolute
  }

  /// The folder that an absolute path lies in; `/` for itself.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// What an absolute path is called in its folder; empty for `/`.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// What `path` means in an absolute folder.
  static func join(_ folder: String, _ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    return "/" + absolute.pathComponents.joined(separator: "/")
  }
}
