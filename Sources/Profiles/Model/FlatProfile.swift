package import Syscalls

/// A seccomp profile that means the same wherever it is read: no scopes, no architecture map.
///
/// What a ``Profile`` becomes in one environment, and the only form that whittle emits.
package struct FlatProfile: Hashable, Sendable {
  /// What is answered where no rule applies.
  package let defaultAction: Action
  /// As listed; libseccomp adds the machine's own ABI, see ``filteredArchitectures(native:)``.
  package let architectures: [Architecture]
  /// With which the filter is loaded.
  package let flags: [FilterFlag]
  /// Who is asked for `SCMP_ACT_NOTIFY`.
  package let listener: Listener?
  /// In the order of the file.
  package let rules: [Rule]
  /// Where the rest was read.
  package let places: ProfilePlaces

  /// A profile without scopes.
  package init(
    defaultAction: Action, architectures: [Architecture], flags: [FilterFlag] = [],
    listener: Listener? = nil, rules: [Rule], places: ProfilePlaces = .none
  ) {
    self.defaultAction = defaultAction
    self.architectures = architectures
    self.flags = flags
    self.listener = listener
    self.rules = rules
    self.places = places
  }
}

extension FlatProfile {
  /// The ABIs that the compiled filter knows; calls of any other one kill the thread.
  ///
  /// `seccomp_init` starts every filter with the machine's own ABI, and runtimes never remove it.
  package func filteredArchitectures(native: Architecture) -> [Architecture] {
    var seen: Set<Architecture> = [native]
    return [native] + architectures.filter { seen.insert($0).inserted }
  }

  /// Rules by the name of their calls, in order; those that answer as the default does are left
  /// out, as runc and crun leave them out.
  package var effectiveRulesByName: [String: [Rule]] {
    var result: [String: [Rule]] = [:]
    for rule in rules where rule.action.canonical != defaultAction.canonical {
      for name in rule.names { result[name, default: []].append(rule) }
    }
    return result
  }
}
