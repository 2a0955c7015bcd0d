package import Findings

/// An entry of a profile's `syscalls`: what to do with calls of these names and arguments.
///
/// Rules of one call are or-bound, conditions of one rule and-bound; no condition means any
/// arguments.
package struct Rule: Sendable {
  /// Never empty. As the profile spells them: runtimes drop names that they do not know.
  package let names: [String]
  /// What is answered where the conditions hold.
  package let action: Action
  /// All of them must hold; empty for any arguments.
  package let conditions: [Condition]
  /// For readers of the profile; not escaped.
  package let comment: String?
  /// Where the rule was read; `nil` for one that was not.
  package let location: SourceLocation?
  /// Where each of ``names`` was read; empty for a rule that was not.
  package let nameLocations: [SourceLocation]

  /// A rule for one call or several.
  package init(
    names: [String], action: Action, conditions: [Condition] = [], comment: String? = nil,
    location: SourceLocation? = nil, nameLocations: [SourceLocation] = []
  ) {
    precondition(!names.isEmpty, "a rule names a call")
    precondition(
      nameLocations.isEmpty || nameLocations.count == names.count, "each name has its place")
    self.names = names
    self.action = action
    self.conditions = conditions
    self.comment = comment
    self.location = location
    self.nameLocations = nameLocations
  }
}

extension Rule {
  /// Where the rule's file speaks of `name`; `nil` for a rule that was not read, or that does not.
  package func location(of name: String) -> SourceLocation? {
    guard let index = names.firstIndex(of: name) else { return nil }
    return nameLocations.isEmpty ? location : nameLocations[index]
  }
}

extension Rule {
  /// The condition lists of the rule as runtimes hand them to libseccomp, or-bound.
  ///
  /// One list, except where two conditions test one argument: runc and crun then make every
  /// condition a rule of its own (runc `matchSyscall`, crun `libcrun_generate_seccomp`).
  package var alternatives: [[Condition]] {
    let distinct = Set(conditions.map(\.index)).count
    return distinct == conditions.count ? [conditions] : conditions.map { [$0] }
  }
}

/// Where a rule was read does not change what it says.
extension Rule: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.names == right.names && left.action == right.action
      && left.conditions == right.conditions && left.comment == right.comment
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(names)
    hasher.combine(action)
    hasher.combine(conditions)
    hasher.combine(comment)
  }
}
