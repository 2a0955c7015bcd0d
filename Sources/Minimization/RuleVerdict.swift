package import Profiles
package import Syscalls

/// What a profile's rules say of a call, as far as its arguments are known.
package enum RuleVerdict: Hashable, Sendable {
  /// The call runs.
  case runs
  /// The call does not run, whatever the arguments that are not known.
  case refused(Action)
  /// It depends on arguments that are not known.
  case undecided

  /// The action of a sure refusal.
  var refusal: Action? { if case .refused(let action) = self { action } else { nil } }
}

extension FlatProfile {
  /// What the rules of `name` say of a call with these argument values.
  package func verdict(
    for name: String, on architecture: Architecture, arguments: ArgumentValues
  ) -> RuleVerdict {
    guard let rules = effectiveRulesByName[name] else { return verdict(of: defaultAction) }
    return verdict(of: rules, on: architecture, arguments: arguments)
  }

  /// The same for rules that were looked up before.
  func verdict(
    of rules: [Rule], on architecture: Architecture, arguments: ArgumentValues
  ) -> RuleVerdict {
    var mayMatch = false
    for rule in rules {
      for conditions in rule.alternatives {
        switch conditions.areMet(by: arguments, on: architecture) {
        case true: return verdict(of: rule.action)
        case false: continue
        case nil: mayMatch = mayMatch || rule.action.runs != defaultAction.runs
        }
      }
    }
    return mayMatch ? .undecided : verdict(of: defaultAction)
  }

  private func verdict(of action: Action) -> RuleVerdict { action.runs ? .runs : .refused(action) }
}

extension [Condition] {
  /// Whether all hold; `nil` where that depends on an argument that is not known.
  fileprivate func areMet(by arguments: ArgumentValues, on architecture: Architecture) -> Bool? {
    var isKnown = true
    for condition in self {
      guard let value = arguments[condition.index] else {
        isKnown = false
        continue
      }
      if !condition.isMet(by: value, on: architecture) { return false }
    }
    return isKnown ? true : nil
  }
}
