/// The files that a program finds when it runs: those of a container, or of this machine.
///
/// Paths handed in are absolute and without `.`, `..` and links. Several threads may ask at once.
package protocol FileTree: Sendable {
  /// What stands at a path, a link not followed; `nil` for nothing.
  func entry(at path: String) -> FileEntry?

  /// What is in a folder, in any order; nothing where it cannot be read.
  func contents(of folder: String) -> [FolderItem]

  /// The bytes of a regular file; `prefix`: how many of them suffice.
  func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8]

  /// What tells that a regular file is as it was; `nil` where nothing surely does.
  func state(of file: String) -> FileState?
}

extension FileTree {
  /// Nothing tells: files are read.
  package func state(of file: String) -> FileState? { nil }
}

/// What stands at a path.
package enum FileEntry: Hashable, Sendable {
  case file(size: Int)
  case folder
  case link(to: String)
  /// A pipe, a device or a socket: never opened.
  case special
}

/// A name in a folder.
package struct FolderItem: Hashable, Sendable {
  /// Without the folder's.
  package let name: String
  /// Whether a folder stands there, and no link to one.
  package let isFolder: Bool

  /// As the tree found it.
  package init(name: String, isFolder: Bool) {
    self.name = name
    self.isFolder = isFolder
  }
}

/// Why a file's bytes cannot be had, as the rest of a message that begins with its name.
package struct FileTreeError: Error, Hashable, Sendable {
  /// Safe to print.
  package let message: String

  /// With a finished text.
  package init(_ message: String) { self.message = message }
}
