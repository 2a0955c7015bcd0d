package import Findings

/// Kinds of findings that somebody wants to fail, or not to.
package struct SeverityOverrides: Hashable, Sendable {
  /// Whose findings are errors, whatever they are otherwise.
  package let errors: Set<Finding.Kind>
  /// Whose findings are warnings.
  package let warnings: Set<Finding.Kind>

  /// Every finding as bad as its check says.
  package static let none = SeverityOverrides(errors: [], warnings: [])

  /// - Precondition: no kind is in both, and none of `warnings` is a promise.
  package init(errors: Set<Finding.Kind>, warnings: Set<Finding.Kind>) {
    precondition(errors.isDisjoint(with: warnings) && !warnings.contains(where: \.isPromise))
    self.errors = errors
    self.warnings = warnings
  }

  /// These, and of the kinds of which they say nothing, `others`.
  package func completed(by others: Self) -> Self {
    Self(
      errors: errors.union(others.errors.subtracting(warnings)),
      warnings: warnings.union(others.warnings.subtracting(errors)))
  }

  /// The same for those who are strict.
  package var strict: Self {
    let strict = Set(Check.all.filter(\.isErrorWhenStrict).map(\.kind))
    return Self(errors: errors, warnings: warnings.subtracting(strict))
  }

  /// The finding, as bad as somebody wants it to be.
  package func applied(to finding: Finding) -> Finding {
    if errors.contains(finding.kind) { return finding.with(.error) }
    if warnings.contains(finding.kind) { return finding.with(.warning) }
    return finding
  }
}

extension Finding.Kind {
  /// Whether a profile with such an error passes nowhere, whatever anybody says: it is looser than its
  /// baseline or nobody can tell, or what was recorded is incomplete.
  package var isPromise: Bool {
    switch self {
    case .looserThanBaseline, .invalid, .miscompiled, .undecided, .lossyTrace: true
    default: false
    }
  }
}
