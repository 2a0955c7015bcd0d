extension DefaultProfileRow {
  /// The row as a rule of its own.
  var rule: Profile.ScopedRule { scoped(names.words) }

  /// The same for the calls that are not among `names`; `nil` where none is left.
  func rule(without names: Set<String>) -> Profile.ScopedRule? {
    let rest = self.names.words.filter { !names.contains($0) }
    return rest.isEmpty ? nil : scoped(rest)
  }

  private func scoped(_ names: [String]) -> Profile.ScopedRule {
    Profile.ScopedRule(
      Rule(names: names.sorted(), action: action, conditions: conditions, comment: comment),
      includes: includes, excludes: excludes)
  }
}

extension String {
  /// The names that a row lists.
  var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}
