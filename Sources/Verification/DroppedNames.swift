package import Findings
package import Profiles
internal import Seccomp
internal import Syscalls
internal import Text

extension EnforcedProfile {
  /// Names of which the rules say something else than the default action, and that the present libseccomp
  /// drops, as it does under the runtime: a finding for those of one consequence and one remedy.
  ///
  /// - Parameter told: names that findings tell of already.
  package func droppedNames(in environment: Environment, but told: Set<String> = []) -> [Finding] {
    let architectures = profile.filteredArchitectures(native: environment.architecture)
    var groups: [DroppedNames: [String]] = [:]
    for name in unknownNames where !told.contains(name) {
      if let call = Syscall(name) {
        // A call of other architectures is missed by nobody, nor one about which the kernel asks no filter.
        guard architectures.contains(where: { call.exists(on: $0) || !$0.hasNumbers }),
          !architectures.contains(where: { environment.asksNoFilter(about: call, on: $0) })
        else { continue }
      }
      guard let rules = rulesByName[name],
        let consequence = DroppedNames.Consequence(of: rules, profile.defaultAction)
      else { continue }
      groups[
        DroppedNames(consequence: consequence, remedy: .init(for: name)), default: []
      ].append(name)
    }
    return groups.map { dropped, names in
      Finding(
        .unknownSyscall, Check.unknownSyscall.severity, at: location(ofFirst: names),
        calls: names.sorted(), facts: dropped.facts(of: names.sorted(), profile.defaultAction),
        help: dropped.help(on: names))
    }
  }
}

extension Environment {
  /// Whether the kernel asks no filter about a call.
  func asksNoFilter(about call: Syscall, on architecture: Architecture) -> Bool {
    UnfilteredCalls.since(call, on: architecture).map {
      kernel >= KernelVersion($0.major, $0.minor)
    } ?? false
  }
}

/// What names that libseccomp drops have in common.
private struct DroppedNames: Hashable {
  /// What becomes of the calls.
  enum Consequence: Hashable {
    /// Rules would let them run, and they are refused.
    case refused
    /// Rules would refuse them, at least with some arguments, and they may run.
    case open
    /// They may run either way.
    case answeredOtherwise

    /// `nil` where the calls are refused either way.
    init?(of rules: [Rule], _ fallback: Action) {
      if fallback.mayRun {
        self = rules.contains { !$0.action.mayRun } ? .open : .answeredOtherwise
      } else if rules.contains(where: \.action.mayRun) {
        self = .refused
      } else {
        return nil
      }
    }
  }

  /// What is to be done about a name.
  enum Remedy: Hashable {
    /// A newer libseccomp, of these releases.
    case release(String)
    case spelling
    case removal

    init(for name: String) {
      if let introduction = Introduction(of: name) {
        self = .release(introduction.library)
      } else {
        self = Syscall(name) == nil ? .spelling : .removal
      }
    }
  }

  let consequence: Consequence
  let remedy: Remedy

  func facts(of names: [String], _ fallback: Action) -> String {
    let shown = names.count == 1 ? names[0].quotedForTerminal : names.listed
    let (them, calls, stay) =
      names.count == 1 ? ("it", "the call", "stays") : ("them", "the calls", "stay")
    let end =
      switch consequence {
      case .refused: "so that \(calls) \(stay) refused"
      case .open, .answeredOtherwise:
        "so that the default action \(fallback) answers"
          + (consequence == .open ? ", and lets \(them) run" : "")
      }
    return
      "libseccomp \(Libseccomp.version) does not know \(shown), and runtimes drop \(them) silently, "
      + "\(end)."
  }

  func help(on names: [String]) -> String {
    let calls = names.count == 1 ? "the call" : "the calls"
    switch remedy {
    case .release(let releases):
      let subject =
        names.count == 1
        ? Introduction(of: names[0])?.description ?? ""
        : "They are in libseccomp since \(releases)"
      return subject + "; use a newer one, or "
        + (consequence == .open
          ? "make the default action SCMP_ACT_ERRNO, and name the calls to allow."
          : "do without \(calls).")
    case .spelling:
      return
        "Linux 7.1 has no call of \(names.count == 1 ? "that name" : "these names") either: check "
        + (names.count == 1 ? "its spelling." : "their spelling.")
    case .removal: return "Take \(names.count == 1 ? "the name" : "the names") out."
    }
  }
}
