internal import Files
package import Reports

extension RepositoryPaths {
  /// The paths of the repository in which this process stands.
  package static func here() throws(WorkflowError) -> Self {
    let current = try WorkflowError.wrapping { () throws(FileError) in try CurrentFolder.path() }
    return RepositoryPaths(currentFolder: current, root: root(of: current))
  }

  /// The first folder upwards that holds a `.git`, a folder or, of a work tree, a file.
  static func root(of folder: String) -> String? {
    var folder = folder
    while !InputFile.exists(WorkingFolder.join(folder, ".git")) {
      guard folder != "/" else { return nil }
      folder = WorkingFolder.parent(of: folder)
    }
    return folder
  }
}
