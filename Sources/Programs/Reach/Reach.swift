package import Observations
package import Syscalls

/// The system calls that programs can make, read from their code, each with the shortest way to it.
package struct Reach: Sendable {
  /// A file that was looked at.
  package struct File: Hashable, Sendable {
    /// Without links; not escaped.
    package let path: String
    /// In bytes.
    package let size: Int
    /// Whose code it holds.
    package let architecture: Architecture
    /// Why it was looked at.
    package let origin: Origin
    /// By which mechanism it was found.
    package let mechanism: ReachMechanism
    /// SHA-256 of its bytes, in hexadecimal digits; `nil` where nobody asked for it.
    package let digest: String?
  }

  /// A call that can be made.
  package struct Call: Hashable, Sendable {
    /// The shortest way to it.
    package let witness: ReachWitness
    /// The surest mechanism by which a program was found that can make it.
    package let mechanism: ReachMechanism
  }

  /// In the order in which they were found.
  package private(set) var files: [File] = []
  /// By whose code they are made.
  package private(set) var calls: [Architecture: [Syscall: Call]] = [:]
  /// What could not be told.
  package private(set) var notes: [ReachNote] = []

  /// - Parameters:
  ///   - programs: paths of what is executed; one that does not begin at the root is looked for by its end.
  ///   - opened: paths of files that a log shows as opened; what is no ELF file and no script among them is
  ///     passed over.
  ///   - sizes: what the log tells of the sizes of those.
  ///   - configuration: what the image says of itself.
  ///   - tree: the files that the programs find.
  ///   - kit: up to which programs that are run beside the service.
  ///   - isHashed: whether the digests of files are wanted.
  ///   - store: where what is read of files is kept.
  package init(
    of programs: [String], opening opened: [String] = [], sizes: [String: Set<Int>] = [:],
    in tree: any FileTree, configured configuration: ImageConfiguration = ImageConfiguration(),
    with kit: ExecKit = .none, hashing isHashed: Bool = false, keptIn store: (any FactStore)? = nil
  ) {
    var collection = ProgramCollection(
      tree, searchPath: configuration.searchPath, isHashed: isHashed, store: store)
    let below = configuration.workingFolder
    collection.readAhead((opened + programs).filter { $0.hasPrefix("/") })
    var strays: [String] = []
    for path in opened {
      if let path = collection.absolute(path, below: below) {
        collection.addOpened(path, sizes: sizes[path] ?? [])
      } else {
        strays.append(path)
      }
    }
    if !strays.isEmpty { collection.addByEnd(strays, .opened) }
    strays = []
    for path in programs {
      if let path = collection.absolute(path, below: below) {
        collection.addProgram(path, .executed)
      } else {
        strays.append(path)
      }
    }
    if !strays.isEmpty { collection.addByEnd(strays, .executed) }
    var solver = ReachSolver()
    for mechanism in ReachMechanism.allCases {
      switch mechanism {
      case .run, .neighbours, .scripts, .shell: break
      case .image: collection.add(configuration)
      case .execShell: collection.add(kit >= .shell ? .shell : .none)
      case .execTools: collection.add(kit >= .tools ? .tools : .none)
      }
      collection.complete(with: mechanism)
      add(collection, for: mechanism, solvedBy: &solver)
    }
    notes = Self.notes(of: collection)
  }

  private mutating func add(
    _ collection: ProgramCollection, for mechanism: ReachMechanism,
    solvedBy solver: inout ReachSolver
  ) {
    guard collection.files.count > files.count else { return }
    for file in collection.files[files.count...] {
      files.append(
        File(
          path: file.path, size: file.size, architecture: file.facts.architecture,
          origin: file.origin, mechanism: mechanism, digest: file.digest))
    }
    solver.add(collection.files, collection.groups)
    for (architecture, found) in solver.calls {
      for (syscall, witness) in found where calls[architecture]?[syscall] == nil {
        calls[architecture, default: [:]][syscall] = Call(witness: witness, mechanism: mechanism)
      }
    }
  }

  private static func notes(of collection: ProgramCollection) -> [ReachNote] {
    var notes = collection.notes
    for file in collection.files {
      func note(_ problem: ReachNote.Problem) {
        notes.append(ReachNote(path: file.path, origin: file.origin, problem: problem))
      }
      if file.facts.unresolved > 0 { note(.unresolved(file.facts.unresolved)) }
      if file.facts.otherEntries > 0 { note(.otherEntries(file.facts.otherEntries)) }
      if file.facts.isProgram, file.facts.isOpaque { note(.opaque) }
    }
    return notes
  }
}
