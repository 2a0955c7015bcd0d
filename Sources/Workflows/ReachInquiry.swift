internal import Files
package import Programs
internal import Reports
internal import SystemPackage

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

  private static func currentFolder() throws(WorkflowError) -> FilePath {
    try WorkflowError.wrapping { () throws(FileError) in FilePath(try CurrentFolder.path()) }
  }
}
