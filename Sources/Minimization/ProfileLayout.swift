internal import Profiles

/// Lays the calls of a reduction out as rules: grouped by reason, names sorted, conditions kept.
struct ProfileLayout {
  /// The baseline's rules by name: their conditions go along with every call that is kept.
  let baseline: [String: [Rule]]

  func rules(allowing reasons: [String: Reason], refusing refusals: [Reduction.Refusal]) -> [Rule] {
    var rules: [Rule] = []
    for reasonClass in Reason.Class.allCases {
      let names = reasons.filter { $0.value.class == reasonClass }.keys.sorted()
      rules += allowing(names, comment: reasonClass.comment)
    }
    for group in Dictionary(grouping: refusals, by: { Group($0) }).sorted(by: { $0.key < $1.key }) {
      rules.append(
        Rule(
          names: group.value.map(\.name).sorted(), action: group.value[0].action,
          comment: group.key.cause.comment))
    }
    return rules
  }

  private func allowing(_ names: [String], comment: String) -> [Rule] {
    var plain: [String] = []
    var conditional: [Rule] = []
    for name in names {
      let allowing = baseline[name, default: []].filter { $0.action.runs }
      if allowing.contains(where: { $0.conditions.isEmpty }) || allowing.isEmpty {
        plain.append(name)
        continue
      }
      for rule in allowing {
        for conditions in rule.alternatives {
          conditional.append(
            Rule(
              names: [name], action: rule.action, conditions: conditions,
              comment: "\(comment); conditions of the baseline"))
        }
      }
    }
    let group = plain.isEmpty ? [] : [Rule(names: plain, action: .allow, comment: comment)]
    return group + conditional
  }

  /// Refusals that share a rule.
  private struct Group: Hashable, Comparable {
    let cause: Reduction.Refusal.Cause
    let action: Action

    init(_ refusal: Reduction.Refusal) {
      cause = refusal.cause
      action = refusal.action
    }

    static func < (left: Self, right: Self) -> Bool {
      (left.cause.order, left.action.description) < (right.cause.order, right.action.description)
    }
  }
}

extension Reduction.Refusal.Cause {
  fileprivate var order: Int {
    switch self {
    case .stated: 0
    case .absentWhileRecording: 1
    case .probe: 2
    }
  }

  fileprivate var comment: String {
    switch self {
    case .stated: "refused as the baseline refuses it"
    case .absentWhileRecording: "not there while recording: the program went on without it"
    case .probe: "not used; callers go on without it when it is not there"
    }
  }
}
