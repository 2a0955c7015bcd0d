internal import Programs
internal import Reports
internal import Text

/// What a user should know of a reach that was read from a root: what could not be told, and how far the root is
/// that of the container that was recorded.
struct RootNotes {
  let lines: [String]

  /// Paths that a line shows.
  private static let shown = 5

  init(_ reach: Reach, root: String) {
    let missing = reach.notes.filter { $0.problem == .missing }
    var lines: [String] = []
    for (origin, noun) in [(Origin.executed, "program"), (.opened, "library")] {
      let paths = missing.filter { $0.origin == origin }.map(\.path)
      guard !paths.isEmpty else { continue }
      lines.append(
        "\(root.escapedForTerminal): warning: \(Self.count(paths, noun)) that the logs show as \(origin) "
          + "\(paths.count == 1 ? "is" : "are") not in this root: \(Self.list(paths)); system calls of "
          + "\(paths.count == 1 ? "it" : "them") are missing here. Is it the root of the container that was "
          + "recorded?")
    }
    let other = reach.notes.filter { $0.problem == .otherSize }.map(\.path)
    if !other.isEmpty {
      lines.append(
        "\(root.escapedForTerminal): warning: \(Self.count(other, "library")) had another size when the logs "
          + "were recorded: \(Self.list(other)); the root is of another version of the image, and what its "
          + "programs can call may differ")
    }
    let others = reach.notes.filter {
      $0.problem != .otherSize && $0.problem != .missing
        || $0.origin != .executed && $0.origin != .opened
    }
    for note in others {
      // Of these the ledger tells.
      switch note.problem {
      case .unresolved, .otherEntries: continue
      default: lines.append(note.message(isFatal: false))
      }
    }
    self.lines = lines
  }

  private static func count(_ paths: [String], _ noun: String) -> String {
    paths.count.counting(noun, noun == "library" ? "libraries" : noun + "s")
  }

  private static func list(_ paths: [String]) -> String {
    paths.prefix(shown).map(\.escapedForTerminal).joined(separator: ", ")
      + (paths.count > shown ? ", ..." : "")
  }
}
