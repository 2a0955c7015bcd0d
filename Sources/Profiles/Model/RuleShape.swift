/// A form of the rules of one call that libseccomp is known to compile into what they say.
///
/// Of others it makes filters that allow more, or allow less, and on some it never returns:
/// `[a0 != 16 and a1 != 3] or [a0 != 2]` lets (2, 3) run (2.5.4 and 2.6.1). No set of these forms
/// was wrong among tens of thousands of random ones.
package enum RuleShape: Hashable, Sendable {
  /// Every argument is taken; conditions beside it are dropped.
  case unconditional
  /// One list of conditions, whatever they are.
  case single
  /// Equalities and masked equalities only.
  case equalities
  /// One and the same argument, and constants of 32 bits.
  case oneNarrowArgument

  /// - Parameter alternatives: the or-bound lists of and-bound conditions of all rules of a call.
  /// - Returns: `nil` for a set of which libseccomp may make another filter, or none.
  package init?(of alternatives: [[Condition]]) {
    let conditions = alternatives.joined()
    if alternatives.contains(where: \.isEmpty) {
      self = .unconditional
    } else if alternatives.count == 1 {
      self = .single
    } else if conditions.allSatisfy({ $0.operator == .equal || $0.operator == .maskedEqual }) {
      self = .equalities
    } else if Set(conditions.map(\.index)).count == 1,
      conditions.allSatisfy({ max($0.value, $0.valueTwo) <= UInt32.max })
    {
      self = .oneNarrowArgument
    } else {
      return nil
    }
  }
}

/// A call whose rules have no known ``RuleShape``.
package struct UnsafeShape: Hashable, Sendable {
  /// The call's name; not escaped.
  package let name: String
  /// The rules that name the call, in order.
  package let rules: [Rule]
}

extension FlatProfile {
  /// The calls whose rules libseccomp may get wrong, by name.
  package var unsafeShapes: [UnsafeShape] {
    effectiveRulesByName.sorted { $0.key < $1.key }.compactMap { name, rules in
      RuleShape(of: rules.flatMap(\.alternatives)) == nil
        ? UnsafeShape(name: name, rules: rules) : nil
    }
  }
}
