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
    var places = 0
    var files: [String] = []
    for note in others {
      if case .unresolved(let count) = note.problem {
        places += count
        files.append(note.path)
      } else {
        lines.append(note.message(isFatal: false))
      }
    }
    if places > 0 {
      lines.append(
        "\(root.escapedForTerminal): note: \(places.counting("place")) in the code of "
          + "\(files.count.counting("file")) \(places == 1 ? "makes" : "make") a system call whose number was "
          + "not found: \(Self.list(files))")
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
