internal import Filters
internal import Minimization
package import Profiles
internal import Seccomp
package import Syscalls

/// The rules of one call in a form that libseccomp compiles into what they say.
package struct SafeSpelling: Hashable, Sendable {
  /// In place of all rules of the call.
  package let rules: [Rule]

  private static let limit = 64

  /// `nil` where the same cannot be said in a few dozen masked equalities on every architecture of
  /// the profile, or where the rules contradict each other.
  package init?(of name: String, in profile: FlatProfile, native: Architecture) {
    let others = profile.rules.compactMap { rule -> Rule? in
      let names = rule.names.filter { $0 != name }
      return names.isEmpty
        ? nil
        : Rule(
          names: names, action: rule.action, conditions: rule.conditions, comment: rule.comment)
    }
    let own = profile.rules.filter { $0.names.contains(name) }.map {
      Rule(names: [name], action: $0.action, conditions: $0.conditions, comment: $0.comment)
    }
    let rules = try? Self.masked(own, of: name, in: profile, native: native)
    guard let rules, RuleShape(of: rules.map(\.conditions)) != nil else { return nil }
    // Said of every architecture at once: what masks say where constants are cut is looked at too.
    func meaning(_ rules: [Rule], _ diagrams: inout Diagrams) throws(TooComplex)
      -> (Diagram<Verdict>, Diagram<Verdict>)
    {
      let profile = FlatProfile(
        defaultAction: profile.defaultAction, architectures: profile.architectures,
        rules: others + rules)
      let meaning = try RuleSemantics(of: profile, native: native, in: &diagrams)
      return (try meaning.mildest(in: &diagrams), try meaning.strictest(in: &diagrams))
    }
    var diagrams = Diagrams()
    guard let before = try? meaning(own, &diagrams), let after = try? meaning(rules, &diagrams),
      before == after, before.0 == before.1
    else { return nil }
    self.rules = rules
  }

  /// Rules for each action, after what they are on the machine's own architecture.
  private static func masked(
    _ rules: [Rule], of name: String, in profile: FlatProfile, native: Architecture
  ) throws(TooComplex) -> [Rule]? {
    guard let call = Syscall(name).flatMap({ Invocation($0, on: native) }) else { return nil }
    var diagrams = Diagrams()
    let meaning = try RuleSemantics(
      of: FlatProfile(
        defaultAction: profile.defaultAction, architectures: [native], rules: rules),
      native: native, in: &diagrams
    ).mildest(in: &diagrams)
    let answers = diagrams.arguments(
      of: meaning, token: call.architectureToken, number: call.number)
    var result: [Rule] = []
    for action in Set(rules.map(\.action.canonical))
      .sorted(by: { $0.description < $1.description })
    where action != profile.defaultAction.canonical {
      let region = try diagrams.map(answers) { $0 == Verdict(action) }
      guard let alternatives = diagrams.maskedEqualities(of: region, limit: limit) else {
        return nil
      }
      result += alternatives.map { alternative in
        Rule(names: [name], action: action, conditions: alternative.conditions)
      }
    }
    return result
  }
}
