/// Finds files in folders that texts of programs name, or anywhere in the tree.
struct FolderWalker {
  /// Names that all walks may look at together.
  private var budget = 1 << 19
  /// Whether the last walk ended before it was done.
  private(set) var isExhausted = false
  /// Names that one walk for plug-ins looks at.
  private static let walkLimit = 1 << 15
  private static let depth = 6
  private static let depthOfTree = 24

  /// Folders of which no program is, or with so much in them that a text that names them means no plug-ins.
  private static let withoutPrograms = [
    "/proc/", "/sys/", "/dev/", "/run/", "/tmp/", "/etc/", "/usr/include/", "/usr/src/",
    "/usr/share/doc/", "/usr/share/i18n/", "/usr/share/locale/", "/usr/share/man/",
    "/usr/share/zoneinfo/", "/var/cache/", "/var/log/", "/var/run/", "/var/spool/", "/var/tmp/",
  ]
  private static let tooWide: Set<String> = ["/usr/share", "/var/lib"]

  /// Whether a path may be that of a folder with plug-ins.
  static func isOfInterest(_ path: String) -> Bool {
    let components = path.split(separator: "/")
    return components.count >= 2 && !tooWide.contains("/" + components.joined(separator: "/"))
      && !withoutPrograms.contains { "\(path)/".hasPrefix($0) }
  }

  /// Whether a file is called as libraries are, or as what Node.js and OCaml load.
  static func isLibrary(_ name: some StringProtocol) -> Bool {
    name.hasSuffix(".so") || name.contains(".so.") || name.hasSuffix(".node")
      || name.hasSuffix(".cmxs")
  }

  /// Paths of the libraries in a folder and those below, links to folders not followed.
  mutating func libraries(below folder: String, in tree: any FileTree) -> [String] {
    var found: [String] = []
    walk(folder, in: tree, limit: Self.walkLimit, depth: Self.depth) { path, name in
      if Self.isLibrary(name) { found.append(path) }
    }
    return found
  }

  /// Paths of the files whose paths end in one of `endings`, which are relative: the shortest first, and few.
  mutating func files(
    endingWith endings: [String], in tree: any FileTree
  ) -> [String: [String]] {
    var byName: [String: [(ending: String, tail: String)]] = [:]
    for ending in endings {
      let components = ending.split(separator: "/")
      let tail = components[((components.lastIndex { $0 == "." || $0 == ".." } ?? -1) + 1)...]
      guard let name = tail.last else { continue }
      byName[String(name), default: []].append((ending, "/" + tail.joined(separator: "/")))
    }
    guard !byName.isEmpty else { return [:] }
    var found: [String: [String]] = [:]
    walk("", in: tree, limit: 1 << 18, depth: Self.depthOfTree) { path, name in
      for (ending, tail) in byName[name] ?? [] where path.hasSuffix(tail) {
        found[ending, default: []].append(path)
      }
    }
    return found.mapValues { paths in
      Array(paths.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.prefix(8))
    }
  }

  /// - Parameter folder: without a slash at its end.
  private mutating func walk(
    _ folder: String, in tree: any FileTree, limit: Int, depth: Int,
    _ look: (_ path: String, _ name: String) -> Void
  ) {
    var left = min(limit, budget)
    let atFirst = left
    var pending = [(folder, 0)]
    while let (folder, level) = pending.popLast(), left > 0 {
      for item in tree.contents(of: folder.isEmpty ? "/" : folder).sorted(by: { $0.name < $1.name })
      {
        left -= 1
        guard left > 0 else { break }
        let path = "\(folder)/\(item.name)"
        if !item.isFolder {
          look(path, item.name)
        } else if level < depth, !["/proc", "/sys", "/dev"].contains(path) {
          pending.append((path, level + 1))
        }
      }
    }
    isExhausted = left <= 0
    budget -= atFirst - left
  }
}
