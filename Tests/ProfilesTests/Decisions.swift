import Profiles
import Syscalls

/// What a resolved profile decides, without regard to how its text arranges it.
struct Decisions: Hashable {
  let defaultAction: Action
  let architectures: [Architecture]
  let rulesByName: [String: Set<Alternative>]

  struct Alternative: Hashable {
    let action: Action
    let conditions: Set<Condition>
  }

  init(_ profile: FlatProfile) {
    defaultAction = profile.defaultAction.canonical
    architectures = profile.architectures
    rulesByName = profile.effectiveRulesByName.mapValues { rules in
      Set(
        rules.flatMap { rule in
          rule.alternatives.map {
            Alternative(
              action: rule.action.canonical, conditions: Set($0.map(\.canonical)))
          }
        })
    }
  }

  /// What is decided otherwise: names of calls, or of what holds for all of them.
  func differences(from other: Decisions) -> [String] {
    let names = Set(rulesByName.keys).union(other.rulesByName.keys).sorted()
    return (defaultAction == other.defaultAction ? [] : ["defaultAction"])
      + (architectures == other.architectures ? [] : ["architectures"])
      + names.filter { rulesByName[$0] != other.rulesByName[$0] }
  }

  /// The names that some rule lets run.
  var allowedNames: Set<String> {
    Set(rulesByName.filter { $0.value.contains { $0.action.runs } }.keys)
  }
}
