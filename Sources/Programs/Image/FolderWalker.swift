/// Finds libraries in folders that texts of programs name.
struct FolderWalker {
  /// Names that all walks may look at together.
  private var budget = 50_000
  private static let depth = 6

  /// Whether a path may be that of a folder with plug-ins: at least two components, and not of a file system
  /// of the kernel, nor of what comes and goes.
  static func isOfInterest(_ path: String) -> Bool {
    let components = path.split(separator: "/")
    guard components.count >= 2, let first = components.first else { return false }
    return !["proc", "sys", "dev", "run", "tmp", "etc"].contains(first)
  }

  /// Whether a file is called as libraries are.
  static func isLibrary(_ name: some StringProtocol) -> Bool {
    name.hasSuffix(".so") || name.contains(".so.")
  }

  /// Paths of the libraries in a folder and those below, links to folders not followed.
  mutating func libraries(below folder: String, in tree: any FileTree) -> [String] {
    var found: [String] = []
    var pending = [(folder, 0)]
    while let (folder, depth) = pending.popLast(), budget > 0 {
      for item in tree.contents(of: folder).sorted(by: { $0.name < $1.name }) {
        budget -= 1
        guard budget > 0 else { break }
        let path = "\(folder)/\(item.name)"
        if item.isFolder {
          if depth < Self.depth { pending.append((path, depth + 1)) }
        } else if Self.isLibrary(item.name) {
          found.append(path)
        }
      }
    }
    return found
  }
}
