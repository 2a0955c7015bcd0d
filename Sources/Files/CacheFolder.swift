internal import Glibc
internal import SystemPackage

/// A folder below the user's own for what can be made anew (XDG Base Directory Specification). Nothing here
/// fails: what cannot be read or written is not there.
package struct CacheFolder: Sendable {
  private let path: FilePath
  private static let limit = 1 << 26

  /// `nil` where the environment names no absolute folder for it.
  package init?(_ name: String) {
    let own = Self.variable("XDG_CACHE_HOME")
    if let own, own.hasPrefix("/") {
      path = FilePath(own).pushing(FilePath(name))
    } else if let home = Self.variable("HOME"), home.hasPrefix("/") {
      path = FilePath(home).appending(".cache").pushing(FilePath(name))
    } else {
      return nil
    }
  }

  private static func variable(_ name: String) -> String? {
    // SAFETY: the text is copied before anything else can change the environment.
    guard let text = unsafe getenv(name) else { return nil }
    return unsafe String(validatingCString: text)
  }

  /// What is kept under a name.
  package func bytes(of name: String) -> [UInt8]? {
    guard
      let file = try? FileDescriptor.open(
        path.appending(name), .readOnly, options: [.closeOnExec, .nonBlocking, .noFollow])
    else { return nil }
    return try? file.closeAfter { () throws -> [UInt8]? in
      let size = Int(try file.seek(offset: 0, from: .end))
      guard size <= Self.limit else { return nil }
      return try TarReader.bytes(of: file, at: 0, count: size)
    }
  }

  /// Keeps bytes under a name: whole, or not at all.
  package func keep(_ bytes: [UInt8], as name: String) {
    guard bytes.count <= Self.limit else { return }
    let temporary = path.appending(".\(name).\(getpid()).\(pthread_self())")
    do {
      let file = try created(temporary)
      try file.closeAfter { _ = try file.writeAll(bytes) }
      let moved = unsafe temporary.string.withCString { from in
        unsafe path.appending(name).string.withCString { unsafe rename(from, $0) }
      }
      if moved != 0 { throw Errno(rawValue: errno) }
    } catch {
      unsafe temporary.string.withCString { _ = unsafe unlink($0) }
    }
  }

  /// The folders are made once they are found missing.
  private func created(_ file: FilePath) throws -> FileDescriptor {
    do {
      return try open(file)
    } catch Errno.noSuchFileOrDirectory where makeFolders() {
      return try open(file)
    }
  }

  private func open(_ file: FilePath) throws -> FileDescriptor {
    try FileDescriptor.open(
      file, .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow],
      permissions: .ownerReadWrite)
  }

  private func makeFolders() -> Bool {
    var folder = FilePath("/")
    for component in path.components {
      folder.append(component)
      let made = unsafe folder.string.withCString { unsafe mkdir($0, 0o700) }
      guard made == 0 || errno == EEXIST else { return false }
    }
    return true
  }
}
