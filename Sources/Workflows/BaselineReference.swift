internal import Files
internal import Findings
package import Profiles
package import Syscalls
internal import Text
internal import Verification

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

  static func isEmbeddedName(_ name: String) -> Bool {
    Baseline.engines.contains { name == $0 || name.hasPrefix($0 + "@") }
  }

  /// What containers are given whose engine has this baseline, where nothing is added or dropped.
  package var defaultCapabilities: Set<Capability> {
    isEmbedded && name == "podman" ? Capability.podmanDefault : Capability.dockerDefault
  }

  /// Whether it is the default of an engine that drops the path of a profile's listener.
  var engineDropsListener: Bool {
    isEmbedded && ((try? Baseline.named(name))?.engineDropsListener ?? false)
  }

  /// The baseline, its conditions undecided.
  /// `native`: the machine's own ABI, where it is known.
  package func profile(
    for native: Architecture?, note: Note
  ) throws(WorkflowError) -> Profile {
    let isFile = name.contains("/") || name.hasSuffix(".json") || InputFile.exists(name)
    if !Self.isEmbeddedName(name), isFile {
      return try ProfileFile.read(name, for: native, note: note)
    }
    do {
      let named = try Baseline.named(name)
      if let notice = named.notice { note("baseline: warning: \(notice)") }
      return named.profile
    } catch {
      throw .usage("\(error)")
    }
  }

  /// The baseline as it stands in the environment; one that libseccomp gets wrong is refused.
  package func resolved(
    for environment: Environment, note: Note
  ) throws(WorkflowError) -> FlatProfile {
    let resolved = try profile(for: environment.architecture, note: note).resolved(for: environment)
    guard !resolved.unsafeShapes.isEmpty else { return resolved }
    let findings: [Finding]
    do {
      findings = try EnforcedProfile(compiling: resolved, for: environment).compilationFindings(
        native: environment.architecture)
    } catch {
      throw .cannot(
        "\(name.escapedForTerminal): error: no filter can be made of the baseline: \(error)")
    }
    let errors = findings.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw .cannot(
        errors.map {
          "\($0.place ?? name.escapedForTerminal): error: of the baseline: \($0.message)"
        }
        .joined(separator: "\n"))
    }
    return resolved
  }
}

extension FlatProfile {
  /// A baseline that lets calls run by default cannot be tightened.
  func requireRefusal(of reference: BaselineReference) throws(WorkflowError) {
    guard defaultAction.mayRun else { return }
    throw .cannot(
      "\(reference.name.escapedForTerminal): error: /defaultAction: \(defaultAction) lets calls run "
        + "that no rule names, so that there is nothing to tighten; take a baseline that refuses "
        + "them, such as docker")
  }
}
