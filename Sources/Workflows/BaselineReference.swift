internal import Files
internal import Findings
package import Profiles
internal import Text

/// A baseline as the user names it: an embedded one, or a profile's file.
package struct BaselineReference: Hashable, Sendable {
  /// As given; not escaped.
  package let name: String

  /// `docker`, `docker@28.5`, or a path.
  package init(_ name: String) { self.name = name }

  /// Whether the name is that of an embedded baseline, and no file has it.
  package var isEmbedded: Bool {
    !InputFile.exists(name) && Self.isEmbeddedName(name)
  }

  private static func isEmbeddedName(_ name: String) -> Bool {
    name == "docker" || name.hasPrefix("docker@")
  }

  /// The baseline, its conditions undecided.
  package func profile(note: Note) throws(WorkflowError) -> Profile {
    let isFile = name.contains("/") || name.hasSuffix(".json") || InputFile.exists(name)
    if !Self.isEmbeddedName(name), isFile {
      return try ProfileFile.read(name, note: note)
    }
    do {
      let named = try Baseline.named(name)
      if let notice = named.notice { note("baseline: warning: \(notice)") }
      return named.profile
    } catch {
      throw .usage("\(error)")
    }
  }

  /// The baseline as it stands in the environment; rules that libseccomp would get wrong are refused.
  package func resolved(
    for environment: Environment, note: Note
  ) throws(WorkflowError) -> FlatProfile {
    let resolved = try profile(note: note).resolved(for: environment)
    let unsafe = resolved.unsafeShapes
    guard unsafe.isEmpty else {
      throw .cannot(
        unsafe.map {
          $0.finding?.description ?? "\(name.escapedForTerminal): error: \($0.message)"
        }
        .joined(separator: "\n"))
    }
    return resolved
  }
}
