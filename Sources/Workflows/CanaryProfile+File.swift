internal import Profiles
package import Syscalls
internal import Text
package import Verification

extension CanaryProfile {
  /// Reads and compiles the profile at `path`.
  ///
  /// - Parameters:
  ///   - path: as the user gave it.
  ///   - architecture: of the machine that it runs on; `nil` for this one.
  ///   - note: told what is wrong with it.
  package init(
    readFrom path: String, for architecture: Architecture?, note: Note
  ) throws(WorkflowError) {
    let environment = try EnvironmentRequest(architecture: architecture).environment()
    let profile = try ProfileFile.read(path, for: environment.architecture, note: note)
      .resolved(for: environment)
    do {
      self.init(try EnforcedProfile(compiling: profile, for: environment), at: path)
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: \(error)")
    }
    if logsNothing {
      note(
        "\(path.escapedForTerminal): warning: logs no call, so that no record is a hit of it; generate "
          + "--mode canary makes a canary profile")
    }
  }
}
