internal import Observations
internal import Syscalls

/// The files that programs consist of and lead to, found one from the other.
///
/// Programs are added first, then ``complete()`` finds what they load while they run, and then the reach of
/// what is there can be told; more may be added after that.
struct ProgramCollection {
  private(set) var files: [ProgramFile] = []
  private(set) var groups: [ProgramGroup] = []
  private(set) var notes: [ReachNote] = []

  let tree: any FileTree
  var paths: PathResolver
  let search: LibrarySearch
  /// Index by path; `nil` for what is no ELF file that is understood.
  private(set) var known: [String: Int?] = [:]
  private(set) var executed: Set<String> = []
  /// Libraries of which it is not known who loads them, not yet in a group.
  var loadedLater: [Int] = []
  /// Those of them that no program needs.
  var loadedWhileRunning: [Int] = []
  /// Scripts that shells read, and their words.
  private(set) var scripts: [(path: String, words: [String])] = []
  /// How far each mechanism has looked.
  var progress = Progress()
  /// Folders of libraries that a log shows as opened.
  private var foldersOfLoaded: Set<String> = []
  /// Whether a log tells what was opened.
  var hasOpened: Bool { !foldersOfLoaded.isEmpty }
  /// Where everybody's programs are, without links.
  let standardFolders: Set<String>
  var walker = FolderWalker()
  var lookedAt: Set<String> = []
  var hasNameServices = false
  private var isFull = false
  /// Folders that the image's PATH names.
  private let searchPath: [String]
  private let reader: ProgramFileReader
  /// What was read of files that are about to be added, by path.
  private var ahead: [String: Result<ProgramFileReader.Reading, ProgramFileReader.Failure>] = [:]

  /// Far more than any container runs.
  private static let fileLimit = 4096
  /// The same for scripts that are read and not executed.
  private static let scriptLimit = 512
  /// A file of this size and more is not read.
  static let sizeLimit = 1 << 29

  /// - Parameters:
  ///   - searchPath: the image's PATH.
  ///   - isHashed: whether the digests of files are wanted.
  ///   - store: where what is read of files is kept.
  init(
    _ tree: any FileTree, searchPath: [String] = [], isHashed: Bool = false,
    store: (any FactStore)? = nil
  ) {
    self.tree = tree
    reader = ProgramFileReader(tree: tree, isHashed: isHashed, store: store)
    self.searchPath = searchPath
    paths = PathResolver(tree)
    search = LibrarySearch(tree, &paths)
    var folders: Set<String> = []
    for name in Self.standardFolders {
      if let folder = paths.folder(at: name) { folders.insert(folder) }
    }
    standardFolders = folders
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
    if script.isShell { scripts.append((path, script.words)) }
  }

  /// Adds what a word of a shell script names, if it names a program or another shell script.
  mutating func addWord(_ word: String, _ origin: Origin) {
    let candidates = word.hasPrefix("/") ? [word] : word.contains("/") ? [] : places(of: word)
    for candidate in candidates {
      guard let file = paths.file(at: candidate) else { continue }
      guard !executed.contains(file.path),
        let start = read(file.path, origin, prefix: Script.headLength)
      else { return }
      let isProgram =
        start.starts(with: ELFFile.magic)
        && !FolderWalker.isLibrary(LibrarySearch.name(of: file.path))
      if isProgram || Script(start)?.isShell == true { addProgram(file.path, origin) }
      return
    }
  }

  /// Adds the programs that are run beside the service.
  mutating func add(_ kit: ExecKit) {
    readAhead(
      kit.programs.compactMap { name in places(of: name).first { paths.file(at: $0) != nil } })
    for name in kit.programs { addByName(name, .kit(kit)) }
  }

  /// Adds what the image says that it runs: the programs, and the words of what it hands to a shell.
  mutating func add(_ configuration: ImageConfiguration) {
    for words in configuration.commands {
      for word in words {
        addWord(absolute(word, below: configuration.workingFolder) ?? word, .image)
      }
    }
  }

  /// A path that begins at the root; `nil` where nobody knows where it begins.
  mutating func absolute(_ path: String, below folder: String?) -> String? {
    if path.hasPrefix("/") { return path }
    guard let folder, paths.file(at: "\(folder)/\(path)") != nil else { return nil }
    return "\(folder)/\(path)"
  }

  /// Adds the program of a name, where one of the usual folders has it.
  mutating func addByName(_ name: String, _ origin: Origin) {
    guard let path = places(of: name).first(where: { paths.file(at: $0) != nil }) else {
      return
    }
    addProgram(path, origin)
  }

  /// Where a shell looks for a program.
  private func places(of name: String) -> [String] {
    (searchPath + Self.standardFolders).map { "\($0)/\(name)" }
  }

  /// Where everybody's programs are.
  static let standardFolders = [
    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
  ]

  /// Adds a file that a log shows as opened, if it is an ELF file, or a script that a shell may have read.
  ///
  /// - Parameter sizes: what the log tells of its size; empty for nothing.
  mutating func addOpened(_ path: String, sizes: Set<Int> = []) {
    guard let file = paths.file(at: path) else {
      if FolderWalker.isLibrary(LibrarySearch.name(of: path)) { note(path, .opened, .missing) }
      return
    }
    if !sizes.isEmpty, !sizes.contains(file.size) { note(path, .opened, .otherSize) }
    guard known[file.path] == nil, !executed.contains(file.path),
      let start = try? tree.bytes(of: file.path, prefix: Script.headLength)
    else { return }
    if start.starts(with: ELFFile.magic) {
      addLibrary(file.path, file.size, .opened)
    } else if Script(start)?.isShell == true, scripts.count < Self.scriptLimit,
      lookedAt.insert("script \(file.path)").inserted,
      let script = read(file.path, .opened, prefix: 1 << 20).flatMap(Script.init)
    {
      scripts.append((file.path, script.words))
    }
  }

  /// Adds programs, or opened files, whose paths begin in a folder that nobody knows: wherever in the tree
  /// such a path ends.
  mutating func addByEnd(_ endings: [String], _ origin: Origin) {
    let found = walker.files(endingWith: endings, in: tree)
    if walker.isExhausted { note("/", origin, .tooManyNames) }
    for ending in endings {
      var isFound = false
      for path in found[ending] ?? [] {
        if origin == .executed {
          guard mayRun(path) else { continue }
          addProgram(path, origin)
        } else {
          addOpened(path)
        }
        isFound = true
      }
      if !isFound, origin == .executed { note(ending, origin, .missing) }
    }
  }

  private mutating func mayRun(_ path: String) -> Bool {
    guard let file = paths.file(at: path),
      let start = try? tree.bytes(of: file.path, prefix: Script.headLength)
    else { return false }
    return start.starts(with: ELFFile.magic) || start.starts(with: Script.beginning)
  }

  // MARK: Files

  mutating func resolve(_ path: String, _ origin: Origin) -> (path: String, size: Int)? {
    switch paths.resolve(path) {
    case .success(let found):
      if case .file(let size) = found.entry { return (found.path, size) }
      note(found.path, origin, .notAFile)
    case .failure(.missing): note(path, origin, .missing)
    case .failure(.loop): note(path, origin, .loop)
    }
    return nil
  }

  mutating func note(_ path: String, _ origin: Origin, _ problem: ReachNote.Problem) {
    notes.append(ReachNote(path: path, origin: origin, problem: problem))
  }

  mutating func read(
    _ path: String, _ origin: Origin, prefix: Int? = nil
  ) -> [UInt8]? {
    do {
      return try tree.bytes(of: path, prefix: prefix)
    } catch {
      note(path, origin, .unreadable(error.message))
      return nil
    }
  }

  func isELF(_ path: String) -> Bool { reader.isELF(path) }

  /// Reads files that are likely to be added next, by several threads. What comes of it is the same as without.
  mutating func readAhead(_ candidates: [String]) {
    var wanted: Set<String> = []
    for candidate in candidates {
      guard let file = paths.file(at: candidate), known[file.path] == nil,
        ahead[file.path] == nil, file.size < ProgramFileReader.aloneSize,
        files.count + ahead.count + wanted.count < Self.fileLimit
      else { continue }
      wanted.insert(file.path)
    }
    guard wanted.count > 1 else { return }
    ahead.merge(reader.readPrograms(wanted.sorted())) { first, _ in first }
  }

  /// Reads a file once; `nil` where it is not understood.
  mutating func addFile(_ path: String, _ size: Int, _ origin: Origin) -> Int? {
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
    switch ahead.removeValue(forKey: path) ?? reader.read(path) {
    case .success(let reading):
      files.append(
        ProgramFile(
          path: path, size: reading.size, origin: origin, facts: reading.facts,
          digest: reading.digest))
    case .failure(.unreadable(let message)):
      note(path, origin, .unreadable(message))
      return nil
    case .failure(.notUnderstood(let error)):
      note(path, origin, .notUnderstood(error))
      return nil
    }
    known[path] = .some(files.count - 1)
    return files.count - 1
  }

  /// Adds a library of which it is not known who loads it.
  mutating func addLibrary(_ path: String, _ size: Int, _ origin: Origin) {
    guard known[path] == nil, let index = addFile(path, size, origin) else { return }
    if origin == .opened { foldersOfLoaded.insert(LibrarySearch.folder(of: path)) }
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
    // The loader first: musl's is the C library too, and answers to its name.
    insert(loader, into: group, isNeeded: true, inherited: [])
    insert(index, into: group, isNeeded: false, inherited: [])
  }

  private mutating func group(loader: String?) -> Int {
    if let index = groups.firstIndex(where: { $0.loader == loader }) { return index }
    groups.append(ProgramGroup(loader: loader))
    return groups.count - 1
  }

  /// Puts a file, and all that is loaded with it, into a group.
  mutating func insert(
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
      readAhead(
        file.facts.needed.filter { groups[group].byName[$0] == nil }.compactMap { name in
          candidates(for: name, neededBy: file, inherited).first { paths.file(at: $0) != nil }
        })
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

  /// Paths at which a library may be that a file needs, the first first.
  private func candidates(
    for name: String, neededBy file: ProgramFile, _ inherited: [String]
  ) -> [String] {
    let candidates = search.candidates(
      for: name, of: file.path, file.facts.searchPath, inherited: inherited)
    // Where the log showed libraries of a program, by LD_LIBRARY_PATH or by a search of its own.
    return candidates + foldersOfLoaded.sorted().map { "\($0)/\(name)" }
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
    for candidate in candidates(for: name, neededBy: file, inherited) {
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
}
