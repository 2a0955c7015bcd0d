internal import Glibc
internal import SystemPackage

/// A folder, open as long as somebody has it; no link in it is followed.
final class OpenFolder: Sendable {
  private let descriptor: FileDescriptor

  init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  deinit { try? descriptor.close() }

  /// A folder in this one.
  func folder(_ name: String) -> OpenFolder? {
    (try? open(name, O_DIRECTORY)).map(OpenFolder.init)
  }

  /// What the kernel tells of what stands under a name.
  func status(of name: String) -> stat? {
    withExtendedLifetime(self) {
      var status = stat()
      // SAFETY: `status` is a valid out-parameter for the time of the call.
      let result = unsafe fstatat(descriptor.rawValue, name, &status, AT_SYMLINK_NOFOLLOW)
      return result == 0 ? status : nil
    }
  }

  /// Where a link leads.
  func target(of name: String) -> String? {
    withExtendedLifetime(self) {
      var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let length = unsafe target.withUnsafeMutableBytes { bytes -> Int in
        guard let base = bytes.baseAddress else { return -1 }
        // SAFETY: readlinkat writes no more than it is told that the buffer holds.
        return unsafe readlinkat(
          descriptor.rawValue, name, base.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      return length < 0 ? nil : String(validating: target[..<length], as: UTF8.self)
    }
  }

  /// A file in this folder, opened; whoever asks closes it.
  func file(_ name: String) throws -> FileDescriptor {
    // A device is not even opened: that alone may have effects.
    guard let status = status(of: name) else { throw Errno(rawValue: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Errno.invalidArgument }
    return try open(name, O_NONBLOCK | O_NOCTTY)
  }

  private func open(_ name: String, _ flags: Int32) throws -> FileDescriptor {
    try withExtendedLifetime(self) {
      // SAFETY: openat reads the name alone.
      let number = unsafe openat(
        descriptor.rawValue, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags)
      guard number >= 0 else { throw Errno(rawValue: errno) }
      return FileDescriptor(rawValue: number)
    }
  }

  /// The names in it, and whether each is one of a folder; names that are not UTF-8 are left out.
  func contents() -> [(name: String, isFolder: Bool)] {
    // Opened once more: a stream moves on in what it is given, and closes it.
    guard let own = try? open(".", O_DIRECTORY) else { return [] }
    // SAFETY: the stream owns the descriptor from here on, and closes it; entries are read before the next
    // call of readdir, and their names end with a NUL.
    guard let stream = unsafe fdopendir(own.rawValue) else {
      try? own.close()
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
        isFolder = status(of: name).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
      }
      contents.append((name, isFolder))
    }
    return contents
  }
}
