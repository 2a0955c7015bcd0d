/// A file that is executed or loaded.
struct ProgramFile: Sendable {
  let path: String
  let size: Int
  let origin: Origin
  let facts: ProgramFacts
  /// SHA-256 of its bytes, in hexadecimal digits; `nil` where nobody asked for it.
  var digest: String?
}

/// Programs and libraries that share a C library: a function that one of them wants is answered by another.
struct ProgramGroup {
  /// The dynamic loader's path; `nil` for static programs.
  let loader: String?
  /// Indices of files, in the order in which they were found.
  private(set) var members: [Int] = []
  private var known: Set<Int> = []
  private var needed: Set<Int> = []
  /// Members by what others call them.
  private(set) var byName: [String: Int] = [:]

  init(loader: String?) { self.loader = loader }

  func contains(_ file: Int) -> Bool { known.contains(file) }

  /// Whether a member is loaded at the start of a program, as others need it.
  func isNeeded(_ file: Int) -> Bool { needed.contains(file) }

  /// `false` for a member that it has.
  mutating func insert(_ index: Int, _ file: ProgramFile, isNeeded: Bool) -> Bool {
    if isNeeded { needed.insert(index) }
    guard known.insert(index).inserted else { return false }
    members.append(index)
    for name in [file.facts.soname, LibrarySearch.name(of: file.path)] {
      if let name, byName[name] == nil { byName[name] = index }
    }
    return true
  }
}
