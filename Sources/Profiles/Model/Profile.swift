package import Syscalls

/// A seccomp profile as Docker reads it, its rules not yet decided for an environment.
package struct Profile: Hashable, Sendable {
  /// A rule and the environments in which it counts.
  package struct ScopedRule: Hashable, Sendable {
    /// What holds where the scope applies.
    package let rule: Rule
    /// All must hold.
    package let includes: Scope
    /// None may hold.
    package let excludes: Scope

    /// A rule with its scope.
    package init(_ rule: Rule, includes: Scope = .none, excludes: Scope = .none) {
      self.rule = rule
      self.includes = includes
      self.excludes = excludes
    }

    /// Whether the rule counts in every environment.
    package var isUnscoped: Bool { includes == .none && excludes == .none }
  }

  /// An entry of `archMap`: an architecture and those that are filtered beside it.
  package struct Family: Hashable, Sendable {
    /// The machine's own ABI.
    package let architecture: Architecture
    /// Other ABIs of the same machine.
    package let subArchitectures: [Architecture]

    /// An entry of `archMap`.
    package init(_ architecture: Architecture, _ subArchitectures: [Architecture] = []) {
      self.architecture = architecture
      self.subArchitectures = subArchitectures
    }
  }

  /// Which ABIs the filter is for; a profile says it in one way only.
  package enum Architectures: Hashable, Sendable {
    /// `architectures`; an empty list means the machine's own ABI.
    case list([Architecture])
    /// `archMap`, of which the first entry for the machine's own ABI counts.
    case map([Family])
  }

  /// What is answered where no rule applies.
  package let defaultAction: Action
  /// What the filter is for.
  package let architectures: Architectures
  /// With which the filter is loaded.
  package let flags: [FilterFlag]
  /// Who is asked for `SCMP_ACT_NOTIFY`.
  package let listener: Listener?
  /// In the order of the file.
  package let rules: [ScopedRule]
  /// Where the rest was read.
  package let places: ProfilePlaces

  /// A profile as a file holds it.
  package init(
    defaultAction: Action, architectures: Architectures, flags: [FilterFlag] = [],
    listener: Listener? = nil, rules: [ScopedRule], places: ProfilePlaces = .none
  ) {
    self.defaultAction = defaultAction
    self.architectures = architectures
    self.flags = flags
    self.listener = listener
    self.rules = rules
    self.places = places
  }
}

/// A flag of seccomp(2) that a profile asks for.
package enum FilterFlag: String, CaseIterable, Hashable, Sendable {
  case threadSync = "SECCOMP_FILTER_FLAG_TSYNC"
  case log = "SECCOMP_FILTER_FLAG_LOG"
  case speculationAllow = "SECCOMP_FILTER_FLAG_SPEC_ALLOW"
  case waitKillable = "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"
}

/// Who is asked about calls with the action `SCMP_ACT_NOTIFY`.
package struct Listener: Hashable, Sendable {
  /// Of a UNIX socket.
  package let path: String
  /// What the runtime hands to the listener with each filter.
  package let metadata: String?

  /// A listener by its socket.
  package init(path: String, metadata: String? = nil) {
    self.path = path
    self.metadata = metadata
  }
}
