package import Files
package import Programs

extension RootFolder: FileTree {
  /// Without the root's own types.
  package func entry(at path: String) -> FileEntry? {
    let entry: RootFolder.Entry? = entry(at: path)
    return entry.map(FileEntry.init)
  }

  /// Without the root's own types.
  package func contents(of folder: String) -> [FolderItem] {
    let contents: [(name: String, isFolder: Bool)] = contents(of: folder)
    return contents.map { FolderItem(name: $0.name, isFolder: $0.isFolder) }
  }

  /// The same as ``RootFolder/readBytes(of:prefix:)``.
  package func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8] {
    do {
      return try readBytes(of: file, prefix: prefix)
    } catch {
      throw FileTreeError(error.message)
    }
  }

  /// Without the root's own types.
  package func state(of file: String) -> FileState? {
    let state: StateOfFile? = state(of: file)
    return state.map(FileState.init)
  }
}

extension RootArchive: FileTree {
  /// Without the archive's own types.
  package func entry(at path: String) -> FileEntry? {
    let entry: RootFolder.Entry? = entry(at: path)
    return entry.map(FileEntry.init)
  }

  /// Without the archive's own types.
  package func contents(of folder: String) -> [FolderItem] {
    let contents: [(name: String, isFolder: Bool)] = contents(of: folder)
    return contents.map { FolderItem(name: $0.name, isFolder: $0.isFolder) }
  }

  /// The same as ``RootArchive/readBytes(of:prefix:)``.
  package func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8] {
    do {
      return try readBytes(of: file, prefix: prefix)
    } catch {
      throw FileTreeError(error.message)
    }
  }

  /// Without the root's own types.
  package func state(of file: String) -> FileState? {
    let state: StateOfFile? = state(of: file)
    return state.map(FileState.init)
  }
}

extension FileState {
  fileprivate init(_ state: StateOfFile) {
    self.init(file: state.file, version: state.version, size: state.size)
  }
}

extension FileEntry {
  fileprivate init(_ entry: RootFolder.Entry) {
    self =
      switch entry {
      case .file(let size): .file(size: size)
      case .folder: .folder
      case .link(let target): .link(to: target)
      case .special: .special
      }
  }
}
