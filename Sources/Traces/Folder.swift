internal import Glibc
package import Logs
internal import SystemPackage

/// The files of a folder and of those below it.
package struct Folder {
  /// Paths of the regular files, sorted, and of links that lead nowhere: opening them tells why.
  package private(set) var files: [String] = []
  /// What is no file, with the reason why it is not read.
  package private(set) var passedOver: [TraceError] = []
  /// Folders whose files are not known, with the reason.
  package private(set) var unlisted: [TraceError] = []

  /// Lists what lies at or below `path`; `nil` where that is no folder.
  ///
  /// Hidden files are left out; symbolic links to folders are not followed.
  package init?(at path: String) {
    guard Self.kind(of: path, followingLinks: true) == S_IFDIR else { return nil }
    collect(path)
    files.sort()
  }

  private mutating func collect(_ folder: String) {
    let entries: [(name: String, kind: mode_t?)]
    do {
      entries = try Self.entries(of: folder)
    } catch {
      unlisted.append(error)
      return
    }
    for (name, kind) in entries where !name.hasPrefix(".") {
      let path = FilePath(folder).appending(name).string
      switch kind ?? Self.kind(of: path, followingLinks: false) {
      case S_IFDIR: collect(path)
      case S_IFREG, nil: files.append(path)
      case S_IFLNK: add(linkAt: path)
      default: passedOver.append(Self.noFile(path))
      }
    }
  }

  private mutating func add(linkAt path: String) {
    switch Self.kind(of: path, followingLinks: true) {
    case S_IFREG, nil: files.append(path)
    case S_IFDIR: passedOver.append(TraceError(path, "is a link to a folder, and not followed"))
    default: passedOver.append(Self.noFile(path))
    }
  }

  private static func noFile(_ path: String) -> TraceError {
    TraceError(path, "is a pipe, a socket or a device; name it by itself to have it read")
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
