internal import Observations
internal import Syscalls

/// What programs start and load while they run.
extension ProgramCollection {
  /// How many files, scripts and libraries each mechanism has looked at.
  struct Progress {
    var services = 0
    var texts = 0
    var programs = 0
    var shells = 0
    var libraries = 0
    var scripts = 0
  }

  /// Finds what programs start and load while they run, until nothing new is found.
  ///
  /// - Parameter mechanism: the least sure one that is used.
  mutating func complete(with mechanism: ReachMechanism) {
    var before = 0
    repeat {
      before = files.count + scripts.count
      placeLibraries()
      forNew(\.services) { $0.addNameServices(for: $1) }
      if mechanism >= .neighbours {
        forNew(\.programs) { $0.addProgramsBeside($1) }
        forNew(\.texts) { $0.searchTexts(of: $1) }
        while progress.libraries < loadedWhileRunning.count {
          progress.libraries += 1
          addNeighbours(of: loadedWhileRunning[progress.libraries - 1])
        }
      }
      if mechanism >= .scripts {
        while progress.scripts < scripts.count {
          let script = scripts[progress.scripts]
          progress.scripts += 1
          for word in script.words { addWord(word, .script(script.path)) }
        }
      }
      if mechanism >= .shell { forNew(\.shells) { $0.addShell(for: $1) } }
    } while !loadedLater.isEmpty || files.count + scripts.count > before
  }

  /// Does something with each file that it has not been done with.
  private mutating func forNew(
    _ progress: WritableKeyPath<Progress, Int>, _ look: (inout Self, Int) -> Void
  ) {
    while self.progress[keyPath: progress] < files.count {
      let index = self.progress[keyPath: progress]
      self.progress[keyPath: progress] += 1
      look(&self, index)
    }
  }

  /// Puts libraries of which it is not known who loads them into every group that has their C library.
  private mutating func placeLibraries() {
    let libraries = loadedLater.filter { index in !groups.contains { $0.contains(index) } }
    // What the programs need was found above; the rest was loaded while they ran.
    for index in libraries where !groups.contains(where: { $0.contains(index) }) {
      loadedWhileRunning.append(index)
      for group in groups.indices where isCompatible(index, with: groups[group]) {
        insert(index, into: group, isNeeded: false, inherited: [])
      }
    }
    let grouped = groups
    loadedLater.removeAll { index in
      libraries.contains(index) || grouped.contains { $0.contains(index) }
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
    guard files[index].origin == .opened, !search.isStandard(folder) else { return }
    addLibraries(in: folder, of: path)
  }

  private mutating func addLibraries(in folder: String, of path: String) {
    guard lookedAt.insert("beside \(folder)").inserted else { return }
    let libraries = tree.contents(of: folder).sorted { $0.name < $1.name }
      .filter { !$0.isFolder && FolderWalker.isLibrary($0.name) }.map { "\(folder)/\($0.name)" }
    addLoadable(libraries, .neighbour(of: path))
  }

  /// Adds the programs beside one that has a folder of its own kind: servers start theirs from there, such as
  /// those of Postfix, Dovecot, PostgreSQL and Erlang.
  private mutating func addProgramsBeside(_ index: Int) {
    let file = files[index]
    let folder = LibrarySearch.folder(of: file.path)
    guard file.origin == .executed, file.facts.isProgram, folder != "/",
      !standardFolders.contains(folder), !search.isStandard(folder),
      lookedAt.insert("programs beside \(folder)").inserted
    else { return }
    let items = tree.contents(of: folder).filter { !$0.isFolder }.sorted { $0.name < $1.name }
    let programs = items.prefix(Self.neighbourLimit).map(\.name)
      .filter { !FolderWalker.isLibrary($0) }.map { "\(folder)/\($0)" }
    readAhead(programs)
    for path in programs {
      guard let found = paths.file(at: path), known[found.path] == nil, isELF(found.path) else {
        continue
      }
      addProgram(found.path, .neighbour(of: file.path))
    }
    if items.count > Self.neighbourLimit { note(folder, .neighbour(of: file.path), .tooManyNames) }
    // A package's libraries, where no log tells which of them were loaded.
    if !hasOpened, let libraries = paths.folder(at: folder + "/../lib"),
      !search.isStandard(libraries)
    {
      addLibraries(in: libraries, of: file.path)
    }
  }

  private static let neighbourLimit = 256

  private mutating func addLoadable(_ paths: [String], _ origin: Origin) {
    readAhead(paths)
    for path in paths { addLoadable(path, origin) }
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
        addLoadable(walker.libraries(below: found.path, in: tree), .named(in: file.path))
        if walker.isExhausted { note(found.path, .named(in: file.path), .tooManyNames) }
      case .link, .special: continue
      }
    }
  }

  private mutating func addShell(for index: Int) {
    let file = files[index]
    guard file.facts.graph == nil,
      file.facts.wanted.contains(where: { ["system", "popen", "wordexp"].contains($0) })
        || file.facts.paths.contains(where: { $0.elementsEqual("/bin/sh".utf8) }),
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
