internal import Profiles
internal import Syscalls

/// Lays the calls of a reduction out as rules: grouped by reason, names sorted, held to ordinary argument
/// values, the baseline's conditions in a form that binds.
struct ProfileLayout {
  /// The baseline's rules by name: their conditions go along with every call that is kept.
  let baseline: [String: [Rule]]
  let holding: ArgumentHolding

  /// Conditions that do not bind and could not be rewritten, in the order of the rules.
  private(set) var unbound: [Reduction.Unbound] = []
  /// Calls that have a list of ordinary values, in the order of the rules.
  private(set) var held: [HeldCall] = []

  init(baseline: [String: [Rule]], holding: ArgumentHolding) {
    self.baseline = baseline
    self.holding = holding
  }

  private static let canary = "canary: not seen, logged instead of refused"

  mutating func rules(
    allowing reasons: [String: Reason], logging logged: [String] = [],
    refusing refusals: [Reduction.Refusal]
  ) -> [Rule] {
    var rules: [Rule] = []
    for reasonClass in Reason.Class.allCases {
      let members = reasons.filter { $0.value.class == reasonClass }
      let groups = Dictionary(grouping: members.keys) { members[$0]?.comment ?? "" }
      for (comment, names) in groups.sorted(by: { $0.key < $1.key }) {
        rules += allowing(names.sorted(), comment: comment)
      }
    }
    rules += allowing(logged, comment: Self.canary).map { rule in
      Rule(
        names: rule.names, action: .log, conditions: rule.conditions, comment: rule.comment)
    }
    for group in Dictionary(grouping: refusals, by: { Group($0) }).sorted(by: { $0.key < $1.key }) {
      rules.append(
        Rule(
          names: group.value.map(\.name).sorted(), action: group.value[0].action,
          comment: group.key.cause.comment))
    }
    return rules
  }

  private mutating func allowing(_ names: [String], comment: String) -> [Rule] {
    var plain: [String] = []
    var conditional: [Rule] = []
    for name in names {
      if let result = holding.hold(name, within: baseline[name, default: []]) {
        held.append(result.call)
        if let alternatives = result.alternatives {
          conditional += alternatives.map { action, alternative in
            Rule(
              names: [name], action: action, conditions: alternative.conditions,
              comment: "\(comment); \(alternative.words)")
          }
          continue
        }
      }
      let allowing = baseline[name, default: []].filter { $0.action.runs }
      if allowing.contains(where: { $0.conditions.isEmpty }) || allowing.isEmpty {
        plain.append(name)
        continue
      }
      let refusing = baseline[name, default: []].filter { !$0.action.runs }
      for action in [Action.allow, .log] {
        let alternatives = allowing.filter { $0.action == action }.flatMap(\.alternatives)
        conditional += rules(
          name, action, alternatives, refusing: refusing.flatMap(\.alternatives), comment: comment)
      }
    }
    let group = plain.isEmpty ? [] : [Rule(names: plain, action: .allow, comment: comment)]
    return group + conditional
  }

  /// Rules with the baseline's conditions on one call.
  private mutating func rules(
    _ name: String, _ action: Action, _ alternatives: [[Condition]], refusing: [[Condition]],
    comment: String
  ) -> [Rule] {
    guard let call = Syscall(name), !alternatives.isEmpty else { return [] }
    func rules(_ alternatives: [[Condition]], _ words: ([Condition]) -> String) -> [Rule] {
      alternatives.map { conditions in
        Rule(
          names: [name], action: action, conditions: conditions,
          comment: "\(comment); \(words(conditions))")
      }
    }
    switch BindingConditions(
      of: alternatives, refusing: refusing, on: call, holding.architectures,
      seen: holding.seen.values(of: call))
    {
    case .kept:
      break
    case .rewritten(let rewritten):
      return rules(rewritten) { "within the baseline: \(call.words(for: $0))" }
    case .unbound(let obstacle):
      unbound.append(.init(name: name, conditions: alternatives, obstacle: obstacle))
    }
    return rules(alternatives) { _ in "conditions of the baseline" }
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
