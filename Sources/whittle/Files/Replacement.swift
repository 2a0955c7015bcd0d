internal import Files
internal import JSON
internal import Profiles
internal import Reports
internal import Text

/// Whether a profile may take the place of the one that stands there.
struct Replacement {
  private let path: String
  private let isAllowed: Bool
  private let environment: Environment

  init(of path: String, allowed: Bool, in environment: Environment) {
    self.path = path
    isAllowed = allowed
    self.environment = environment
  }

  /// Says what would change; throws where something would and the user did not ask for it.
  func check(_ new: FlatProfile, _ messages: Messages) throws(ExitError) {
    let isOccupied = try ExitError.wrapping { () throws(FileError) in
      try Destination(of: path).isOccupied
    }
    guard isOccupied else { return }
    let old: FlatProfile
    do {
      old = try ProfileFile.read(path, Messages(isQuiet: true, colour: .never))
        .resolved(for: environment)
    } catch {
      throw ExitError(.occupied(path, by: "is no profile", because: error.message))
    }
    let change = ProfileChange(from: old, to: new)
    guard !change.isEmpty else { return }
    let lines = ProfileChangeReport(change).lines.joined(separator: "\n")
    guard isAllowed else {
      throw .no(
        "\(path.escapedForTerminal): error: says something else; it is left as it is. The new one\n"
          + "\(lines)\nSay --update to replace it")
    }
    messages.note("\(path.escapedForTerminal): replaced; the new profile\n\(lines)")
  }
}
