internal import Syscalls

/// Where a dynamic loader looks for libraries: ld.so(8), and musl's `ldso/dynlink.c`.
struct LibrarySearch {
  /// Folders that the system's configuration names, and those that loaders know themselves, without links.
  let folders: [String]
  private let folderSet: Set<String>

  init(_ tree: any FileTree, _ paths: inout PathResolver) {
    var named: [String] = []
    Self.readConfiguration("/etc/ld.so.conf", tree, &paths, depth: 0, into: &named)
    for architecture in ["x86_64", "i386", "aarch64"] {
      named += Self.lines(of: "/etc/ld-musl-\(architecture).path", tree, &paths)
        .flatMap { $0.split(separator: ":") }.map(String.init)
    }
    for triplet in ["x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu"] {
      named += ["/lib/\(triplet)", "/usr/lib/\(triplet)"]
    }
    for name in ["lib64", "lib", "lib32", "libx32"] { named += ["/\(name)", "/usr/\(name)"] }
    named += ["/usr/local/lib", "/usr/local/lib64"]
    var folders: [String] = []
    for name in named {
      if let folder = paths.folder(at: name), !folders.contains(folder) { folders.append(folder) }
    }
    self.folders = folders
    folderSet = Set(folders)
  }

  /// Whether a folder is one that every program's loader looks in, or holds such a one.
  func isStandard(_ folder: String) -> Bool {
    folderSet.contains(folder) || folders.contains { $0.hasPrefix(folder + "/") }
  }

  /// Paths at which a loader would look for a library, the first first.
  func candidates(
    for name: String, of requester: String, _ own: LibrarySearchPath, inherited: [String]
  )
    -> [String]
  {
    if name.utf8.contains(UInt8(ascii: "/")) {
      return name.hasPrefix("/") ? [name] : []
    }
    let folder = Self.folder(of: requester)
    let first = (own.inherited + inherited + own.own)
      .map { Self.expanded($0, origin: folder) }.filter { $0.hasPrefix("/") }
    return (first + folders).map { "\($0)/\(name)" }
  }

  /// The folder of a path without links.
  static func folder(of path: String) -> String {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  /// The last component of a path.
  static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// A folder of a file's own search path, with what stands for the file's folder put in.
  static func expanded(_ folder: String, origin: String) -> String {
    for token in ["$ORIGIN", "${ORIGIN}"] where folder.hasPrefix(token) {
      return origin + folder.dropFirst(token.count)
    }
    return folder
  }

  private static func readConfiguration(
    _ path: String, _ tree: any FileTree, _ paths: inout PathResolver, depth: Int,
    into folders: inout [String]
  ) {
    guard depth < 4 else { return }
    for line in lines(of: path, tree, &paths) {
      let words = line.split(separator: " ")
      guard words.first == "include" else {
        if words.first?.hasPrefix("/") == true { folders.append(String(line)) }
        continue
      }
      for pattern in words.dropFirst() {
        // The form that distributions use: every file of a folder.
        let folder = Self.folder(of: String(pattern))
        guard pattern.hasSuffix("/*.conf"), let found = paths.folder(at: folder) else { continue }
        for name in tree.contents(of: found).map(\.name).sorted() where name.hasSuffix(".conf") {
          readConfiguration("\(found)/\(name)", tree, &paths, depth: depth + 1, into: &folders)
        }
      }
    }
  }

  private static func lines(
    of path: String, _ tree: any FileTree, _ paths: inout PathResolver
  ) -> [Substring] {
    guard let file = paths.file(at: path),
      let bytes = try? tree.bytes(of: file.path, prefix: 1 << 16)
    else { return [] }
    return String(decoding: bytes, as: UTF8.self).split { $0 == "\n" || $0 == "\r" }
      .map { $0.prefix { $0 != "#" } }
  }
}
