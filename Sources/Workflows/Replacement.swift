internal import Files
internal import JSON
package import Minimization
package import Observations
package import Profiles
internal import Reports
internal import Text

/// Whether a profile may take the place of the one that stands there.
package struct Replacement {
  private let path: String
  private let isAllowed: Bool
  private let environment: Environment

  /// `isAllowed`: whether the user asked for it.
  package init(of path: String, allowed isAllowed: Bool, in environment: Environment) {
    self.path = path
    self.isAllowed = isAllowed
    self.environment = environment
  }

  /// Says what would change, and why; throws where something would and the user did not ask for it.
  ///
  /// - Parameters:
  ///   - reduction: the new profile.
  ///   - observations: what it is made from.
  ///   - note: told of it.
  package func check(
    _ reduction: Reduction, of observations: Observations, note: Note
  ) throws(WorkflowError) {
    try check(reduction.profile, note: note) { change, old in
      ProfileChangeReport(change, from: old, to: reduction, of: observations)
    }
  }

  /// Throws where a file that is no profile stands at `path`, says something else, and may not be replaced.
  package static func check(
    _ bytes: [UInt8], at path: String, allowed isAllowed: Bool
  ) throws(WorkflowError) {
    guard try isOccupied(path), !isAllowed, (try? InputFile.bytes(at: path)) != bytes else {
      return
    }
    throw .no(
      "\(path.escapedForTerminal): error: says something else; it is left as it is. Say --update to replace it"
    )
  }

  private static func isOccupied(_ path: String) throws(WorkflowError) -> Bool {
    try WorkflowError.wrapping { () throws(FileError) in try Destination(of: path).isOccupied }
  }

  /// Says what would change; throws where something would and the user did not ask for it.
  package func check(_ new: FlatProfile, note: Note) throws(WorkflowError) {
    try check(new, note: note) { change, _ in ProfileChangeReport(change) }
  }

  private func check(
    _ new: FlatProfile, note: Note,
    reporting: (ProfileChange, FlatProfile) -> ProfileChangeReport
  ) throws(WorkflowError) {
    guard try Self.isOccupied(path) else { return }
    let old: FlatProfile
    do {
      old = try ProfileFile.read(
        path, for: environment.architecture, orHeld: false, note: { _ in }
      )
      .resolved(for: environment)
    } catch {
      throw WorkflowError(.occupied(path, by: "is no profile", because: error.message))
    }
    let change = ProfileChange(from: old, to: new)
    guard !change.isEmpty else { return }
    let lines = reporting(change, old).lines.joined(separator: "\n")
    guard isAllowed else {
      throw .no(
        "\(path.escapedForTerminal): error: says something else; it is left as it is. The new one\n"
          + "\(lines)\nSay --update to replace it")
    }
    note("\(path.escapedForTerminal): replaced; the new profile\n\(lines)")
  }
}
