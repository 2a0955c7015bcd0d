internal import Files
package import Logs
package import Observations
package import Programs
internal import Reports
internal import Syscalls
internal import SystemPackage
internal import Text

/// `reach`: which system calls programs can make.
package enum ReachInquiry {
  /// What the programs can call; what could not be told is noted, unless it is about a program itself.
  /// - Parameters:
  ///   - files: paths of programs, scripts or libraries, inside of the root where one is given.
  ///   - root: the folder that is the programs' root; `nil` for this machine's.
  ///   - kit: which programs are looked at beside them.
  ///   - note: takes what could not be told.
  package static func reach(
    of files: [String], root: String?, with kit: ExecKit, note: Note
  ) throws(WorkflowError) -> Reach {
    let tree = try WorkflowError.wrapping { () throws(FileError) in
      try RootFolder(at: root ?? "/")
    }
    let current = root == nil ? try currentFolder() : FilePath("/")
    let paths = files.map { current.pushing(FilePath($0)).string }
    let reach = Reach(of: paths, in: tree, with: kit)
    let errors = reach.notes.filter(\.concernsProgram)
    guard errors.isEmpty else {
      throw .cannot(errors.map(\.message).joined(separator: "\n"))
    }
    for line in reach.notes { note(line.message) }
    return reach
  }

  /// What the programs that logs show can call, in a container's root; what could not be told is noted.
  package static func reach(
    of programs: ProgramPaths, root: String, with kit: ExecKit, note: Note
  ) throws(WorkflowError) -> ProgramReach {
    let tree = try WorkflowError.wrapping { () throws(FileError) in try RootFolder(at: root) }
    guard !programs.executed.isEmpty else {
      throw .cannot(
        "\(root.escapedForTerminal): error: the logs show no program that was executed, so that nobody "
          + "knows what to look at; record from the start of the container, with strace")
    }
    let reach = Reach(
      of: programs.executed, opening: programs.opened, in: tree, with: kit)
    let missing = reach.notes.filter(\.concernsProgram)
    guard missing.count < programs.executed.count else {
      throw .cannot(
        missing.map(\.message).joined(separator: "\n")
          + "\n\(root.escapedForTerminal): error: no program that was executed is in this root "
          + "(\(programs.executed.count.counting("program")) looked for); name the root of the container that "
          + "was recorded")
    }
    for line in reach.notes { note(line.message(isFatal: false)) }
    var witnesses: [Architecture: [String: String]] = [:]
    for (architecture, calls) in reach.calls {
      witnesses[architecture] = Dictionary(
        uniqueKeysWithValues: calls.map { ($0.key.name, $0.value.witness.description) })
    }
    var files: Set<ProgramReach.File> = []
    for file in reach.files {
      var hash = SHA256()
      do {
        hash.update(try tree.bytes(of: file.path, prefix: nil))
      } catch {
        throw .cannot(
          "\(file.path.escapedForTerminal): error: was read, and now cannot be: \(error.message); observe "
            + "the logs again")
      }
      files.insert(
        ProgramReach.File(path: file.path, size: file.size, digest: hash.finish().hexadecimalDigits)
      )
    }
    return ProgramReach(files: files, witnesses: witnesses)
  }

  private static func currentFolder() throws(WorkflowError) -> FilePath {
    try WorkflowError.wrapping { () throws(FileError) in FilePath(try CurrentFolder.path()) }
  }
}
