internal import Glibc
internal import SystemPackage
internal import Text

/// A folder that is taken for the root of all paths: an image's, or a container's.
///
/// No link is followed on the way to what is asked for, whatever somebody changes there meanwhile, so that
/// nothing outside of the folder is opened. Pipes and devices are never opened.
package final class RootFolder: Sendable {
  private let descriptor: FileDescriptor

  /// What stands at a path.
  package enum Entry: Hashable, Sendable {
    case file(size: Int)
    case folder
    case link(to: String)
    case special
  }

  /// The path of the folder itself may be, or lead over, a link.
  package init(at path: String) throws(FileError) {
    do {
      descriptor = try FileDescriptor.open(
        FilePath(path.isEmpty ? "." : path), .readOnly, options: [.directory, .closeOnExec])
    } catch {
      let reason =
        switch error as? Errno {
        case .noSuchFileOrDirectory?: "no such folder"
        case .notDirectory?: "it is no folder"
        case let errno?: errno.description
        case nil: "\(error)"
        }
      throw FileError("\(path.escapedForTerminal): error: cannot be opened as a root: \(reason)")
    }
  }

  deinit { try? descriptor.close() }

  /// What stands at an absolute path; `nil` where nothing does.
  package func entry(at path: String) -> Entry? {
    guard let (folder, name) = parent(of: path) else { return .folder }
    return try? folder.closeAfter { () throws -> Entry? in
      guard let status = Self.status(of: name, in: folder) else { return nil }
      switch status.st_mode & S_IFMT {
      case S_IFREG: return .file(size: Int(status.st_size))
      case S_IFDIR: return .folder
      case S_IFLNK: return Self.target(of: name, in: folder).map { .link(to: $0) }
      default: return .special
      }
    }
  }

  /// The names in a folder, and whether each is one of a folder; names that are not UTF-8 are left out.
  package func contents(of path: String) -> [(name: String, isFolder: Bool)] {
    guard let folder = self.folder(at: Self.components(path)) else { return [] }
    // SAFETY: the stream owns the descriptor from here on, and closes it; entries are read before the next
    // call of readdir, and their names end with a NUL.
    guard let stream = unsafe fdopendir(folder.rawValue) else {
      try? folder.close()
      return []
    }
    defer { unsafe closedir(stream) }
    var contents: [(String, Bool)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe String(
          validatingCString: UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
      }
      guard let name, name != ".", name != ".." else { continue }
      var isFolder = unsafe entry.pointee.d_type == DT_DIR
      if unsafe entry.pointee.d_type == DT_UNKNOWN {
        isFolder = Self.status(of: name, in: folder).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
      }
      contents.append((name, isFolder))
    }
    return contents
  }

  /// The bytes of the regular file at an absolute path; of them the first `prefix`, where that is given.
  package func readBytes(of path: String, prefix: Int?) throws(FileError) -> [UInt8] {
    guard let (folder, name) = parent(of: path) else {
      throw FileError("it is a folder")
    }
    do {
      return try folder.closeAfter {
        // A device is not even opened: that alone may have effects.
        guard let status = Self.status(of: name, in: folder) else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Errno.invalidArgument }
        // SAFETY: openat reads the name alone.
        let number = unsafe openat(
          folder.rawValue, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = FileDescriptor(rawValue: number)
        return try file.closeAfter { try Self.read(file, prefix) }
      }
    } catch {
      throw FileError((error as? Errno)?.description ?? "\(error)")
    }
  }

  private static func read(_ file: FileDescriptor, _ prefix: Int?) throws -> [UInt8] {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    guard unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Errno.invalidArgument
    }
    let wanted = min(prefix ?? .max, max(Int(status.st_size), 0))
    return try unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      while count < wanted {
        // SAFETY: `read` writes within what is left of the buffer; `count` bytes of it have been written.
        let part = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let read = try unsafe file.read(into: part)
        if read == 0 { break }
        count += read
      }
    }
  }

  private static func components(_ path: String) -> [Substring] {
    path.split(separator: "/")
  }

  /// The folder that holds what a path names, opened, and the name in it; `nil` for the root itself.
  func parent(of path: String) -> (FileDescriptor, String)? {
    var components = Self.components(path)
    guard let name = components.popLast() else { return nil }
    guard let folder = folder(at: components) else {
      // A folder in which nothing is found.
      return (FileDescriptor(rawValue: -1), String(name))
    }
    return (folder, String(name))
  }

  private func folder(at components: [Substring]) -> FileDescriptor? {
    var current = Self.openFolder(".", in: descriptor.rawValue)
    for component in components {
      guard let folder = current else { return nil }
      current = Self.openFolder(String(component), in: folder.rawValue)
      try? folder.close()
    }
    return current
  }

  private static func openFolder(_ name: String, in folder: Int32) -> FileDescriptor? {
    // SAFETY: openat reads the name alone.
    let number = unsafe openat(
      folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    return number < 0 ? nil : FileDescriptor(rawValue: number)
  }

  static func status(of name: String, in folder: FileDescriptor) -> stat? {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    guard unsafe fstatat(folder.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return nil
    }
    return status
  }

  private static func target(of name: String, in folder: FileDescriptor) -> String? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe target.withUnsafeMutableBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return -1 }
      // SAFETY: readlinkat writes no more than it is told that the buffer holds.
      return unsafe readlinkat(
        folder.rawValue, name, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return length < 0 ? nil : String(validating: target[..<length], as: UTF8.self)
  }
}
