package import Syscalls

/// How a profile differs from another in what its rules say, call by call.
///
/// Spelling does not count: the order and grouping of rules, and their comments.
package struct ProfileChange: Hashable, Sendable {
  /// Calls that no rule of the old profile let run. Sorted, as are the others.
  package let opened: [String]
  /// Calls that no rule of the new profile lets run.
  package let closed: [String]
  /// Calls whose conditions or refusals are others.
  package let altered: [String]
  /// In the order of the new profile.
  package let architecturesAdded: [Architecture]
  /// In the order of the old profile.
  package let architecturesRemoved: [Architecture]
  /// Whether calls that no rule names are answered in another way.
  package let changesDefault: Bool

  /// What changes from one profile to another.
  package init(from old: FlatProfile, to new: FlatProfile) {
    let (before, after) = (Meaning.byName(old), Meaning.byName(new))
    var opened: [String] = []
    var closed: [String] = []
    var altered: [String] = []
    for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
      switch (
        before[name]?.runs ?? old.defaultAction.runs, after[name]?.runs ?? new.defaultAction.runs
      )
      {
      case (false, true): opened.append(name)
      case (true, false): closed.append(name)
      default: altered.append(name)
      }
    }
    self.opened = opened
    self.closed = closed
    self.altered = altered
    architecturesAdded = new.architectures.filter { !old.architectures.contains($0) }.sorted()
    architecturesRemoved = old.architectures.filter { !new.architectures.contains($0) }.sorted()
    changesDefault = old.defaultAction.canonical != new.defaultAction.canonical
  }

  /// Whether nothing changes.
  package var isEmpty: Bool {
    opened.isEmpty && closed.isEmpty && altered.isEmpty && architecturesAdded.isEmpty
      && architecturesRemoved.isEmpty && !changesDefault
  }

  /// What the rules of one call say, whatever their order and spelling.
  private struct Meaning: Hashable {
    private struct Clause: Hashable {
      let conditions: [Condition]
      let action: Action
    }

    private let clauses: Set<Clause>

    var runs: Bool { clauses.contains { $0.action.runs } }

    static func byName(_ profile: FlatProfile) -> [String: Meaning] {
      profile.effectiveRulesByName.mapValues { rules in
        Meaning(
          clauses: Set(
            rules.flatMap { rule in
              rule.alternatives.map { conditions in
                Clause(
                  conditions: conditions.map(\.canonical).sorted(), action: rule.action.canonical)
              }
            }))
      }
    }
  }
}
