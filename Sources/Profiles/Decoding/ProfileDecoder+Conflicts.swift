internal import Findings
internal import JSON
internal import Text

/// What rules of one call do to each other in libseccomp.
extension ProfileDecoder {
  mutating func reportConflicts(among rules: [Profile.ScopedRule], defaultAction: Action?) {
    var byName: [String: CallRules] = [:]
    for (index, rule) in rules.enumerated()
    where rule.rule.action.canonical != defaultAction?.canonical {
      for name in Set(rule.rule.names) {
        byName[name, default: CallRules()].add(index, rule)
      }
    }
    var contradictions: [Pair: [String]] = [:]
    var shadows: [Pair: [String]] = [:]
    for (name, call) in byName {
      for pair in call.contradictions(rules) { contradictions[pair, default: []].append(name) }
      for pair in call.shadows(rules) { shadows[pair, default: []].append(name) }
    }
    for (pair, names) in contradictions.sorted(by: { $0.key < $1.key }) {
      reportContradiction(rules[pair.later].rule, rules[pair.earlier].rule, names.sorted())
    }
    for (pair, names) in shadows.sorted(by: { $0.key < $1.key }) {
      reportShadow(rules[pair.later].rule, by: rules[pair.earlier].rule, names.sorted())
    }
  }

  private mutating func reportContradiction(_ rule: Rule, _ other: Rule, _ names: [String]) {
    guard let location = rule.location, let first = other.location else { return }
    report(
      .contradiction, .error, at: location,
      "\(shown(names)): the same condition has \(other.action) in "
        + "\(first.withinFile) and \(rule.action) here; libseccomp refuses that (EEXIST), and the "
        + "container does not start. Keep one")
  }

  private mutating func reportShadow(_ rule: Rule, by other: Rule, _ names: [String]) {
    guard let location = rule.location, let first = other.location else { return }
    report(
      .deadRule, .warning, at: location,
      "\(shown(names)): this rule has no effect beside the one without conditions in "
        + "\(first.withinFile), \(other.action); libseccomp drops it silently, "
        + "whatever their order")
  }

  private func shown(_ names: [String]) -> String {
    let first = names.prefix(3).map { $0.prefix(40).escapedForTerminal }.joined(separator: ", ")
    return names.count > 3 ? "\(first) and \(names.count - 3) more" : first
  }
}

/// Two rules, by their places in the profile: the one that is reported and the one it meets.
private struct Pair: Hashable, Comparable {
  let later: Int
  let earlier: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.later, left.earlier) < (right.later, right.earlier)
  }
}

/// The rules of one call, by place in the profile.
private struct CallRules {
  private var unconditional: [Int] = []
  private var byCondition: [[Condition]: [Int]] = [:]

  /// Enough to find a conflict; a stranger's profile may repeat one condition without end.
  private static let maximum = 32

  mutating func add(_ index: Int, _ rule: Profile.ScopedRule) {
    if rule.rule.conditions.isEmpty {
      if unconditional.count < Self.maximum { unconditional.append(index) }
      return
    }
    for alternative in rule.rule.alternatives {
      let key = alternative.map(\.canonical).sorted()
      if byCondition[key, default: []].count < Self.maximum {
        byCondition[key, default: []].append(index)
      }
    }
  }

  /// Rules of the same condition that answer differently.
  func contradictions(_ rules: [Profile.ScopedRule]) -> [Pair] {
    byCondition.values.flatMap { indices in
      indices.indices.dropFirst().compactMap { position in
        indices[..<position].first {
          rules[$0].rule.action.canonical != rules[indices[position]].rule.action.canonical
            && rules[$0].meets(rules[indices[position]])
        }.map { Pair(later: indices[position], earlier: $0) }
      }
    }
  }

  /// Rules that one without conditions makes ineffective: all that have some, and those without
  /// that come later and answer differently.
  func shadows(_ rules: [Profile.ScopedRule]) -> [Pair] {
    guard !unconditional.isEmpty else { return [] }
    let repeated = unconditional.indices.dropFirst().compactMap { position in
      unconditional[..<position].first {
        rules[$0].rule.action.canonical != rules[unconditional[position]].rule.action.canonical
          && rules[$0].meets(rules[unconditional[position]])
      }.map { Pair(later: unconditional[position], earlier: $0) }
    }
    let conditional = Set(byCondition.values.joined()).compactMap { index in
      unconditional.first { rules[$0].covers(rules[index]) }
        .map { Pair(later: index, earlier: $0) }
    }
    return repeated + conditional
  }
}

extension Profile.ScopedRule {
  /// Whether both surely count in some environment.
  fileprivate func meets(_ other: Self) -> Bool { covers(other) || other.covers(self) }

  /// Whether this one counts wherever the other does, as far as their scopes tell at a glance.
  fileprivate func covers(_ other: Self) -> Bool {
    isUnscoped || (includes == other.includes && excludes == other.excludes)
  }
}
