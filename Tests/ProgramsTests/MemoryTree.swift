import Programs
import Synchronization
import Syscalls
import TestSupport

/// Files that a test lists.
struct MemoryTree: FileTree {
  enum Item {
    case bytes([UInt8])
    case link(String)
    case pipe
  }

  var items: [String: Item]

  init(_ items: [String: Item]) { self.items = items }

  func entry(at path: String) -> FileEntry? {
    switch items[path] {
    case .bytes(let bytes)?: .file(size: bytes.count)
    case .link(let target)?: .link(to: target)
    case .pipe?: .special
    case nil: path == "/" || items.keys.contains { $0.hasPrefix(path + "/") } ? .folder : nil
    }
  }

  func contents(of folder: String) -> [FolderItem] {
    let start = folder == "/" ? folder : folder + "/"
    let names = items.keys.filter { $0.hasPrefix(start) }
      .map { String($0.dropFirst(start.count).prefix { $0 != "/" }) }
    return Set(names).map { name in
      FolderItem(name: name, isFolder: items[start + name] == nil)
    }
  }

  func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8] {
    guard case .bytes(let bytes)? = items[file] else { throw FileTreeError("no such file") }
    return Array(bytes.prefix(prefix ?? .max))
  }
}

extension MemoryTree {
  /// A C library and its loader, a shell, and what else a test needs.
  static func image(_ items: [String: Item]) -> MemoryTree {
    let base: [String: Item] = [
      "/lib/ld.so": .bytes(MadeELF.loader.bytes),
      "/usr/lib/libc.so.6": .bytes(MadeELF.library.bytes),
      "/usr/bin/sh": .bytes(MadeELF.program(["open"]).bytes),
      "/bin": .link("usr/bin"),
    ]
    return MemoryTree(base.merging(items) { $1 })
  }
}

extension Reach {
  /// The names of the calls on x86-64.
  var names: Set<String> { Set((calls[.x86_64] ?? [:]).keys.map(\.name)) }

  func why(_ name: String) -> String? {
    calls[.x86_64]?.first { $0.key.name == name }?.value.witness.description
  }
}

/// A tree that tells the states of its files, and which of them are read whole.
final class StatedTree: FileTree {
  let tree: MemoryTree
  private let version: @Sendable (String) -> String
  private let reads = Mutex<[String]>([])

  var wholeReads: [String] { reads.withLock { $0.sorted() } }

  init(_ tree: MemoryTree, version: @escaping @Sendable (String) -> String) {
    self.tree = tree
    self.version = version
  }

  func entry(at path: String) -> FileEntry? { tree.entry(at: path) }

  func contents(of folder: String) -> [FolderItem] { tree.contents(of: folder) }

  func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8] {
    if prefix == nil { reads.withLock { $0.append(file) } }
    return try tree.bytes(of: file, prefix: prefix)
  }

  func state(of file: String) -> FileState? {
    guard case .file(let size)? = entry(at: file) else { return nil }
    return FileState(file: file, version: version(file), size: size)
  }
}

/// A store that a test looks into.
final class KeptFacts: FactStore {
  private let kept = Mutex<(packed: [String: [UInt8]], digests: [FileState: String])>(([:], [:]))

  var digests: [FileState: String] { kept.withLock { $0.digests } }

  func packed(of digest: String) -> [UInt8]? { kept.withLock { $0.packed[digest] } }

  func keep(_ packed: [UInt8], of digest: String) {
    kept.withLock { $0.packed[digest] = packed }
  }

  func digest(of state: FileState) -> String? { digests[state] }

  func keep(digest: String, of state: FileState) {
    kept.withLock { $0.digests[state] = digest }
  }
}
