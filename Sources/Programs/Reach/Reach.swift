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
    /// For whom: the service itself, or what is run beside it.
    package let kit: ExecKit
  }

  /// A call that can be made.
  package struct Call: Hashable, Sendable {
    /// The shortest way to it.
    package let witness: ReachWitness
    /// Who it takes to make it: the service itself, or what is run beside it.
    package let kit: ExecKit
  }

  /// In the order in which they were found.
  package private(set) var files: [File] = []
  /// By whose code they are made.
  package private(set) var calls: [Architecture: [Syscall: Call]] = [:]
  /// What could not be told.
  package private(set) var notes: [ReachNote] = []

  /// - Parameters:
  ///   - programs: paths of what is executed.
  ///   - opened: paths of files that a log shows as opened; what is no ELF file among them is passed over.
  ///   - tree: the files that the programs find.
  ///   - kit: up to which programs that are run beside the service.
  package init(
    of programs: [String], opening opened: [String] = [], in tree: any FileTree,
    with kit: ExecKit = .none
  ) {
    var collection = ProgramCollection(tree)
    for path in opened { collection.addOpened(path) }
    for path in programs { collection.addProgram(path, .executed) }
    for stage in ExecKit.allCases where stage <= kit {
      for name in stage.programs { collection.addByName(name, .kit(stage)) }
      collection.complete()
      add(collection, for: stage)
    }
    notes = Self.notes(of: collection)
  }

  private mutating func add(_ collection: ProgramCollection, for stage: ExecKit) {
    for file in collection.files[files.count...] {
      files.append(
        File(
          path: file.path, size: file.size, architecture: file.facts.architecture,
          origin: file.origin, kit: stage))
    }
    let solver = ReachSolver(collection.files, collection.groups)
    for (architecture, found) in solver.calls {
      for (syscall, witness) in found where calls[architecture]?[syscall] == nil {
        calls[architecture, default: [:]][syscall] = Call(witness: witness, kit: stage)
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
      if file.facts.isProgram, file.facts.isOpaque { note(.opaque) }
    }
    return notes
  }
}
