internal import Glibc
internal import Synchronization
internal import SystemPackage
internal import Text

/// A folder that is taken for the root of all paths: an image's, or a container's.
///
/// No link is followed on the way to what is asked for, whatever somebody changes there meanwhile, so that
/// nothing outside of the folder is opened. Pipes and devices are never opened.
package final class RootFolder: Sendable {
  private let top: OpenFolder
  /// Folders below it that were asked for, by their paths.
  private let opened = Mutex<[String: OpenFolder]>([:])
  /// A process may have 1024 open files, where nobody says otherwise.
  private static let openLimit = 64

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
      top = OpenFolder(
        try FileDescriptor.open(
          FilePath(path.isEmpty ? "." : path), .readOnly, options: [.directory, .closeOnExec]))
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

  /// What stands at an absolute path; `nil` where nothing does.
  package func entry(at path: String) -> Entry? {
    guard let (folder, name) = parent(of: path) else { return .folder }
    guard let folder, let status = folder.status(of: name) else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file(size: Int(status.st_size))
    case S_IFDIR: .folder
    case S_IFLNK: folder.target(of: name).map { .link(to: $0) }
    default: .special
    }
  }

  /// The names in a folder, and whether each is one of a folder; names that are not UTF-8 are left out.
  package func contents(of path: String) -> [(name: String, isFolder: Bool)] {
    folder(at: path.slashed[...])?.contents() ?? []
  }

  /// The bytes of the regular file at an absolute path; of them the first `prefix`, where that is given.
  package func readBytes(of path: String, prefix: Int?) throws(FileError) -> [UInt8] {
    guard let (folder, name) = parent(of: path) else {
      throw FileError("it is a folder")
    }
    do {
      guard let folder else { throw Errno.noSuchFileOrDirectory }
      let file = try folder.file(name)
      return try file.closeAfter { try Self.read(file, prefix) }
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

  /// The folder that holds what a path names, and the name in it; `nil` for the root itself.
  func parent(of path: String) -> (OpenFolder?, String)? {
    var components = path.slashed
    guard let name = components.popLast() else { return nil }
    return (folder(at: components[...]), String(name))
  }

  /// The folder at a path; `nil` where none is, or a link stands on the way.
  private func folder(at components: ArraySlice<Substring>) -> OpenFolder? {
    guard let name = components.last else { return top }
    let path = components.joined(separator: "/")
    if let known = opened.withLock({ $0[path] }) { return known }
    guard let folder = folder(at: components.dropLast())?.folder(String(name)) else { return nil }
    opened.withLock { opened in
      if opened.count >= Self.openLimit { opened.removeAll() }
      opened[path] = folder
    }
    return folder
  }
}
