internal import Text

/// Follows paths and symbolic links inside of a tree, and never out of it: an absolute link starts at the
/// tree's top, and `..` of the top is the top, as for a process that has it as its root.
struct PathResolver {
  enum Failure: Error, Hashable, Sendable {
    case missing
    /// More links in one path than the kernel follows.
    case loop
  }

  struct Found: Hashable, Sendable {
    let path: String
    let entry: FileEntry
  }

  private let tree: any FileTree
  private var entries: [String: FileEntry?] = [:]

  /// `MAXSYMLINKS` of the kernel.
  private static let linkLimit = 40

  init(_ tree: any FileTree) { self.tree = tree }

  /// What an absolute path leads to.
  mutating func resolve(_ path: String) -> Result<Found, Failure> {
    var pending = Self.components(path)
    var current: [Substring] = []
    var links = 0
    var entry = FileEntry.folder
    while let component = pending.popLast() {
      if component == ".." {
        _ = current.popLast()
        entry = .folder
        continue
      }
      guard entry == .folder else { return .failure(.missing) }
      let name = Self.path(current + [component])
      guard let found = look(at: name) else { return .failure(.missing) }
      guard case .link(let target) = found else {
        current.append(component)
        entry = found
        continue
      }
      links += 1
      guard links <= Self.linkLimit else { return .failure(.loop) }
      if target.utf8.first == UInt8(ascii: "/") { current = [] }
      pending += Self.components(target)
    }
    return .success(Found(path: Self.path(current), entry: entry))
  }

  /// The path and size of the regular file that a path leads to.
  mutating func file(at path: String) -> (path: String, size: Int)? {
    guard case .success(let found) = resolve(path), case .file(let size) = found.entry
    else { return nil }
    return (found.path, size)
  }

  /// The folder that a path leads to.
  mutating func folder(at path: String) -> String? {
    guard case .success(let found) = resolve(path), found.entry == .folder else { return nil }
    return found.path
  }

  private mutating func look(at path: String) -> FileEntry? {
    if let known = entries[path] { return known }
    let entry = tree.entry(at: path)
    entries[path] = .some(entry)
    return entry
  }

  /// The last first, without empty ones and `.`.
  private static func components(_ path: String) -> [Substring] {
    path.slashed.filter { $0 != "." }.reversed()
  }

  private static func path(_ components: [Substring]) -> String {
    "/" + components.joined(separator: "/")
  }
}
