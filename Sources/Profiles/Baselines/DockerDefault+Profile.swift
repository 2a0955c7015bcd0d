internal import Syscalls

extension DockerDefault {
  /// The generation's profile: every name sorted into the rule of its kind.
  var profile: Profile {
    var rules: [Profile.ScopedRule] = []
    var names: [[String]] = []
    for row in defaultProfileRows where row.generations.contains(self) {
      let rule = Profile.ScopedRule(
        Rule(
          names: [""], action: row.action, conditions: row.conditions, comment: row.comment),
        includes: row.includes, excludes: row.excludes)
      let words = row.names.words
      if let index = rules.firstIndex(of: rule) {
        names[index] += words
      } else {
        rules.append(rule)
        names.append(words)
      }
    }
    return Profile(
      // 20.10 reads no `defaultErrnoRet`, and its runtimes answer EPERM, which is the same.
      defaultAction: .errno(.EPERM),
      architectures: .map(
        defaultProfileFamilies.filter { $0.since <= self }.map(\.family)),
      rules: zip(rules, names).map { rule, names in rule.naming(names.sorted()) })
  }
}

extension Profile.ScopedRule {
  fileprivate func naming(_ names: [String]) -> Self {
    Self(
      Rule(
        names: names, action: rule.action, conditions: rule.conditions, comment: rule.comment),
      includes: includes, excludes: excludes)
  }
}
