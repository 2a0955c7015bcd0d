internal import Files
internal import Logs
internal import Observations
internal import Syscalls
internal import Text
internal import Traces
internal import Verification

/// What stood at an earlier revision where the profiles stand now.
package struct GateHistory: Sendable {
  /// A profile as it was.
  struct Past: Sendable {
    /// `nil` where there was none.
    let profile: [UInt8]?
    /// `nil` where there was none.
    let evidence: [UInt8]?
  }

  /// As the user names it; not escaped.
  package let revision: String
  /// Profiles that stood in the folders, and stand there no more; not escaped.
  package private(set) var removed: [String] = []
  private var states: [String: Past] = [:]
  private var commits: [String: String] = [:]

  /// Asks git for the revision's files.
  package init(of targets: GateTargets, at revision: String) throws(WorkflowError) {
    self.revision = revision
    for target in targets.targets where target.obstacle == nil && states[target.path] == nil {
      states[target.path] = Past(
        profile: try file(targets.here.absolute(target.path)),
        evidence: try file(targets.here.absolute(target.evidence.path)))
    }
    let present = Set(targets.targets.map { targets.here.absolute($0.path) })
    for folder in targets.folders {
      let git = Git(in: folder)
      let commit = try commit(git, folder)
      let files = try git.files(at: commit).map { WorkingFolder.join(folder, $0) }
      let all = Set(files)
      for file in files
      where file.hasSuffix(".json") && !file.hasSuffix(".observations.json")
        && !present.contains(file) && !InputFile.exists(file)
      {
        if all.contains(ObservationFile(besideProfile: file).path) {
          removed.append(targets.here.shown(file))
        } else if let bytes = try self.file(file), ProfileFile.isProfile(bytes) {
          removed.append(targets.here.shown(file))
        }
      }
    }
    removed = removed.sortedByBytes
  }

  /// What stood there; `nil` for what cannot be verified now.
  func past(of target: GateTarget) -> Past? { states[target.path] }

  private mutating func commit(
    _ git: Git, _ folder: String
  ) throws(WorkflowError) -> String {
    if let known = commits[folder] { return known }
    let commit = try git.commit(of: revision)
    commits[folder] = commit
    return commit
  }

  /// - Parameter path: absolute.
  private mutating func file(_ path: String) throws(WorkflowError) -> [UInt8]? {
    var folder = WorkingFolder.parent(of: path)
    var name = WorkingFolder.name(of: path)
    // A folder that is gone: from the nearest that is left.
    while folder != "/", !InputFile.exists(folder) {
      name = WorkingFolder.name(of: folder) + "/" + name
      folder = WorkingFolder.parent(of: folder)
    }
    let git = Git(in: folder)
    return try git.file(name, at: try commit(git, folder))
  }
}
