internal import Syscalls

/// The files that programs consist of and lead to, found one from the other.
///
/// Programs are added first, then ``complete()`` finds what they load while they run, and then the reach of
/// what is there can be told; more may be added after that.
struct ProgramCollection {
  private(set) var files: [ProgramFile] = []
  private(set) var groups: [ProgramGroup] = []
  private(set) var notes: [ReachNote] = []

  private let tree: any FileTree
  private var paths: PathResolver
  private let search: LibrarySearch
  /// Index by path; `nil` for what is no ELF file that is understood.
  private var known: [String: Int?] = [:]
  private var executed: Set<String> = []
  /// Libraries of which it is not known who loads them, not yet in a group.
  private var loadedLater: [Int] = []
  /// How many files have been searched for texts.
  private var searched = 0
  private var walker = FolderWalker()
  private var lookedAt: Set<String> = []
  private var hasNameServices = false
  private var isFull = false

  /// Far more than any container runs.
  private static let fileLimit = 4096
  /// A file of this size and more is not read.
  static let sizeLimit = 1 << 29

  init(_ tree: any FileTree) {
    self.tree = tree
    paths = PathResolver(tree)
    search = LibrarySearch(tree, &paths)
  }

  // MARK: Programs

  /// Adds what is executed at a path: a program, or the interpreter of a script and what the script names.
  mutating func addProgram(_ path: String, _ origin: Origin) {
    guard let file = resolve(path, origin), executed.insert(file.path).inserted else { return }
    guard let start = read(file.path, origin, prefix: Script.headLength) else { return }
    if start.starts(with: ELFFile.magic) {
      if let index = addFile(file.path, file.size, origin) { addToGroup(program: index) }
    } else if let script = read(file.path, origin, prefix: 1 << 20).flatMap(Script.init) {
      add(script, at: file.path)
    } else {
      note(file.path, origin, .notAProgram)
    }
  }

  private mutating func add(_ script: Script, at path: String) {
    addProgram(script.interpreter, .interpreter(of: path))
    if let name = script.searched { addByName(name, .interpreter(of: path)) }
    for word in script.words { addWord(word, of: path) }
  }

  /// Adds what a word of a shell script names, if it names a program or another shell script.
  private mutating func addWord(_ word: String, of script: String) {
    let candidates = word.hasPrefix("/") ? [word] : word.contains("/") ? [] : Self.places(of: word)
    for candidate in candidates {
      guard let file = paths.file(at: candidate) else { continue }
      guard !executed.contains(file.path),
        let start = read(file.path, .script(script), prefix: Script.headLength)
      else { return }
      let isProgram =
        start.starts(with: ELFFile.magic)
        && !FolderWalker.isLibrary(LibrarySearch.name(of: file.path))
      if isProgram || Script(start)?.isShell == true { addProgram(file.path, .script(script)) }
      return
    }
  }

  /// Adds the program of a name, where one of the usual folders has it.
  mutating func addByName(_ name: String, _ origin: Origin) {
    guard let path = Self.places(of: name).first(where: { paths.file(at: $0) != nil }) else {
      return
    }
    addProgram(path, origin)
  }

  /// Where a shell looks for a program.
  private static func places(of name: String) -> [String] {
    ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
      .map { "\($0)/\(name)" }
  }

  /// Adds a file that a log shows as opened, if it is an ELF file.
  mutating func addOpened(_ path: String) {
    guard let file = paths.file(at: path), known[file.path] == nil, isELF(file.path) else { return }
    addLibrary(file.path, file.size, .opened)
  }

  // MARK: Files

  private mutating func resolve(_ path: String, _ origin: Origin) -> (path: String, size: Int)? {
    switch paths.resolve(path) {
    case .success(let found):
      if case .file(let size) = found.entry { return (found.path, size) }
      note(found.path, origin, .notAFile)
    case .failure(.missing): note(path, origin, .missing)
    case .failure(.loop): note(path, origin, .loop)
    }
    return nil
  }

  private mutating func note(_ path: String, _ origin: Origin, _ problem: ReachNote.Problem) {
    notes.append(ReachNote(path: path, origin: origin, problem: problem))
  }

  private mutating func read(
    _ path: String, _ origin: Origin, prefix: Int? = nil
  ) -> [UInt8]? {
    do {
      return try tree.bytes(of: path, prefix: prefix)
    } catch {
      note(path, origin, .unreadable(error.message))
      return nil
    }
  }

  private mutating func isELF(_ path: String) -> Bool {
    (try? tree.bytes(of: path, prefix: 4)) == ELFFile.magic
  }

  /// Reads a file once; `nil` where it is not understood.
  private mutating func addFile(_ path: String, _ size: Int, _ origin: Origin) -> Int? {
    if let index = known[path] { return index }
    known[path] = .some(nil)
    guard files.count < Self.fileLimit else {
      if !isFull { note(path, origin, .tooManyFiles(limit: Self.fileLimit)) }
      isFull = true
      return nil
    }
    guard size < Self.sizeLimit else {
      note(path, origin, .unreadable("it is larger than \(Self.sizeLimit >> 20) MiB"))
      return nil
    }
    guard let bytes = read(path, origin) else { return nil }
    do {
      let facts = try ProgramFacts(reading: bytes)
      files.append(ProgramFile(path: path, size: size, origin: origin, facts: facts))
    } catch {
      note(path, origin, .notUnderstood(error))
      return nil
    }
    known[path] = .some(files.count - 1)
    return files.count - 1
  }

  /// Adds a library of which it is not known who loads it.
  private mutating func addLibrary(_ path: String, _ size: Int, _ origin: Origin) {
    guard known[path] == nil, let index = addFile(path, size, origin) else { return }
    loadedLater.append(index)
  }

  // MARK: Groups

  private mutating func addToGroup(program index: Int) {
    let file = files[index]
    guard let interpreter = file.facts.interpreter else {
      // A loader that is executed itself, and a static program, have nothing that others answer.
      let loader = file.facts.graph == nil ? nil : file.path
      insert(index, into: group(loader: loader), isNeeded: loader != nil, inherited: [])
      return
    }
    guard let found = resolve(interpreter, .loader(of: file.path)),
      let loader = addFile(found.path, found.size, .loader(of: file.path))
    else {
      insert(index, into: group(loader: interpreter), isNeeded: false, inherited: [])
      return
    }
    let group = group(loader: found.path)
    insert(index, into: group, isNeeded: false, inherited: [])
    insert(loader, into: group, isNeeded: true, inherited: [])
  }

  private mutating func group(loader: String?) -> Int {
    if let index = groups.firstIndex(where: { $0.loader == loader }) { return index }
    groups.append(ProgramGroup(loader: loader))
    return groups.count - 1
  }

  /// Puts a file, and all that is loaded with it, into a group.
  private mutating func insert(
    _ index: Int, into group: Int, isNeeded: Bool, inherited: [String]
  ) {
    var pending = [(index, isNeeded, inherited)]
    while let (index, isNeeded, inherited) = pending.popLast() {
      let file = files[index]
      guard groups[group].insert(index, file, isNeeded: isNeeded) else { continue }
      let passedOn =
        inherited
        + file.facts.searchPath.inherited.map {
          LibrarySearch.expanded($0, origin: LibrarySearch.folder(of: file.path))
        }
      for name in file.facts.needed {
        if let member = groups[group].byName[name] {
          _ = groups[group].insert(member, files[member], isNeeded: true)
          continue
        }
        guard let library = library(name, neededBy: index, inherited) else {
          note(file.path, file.origin, .missingLibrary(name))
          continue
        }
        pending.append((library, true, passedOn))
      }
    }
  }

  /// The file that a loader would take for a name.
  private mutating func library(
    _ name: String, neededBy index: Int, _ inherited: [String]
  ) -> Int? {
    let file = files[index]
    // What a log shows as loaded was found, by whatever way.
    if let loaded = loadedLater.first(where: {
      files[$0].facts.architecture == file.facts.architecture
        && (files[$0].facts.soname == name || LibrarySearch.name(of: files[$0].path) == name)
    }) {
      return loaded
    }
    let candidates = search.candidates(
      for: name, of: file.path, file.facts.searchPath, inherited: inherited)
    for candidate in candidates {
      guard let found = paths.file(at: candidate) else { continue }
      // One of another architecture is passed over, as loaders do.
      if let library = addFile(found.path, found.size, .needed(by: file.path)),
        files[library].facts.architecture == file.facts.architecture
      {
        return library
      }
    }
    return nil
  }

  // MARK: What is loaded while programs run

  /// Finds what programs start and load while they run, until nothing new is found.
  mutating func complete() {
    repeat {
      placeLibraries()
      while searched < files.count {
        let index = searched
        searched += 1
        searchTexts(of: index)
        addShell(for: index)
        addNameServices(for: index)
      }
    } while !loadedLater.isEmpty
  }

  /// Puts libraries of which it is not known who loads them into every group that has their C library.
  private mutating func placeLibraries() {
    let libraries = loadedLater.filter { index in !groups.contains { $0.contains(index) } }
    // What the programs need was found above; the rest was loaded while they ran.
    for index in libraries where !groups.contains(where: { $0.contains(index) }) {
      addNeighbours(of: index)
      for group in groups.indices where isCompatible(index, with: groups[group]) {
        insert(index, into: group, isNeeded: false, inherited: [])
      }
    }
    loadedLater.removeAll { index in
      libraries.contains(index) || groups.contains { $0.contains(index) }
    }
  }

  /// Whether a group has the C library that a library needs, if it needs one.
  private func isCompatible(_ index: Int, with group: ProgramGroup) -> Bool {
    guard group.loader != nil, let first = group.members.first,
      files[first].facts.architecture == files[index].facts.architecture
    else { return false }
    return files[index].facts.needed.allSatisfy { name in
      group.byName[name] != nil
        || !groups.contains { other in
          other.byName[name].map { files[$0].facts.graph != nil } ?? false
        }
    }
  }

  private static func asksForNames(_ function: String) -> Bool {
    [
      "getpw", "getgr", "getsp", "gethost", "getserv", "getproto", "getnet", "getaddrinfo",
      "getname",
    ]
    .contains { function.hasPrefix($0) } || function == "initgroups"
  }

  /// Adds the libraries of the same folder, unless everything's libraries stand there.
  private mutating func addNeighbours(of index: Int) {
    let path = files[index].path
    let folder = LibrarySearch.folder(of: path)
    guard files[index].origin == .opened, !search.isStandard(folder),
      lookedAt.insert("beside \(folder)").inserted
    else { return }
    for item in tree.contents(of: folder).sorted(by: { $0.name < $1.name })
    where FolderWalker.isLibrary(item.name) {
      addLoadable("\(folder)/\(item.name)", .neighbour(of: path))
    }
  }

  private mutating func addLoadable(_ path: String, _ origin: Origin) {
    guard let file = paths.file(at: path), known[file.path] == nil, isELF(file.path) else { return }
    addLibrary(file.path, file.size, origin)
  }

  /// Adds the libraries at and below the absolute paths among a file's texts: plug-ins, found late.
  private mutating func searchTexts(of index: Int) {
    let file = files[index]
    var named: Set<String> = []
    for text in file.facts.paths {
      for part in text.split(separator: UInt8(ascii: ":")) {
        named.insert(String(decoding: part, as: UTF8.self))
      }
    }
    for name in named.sorted() where lookedAt.insert(name).inserted {
      guard FolderWalker.isOfInterest(name), case .success(let found) = paths.resolve(name)
      else { continue }
      switch found.entry {
      case .file:
        if FolderWalker.isLibrary(LibrarySearch.name(of: found.path)) {
          addLoadable(found.path, .named(in: file.path))
        }
      case .folder:
        guard !search.isStandard(found.path), FolderWalker.isOfInterest(found.path),
          lookedAt.insert("below \(found.path)").inserted
        else { continue }
        for path in walker.libraries(below: found.path, in: tree) {
          addLoadable(path, .named(in: file.path))
        }
      case .link, .special: continue
      }
    }
  }

  private mutating func addShell(for index: Int) {
    let file = files[index]
    guard file.facts.graph == nil,
      file.facts.wanted.contains(where: { ["system", "popen", "wordexp"].contains($0) }),
      lookedAt.insert("shell").inserted
    else { return }
    guard paths.file(at: "/bin/sh") != nil else { return }
    addProgram("/bin/sh", .shell(for: file.path))
  }

  /// glibc loads what nsswitch.conf lists, by names that it puts together, once somebody asks for a user, a
  /// group or a host.
  private mutating func addNameServices(for index: Int) {
    let facts = files[index].facts
    guard !hasNameServices, facts.graph == nil, facts.interpreter != nil || !facts.isProgram,
      facts.wanted.contains(where: Self.asksForNames),
      let file = paths.file(at: "/etc/nsswitch.conf"),
      let bytes = try? tree.bytes(of: file.path, prefix: 1 << 16)
    else { return }
    hasNameServices = true
    var services: Set<Substring> = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.prefix { $0 != "#" }.split(separator: ":")
      guard parts.count == 2 else { continue }
      services.formUnion(parts[1].split { $0 == " " || $0 == "\t" })
    }
    for service in services.sorted() where service.allSatisfy({ $0.isLetter || $0.isNumber }) {
      for folder in search.folders { addLoadable("\(folder)/libnss_\(service).so.2", .nameService) }
    }
  }
}
