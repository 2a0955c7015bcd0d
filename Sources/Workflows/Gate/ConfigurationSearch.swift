internal import Files
internal import Text

/// Finds the `whittle.json` of each profile, and reads each once.
struct ConfigurationSearch {
  private let here: WorkingFolder
  /// The one that the user named for all.
  private let named: Configuration?
  private var byFolder: [String: Configuration?] = [:]
  private var byPath: [String: Configuration] = [:]

  /// - Parameter path: of the file that the user names for all profiles.
  init(named path: String?, in here: WorkingFolder) throws(WorkflowError) {
    self.here = here
    named = try path.map { path throws(WorkflowError) in
      try Configuration(reading: here.absolute(path), in: here)
    }
  }

  /// The configuration of what lies in a folder, an absolute one: the nearest upwards, as far as the folder of
  /// the repository, or else that of the working folder; `nil` where there is none.
  mutating func configuration(for folder: String) throws(WorkflowError) -> Configuration? {
    if let named { return named }
    if let found = try nearest(folder) { return found }
    return try nearest(here.path)
  }

  private mutating func nearest(_ folder: String) throws(WorkflowError) -> Configuration? {
    if let known = byFolder[folder] { return known }
    let path = WorkingFolder.join(folder, Configuration.name)
    var found: Configuration?
    if InputFile.exists(path) {
      found = try read(path)
    } else if folder != "/", !InputFile.exists(WorkingFolder.join(folder, ".git")) {
      found = try nearest(WorkingFolder.parent(of: folder))
    }
    byFolder[folder] = .some(found)
    return found
  }

  /// The configuration in a file that was found.
  mutating func read(_ path: String) throws(WorkflowError) -> Configuration {
    if let named { return named }
    if let known = byPath[path] { return known }
    let configuration = try Configuration(reading: path, in: here)
    byPath[path] = configuration
    return configuration
  }
}
