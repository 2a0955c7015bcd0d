package import Filters
package import Findings
internal import Profiles
internal import Seccomp
package import Syscalls
internal import Text

extension Check {
  static let miscompiled: Check = .init(
    .miscompiled, .error, .high,
    title:
      "libseccomp's filter answers a call otherwise than the profile's rules say; a warning where "
      + "this libseccomp gets rules right that are of a form that it is known to get wrong.",
    help: "Use SCMP_CMP_EQ and SCMP_CMP_MASKED_EQ only, or one argument and constants below 2^32."
  ) { examination in
    guard let filter = examination.filter else { return [] }
    return filter.subject.findings(
      about: filter.proof.miscompilations, isDecided: filter.proof.isCompilationDecided,
      native: filter.verifier.environment.architecture)
  }
}

extension EnforcedProfile {
  /// What libseccomp made of the rules, held against them.
  /// - Throws: where that outgrows its bound, so that nothing can be said.
  package func compilationFindings(
    native: Architecture, nodeLimit: Int = Diagrams.defaultLimit
  ) throws(TooComplex) -> [Finding] {
    let wrong = try miscompilations(native: native, nodeLimit: nodeLimit)
    return findings(about: wrong, isDecided: true, native: native)
  }

  /// The calls that are compiled otherwise than meant, by one of libseccomp's two ways to compile.
  func miscompilations(
    native: Architecture, nodeLimit: Int
  ) throws(TooComplex) -> [Miscompilation] {
    var diagrams = Diagrams(limit: nodeLimit)
    let own = try diagrams.diagram(of: filter)
    return try miscompilations(own, native: native, in: diagrams)
  }

  /// - Parameter own: the filter, in `diagrams`.
  func miscompilations(
    _ own: Diagram<Verdict>, native: Architecture, in diagrams: Diagrams
  ) throws(TooComplex) -> [Miscompilation] {
    let found = try Miscompilation.all(of: profile, into: own, native: native, in: diagrams)
    guard let otherFilter, otherFilter != filter else { return found }
    var diagrams = diagrams
    let other = try diagrams.diagram(of: otherFilter)
    let known = Set(found.compactMap(\.name))
    return found
      + (try Miscompilation.all(of: profile, into: other, native: native, in: diagrams))
      .filter { $0.name.map { !known.contains($0) } ?? found.isEmpty }
  }

  /// - Parameter isDecided: whether `wrong` is all that there is.
  fileprivate func findings(
    about wrong: [Miscompilation], isDecided: Bool, native: Architecture
  ) -> [Finding] {
    // Calls that are wrong on several architectures are wrong for one reason.
    var errors: [Finding] = []
    var told: Set<String> = []
    for first in wrong where first.name.map({ told.insert($0).inserted }) ?? true {
      let alike = wrong.filter { $0.name == first.name && first.name != nil }
      errors.append(error(first, Set(alike.compactMap(\.architecture)).sorted(), native: native))
    }
    guard isDecided else { return errors }
    return errors
      + profile.unsafeShapes.filter { !told.contains($0.name) }.map { shape in
        let facts =
          "libseccomp \(Libseccomp.version) compiles these \(shape.rules.count) rules of "
          + "\(shape.name.escapedForTerminal) into what they say, but is known to get others of their "
          + "form wrong, and other versions may get these wrong."
        return Finding(
          .miscompiled, .warning, at: shape.rules.last?.location, calls: [shape.name],
          facts: facts, help: profile.safeOffer(for: shape.name, native: native))
      }
  }

  private func error(
    _ wrong: Miscompilation, _ architectures: [Architecture], native: Architecture
  ) -> Finding {
    let examples = wrong.examples
    let manner =
      if examples.contains(where: \.isLooser), examples.contains(where: \.isStricter) {
        "allows more than the rules in one place, and less in another"
      } else if examples.allSatisfy(\.isLooser) {
        "allows more than the rules"
      } else if examples.allSatisfy(\.isStricter) {
        "allows less than the rules"
      } else {
        "answers otherwise than the rules"
      }
    let cases = examples.map { example in
      "\(example.call.spelling(showing: example.telling)) gets \(example.verdict.spelling), by the rules "
        + example.meant.map(\.spelling).joined(separator: " or ")
    }
    let others = architectures.filter { $0 != wrong.architecture }.map(\.rawValue).joined(
      separator: ", ")
    return Finding(
      .miscompiled, Check.miscompiled.severity, at: wrong.name.flatMap { location(of: $0) },
      architecture: architectures.count > 1 ? nil : wrong.architecture,
      calls: wrong.name.map { [$0] } ?? [],
      facts: "libseccomp's filter \(manner): \(cases.joined(separator: "; "))."
        + (others.isEmpty ? "" : " The like holds on \(others)."),
      help: wrong.name.flatMap { profile.safeOffer(for: $0, native: native) }
        ?? Check.miscompiled.help,
      witnesses: examples.map {
        Finding.Witness(
          $0.call, showing: $0.telling, profile: $0.verdict, .rules, baseline: $0.meant[0])
      })
  }
}

extension FlatProfile {
  /// The rules of one call in a form that is safe, where there is one; a sentence.
  func safeOffer(for name: String, native: Architecture) -> String? {
    let spelling = SafeSpelling(of: name, in: self, native: native)
    guard let spelling, spelling.rules.count <= 8 else { return nil }
    let rules = spelling.rules.map { rule in
      let conditions = rule.conditions.map(\.description).joined(separator: " and ")
      return "\(rule.action.scmpName) where \(conditions)"
    }
    return "The same in a safe form: \(rules.joined(separator: "; "))."
  }
}
