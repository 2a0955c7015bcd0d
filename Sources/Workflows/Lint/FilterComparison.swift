internal import Deployment
internal import Findings
internal import Profiles
internal import Syscalls
internal import Text
internal import Verification

/// The filter that runs, and that of the profile which is checked in.
struct FilterComparison {
  private let expected: FlatProfile
  private let running: FlatProfile
  private let environment: Environment

  init(_ expected: FlatProfile, _ running: FlatProfile, in environment: Environment) {
    self.expected = expected
    self.running = running
    self.environment = environment
  }

  /// - Parameter counts: whether a change counts.
  func result(where counts: (Difference.Change) -> Bool) -> ProfileComparison {
    let changes: [Difference.Change]
    do {
      changes = try Difference(
        from: EnforcedProfile(compiling: expected, for: environment).filter,
        to: EnforcedProfile(compiling: running, for: environment).filter
      ).changes.filter(counts)
    } catch {
      return .unknown("\(error).".escapedForTerminal)
    }
    guard !changes.isEmpty else { return .same }
    let parts: [(Difference.Change.Direction, String)] = [
      (.looser, "it lets run what the profile refuses"),
      (.tighter, "it refuses what the profile allows"),
      (.answer, "it answers otherwise"),
    ]
    var words: [String] = []
    var witnesses: [Finding.Witness] = []
    for (direction, text) in parts {
      let own = changes.filter { $0.direction == direction }
      guard let first = own.first else { continue }
      words.append("\(text) (\(Self.subjects(of: own)))")
      witnesses.append(first.findingWitness)
    }
    return .different(words.joined(separator: "; ") + ".", witnesses: witnesses)
  }

  private static func subjects(of changes: [Difference.Change]) -> String {
    var names: [String] = []
    for change in changes {
      var own = change.calls.map(\.name)
      if own.isEmpty {
        own =
          change.isWholeArchitecture
          ? ["all calls of \(change.architecture?.rawValue ?? "another architecture")"]
          : ["calls that have no name"]
      }
      names += own.filter { !names.contains($0) }
    }
    return names.listed
  }
}
