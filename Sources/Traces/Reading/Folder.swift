internal import Glibc
internal import SystemPackage

/// Lists the files of a folder and of those below it.
enum Folder {
  /// Paths of the regular files at or below `path`, sorted; `nil` where `path` is no folder.
  ///
  /// Hidden files are passed over; symbolic links to folders are not followed.
  static func files(in path: String) throws(TraceError) -> [String]? {
    guard kind(of: path, followingLinks: true) == S_IFDIR else { return nil }
    var files: [String] = []
    try collect(path, into: &files)
    return files.sorted()
  }

  private static func collect(_ folder: String, into files: inout [String]) throws(TraceError) {
    for (name, kind) in try entries(of: folder) where !name.hasPrefix(".") {
      let path = FilePath(folder).appending(name).string
      switch kind ?? self.kind(of: path, followingLinks: false) {
      case S_IFDIR: try collect(path, into: &files)
      case S_IFREG: files.append(path)
      case S_IFLNK where self.kind(of: path, followingLinks: true) == S_IFREG: files.append(path)
      default: break
      }
    }
  }

  /// The `S_IFMT` bits of `path`; `nil` where it cannot be looked at.
  private static func kind(of path: String, followingLinks: Bool) -> mode_t? {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    let result = unsafe followingLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Names and, where the file system tells them, `S_IFMT` bits.
  private static func entries(
    of folder: String
  ) throws(TraceError) -> [(name: String, kind: mode_t?)] {
    guard let directory = unsafe opendir(folder) else {
      throw TraceError(folder, "cannot be listed: \(describe(Errno(rawValue: errno)))")
    }
    // SAFETY: the stream is open until closed here; an entry is copied before the next is asked for.
    defer { unsafe closedir(directory) }
    var entries: [(name: String, kind: mode_t?)] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      // `DTTOIF` of dirent.h; `DT_UNKNOWN` is 0.
      let kind = unsafe mode_t(entry.pointee.d_type) << 12
      entries.append((name, kind == 0 ? nil : kind))
    }
    return entries
  }
}
