internal import Glibc
internal import SystemPackage
internal import Text

/// A tar file that is taken for the root of all paths, as `docker export` writes one of a container.
///
/// Nothing is unpacked: the file is read through once for what is where, and then at the places that are asked
/// for. Links are entries like others; whoever follows them does so inside of the archive.
package final class RootArchive: Sendable {
  private enum Item: Sendable {
    case file(offset: Int, size: Int)
    case folder
    case link(String)
    case special
  }

  private let descriptor: FileDescriptor
  private let items: [String: Item]
  private let names: [String: [String]]

  /// Whether a regular file stands at the path, or at what a link there leads to.
  package static func isArchive(at path: String) -> Bool {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Reads what is where.
  package init(at path: String) throws(FileError) {
    do {
      descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
    } catch {
      let reason = (error as? Errno)?.description ?? "\(error)"
      throw FileError("\(path.escapedForTerminal): error: cannot be opened as a root: \(reason)")
    }
    do {
      var reader = try TarReader(descriptor)
      var items: [String: Item] = ["": .folder]
      var names: [String: [String]] = [:]
      while let entry = try reader.next() {
        guard let path = Self.normalized(entry.path) else { continue }
        let item: Item? =
          switch entry.kind {
          case .file(let offset, let size): .file(offset: offset, size: size)
          case .folder: .folder
          case .link(let target): .link(target)
          case .sameFile(let target): Self.normalized(target).flatMap { items[$0] }
          case .special: .special
          }
        if let item { Self.put(item, at: path, &items, &names) }
      }
      self.items = items
      self.names = names
    } catch {
      try? descriptor.close()
      throw FileError("\(path.escapedForTerminal): error: \(Self.reason(error))")
    }
  }

  deinit { try? descriptor.close() }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as TarReader.Failure: error.message
    case let errno as Errno: "cannot be read: \(errno)"
    default: "cannot be read: \(error)"
    }
  }

  /// Without empty components and `.`; `nil` for a path that leads upward.
  private static func normalized(_ path: String) -> String? {
    let components = path.slashed.filter { $0 != "." }
    return components.contains("..") ? nil : components.joined(separator: "/")
  }

  /// What stands later in the file takes the place of what stood there.
  private static func put(
    _ item: Item, at path: String, _ items: inout [String: Item], _ names: inout [String: [String]]
  ) {
    guard !path.isEmpty else { return }
    var path = path
    var item = item
    while items.updateValue(item, forKey: path) == nil {
      let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
      let folder = end.map { String(path[..<$0]) } ?? ""
      let name = end.map { String(path[path.utf8.index(after: $0)...]) } ?? path
      names[folder, default: []].append(name)
      // Folders need no entry of their own.
      guard items[folder] == nil else { return }
      (path, item) = (folder, .folder)
    }
  }

  /// What stands at an absolute path; `nil` where nothing does.
  package func entry(at path: String) -> RootFolder.Entry? {
    switch items[Self.normalized(path) ?? ""] {
    case .file(_, let size)?: .file(size: size)
    case .folder?: .folder
    case .link(let target)?: .link(to: target)
    case .special?: .special
    case nil: nil
    }
  }

  /// The state of the regular file at a path: that of the archive, and where the file is in it.
  package func state(of path: String) -> StateOfFile? {
    guard case .file(let offset, let size)? = items[Self.normalized(path) ?? ""],
      let archive = StateOfFile(of: descriptor)
    else { return nil }
    return StateOfFile(
      file: "\(archive.file):\(offset)", version: "\(archive.version) \(size)", size: size)
  }

  /// The names in a folder, and whether each is one of a folder.
  package func contents(of path: String) -> [(name: String, isFolder: Bool)] {
    guard let folder = Self.normalized(path) else { return [] }
    return (names[folder] ?? []).map { name in
      if case .folder? = items[folder.isEmpty ? name : "\(folder)/\(name)"] {
        (name, true)
      } else {
        (name, false)
      }
    }
  }

  /// The bytes of the regular file at an absolute path; of them the first `prefix`, where that is given.
  package func readBytes(of path: String, prefix: Int?) throws(FileError) -> [UInt8] {
    guard case .file(let offset, let size)? = items[Self.normalized(path) ?? ""] else {
      throw FileError("it is no regular file")
    }
    do {
      return try TarReader.bytes(of: descriptor, at: offset, count: min(size, prefix ?? .max))
    } catch {
      throw FileError(Self.reason(error))
    }
  }
}
