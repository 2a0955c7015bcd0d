internal import Files
package import Programs

/// Where a container's files are: in a folder, or in a file that `docker export` wrote.
package enum ContainerRoot {
  /// The files below a path that a user names.
  package static func tree(at path: String) throws(WorkflowError) -> any FileTree {
    try WorkflowError.wrapping { () throws(FileError) -> any FileTree in
      if RootArchive.isArchive(at: path) { return try RootArchive(at: path) }
      return try RootFolder(at: path)
    }
  }
}
