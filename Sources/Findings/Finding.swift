package import Syscalls

/// Something about a profile, or about the evidence for it, that its author should know.
package struct Finding: Hashable, Sendable {
  /// What is found; its raw value is the rule id.
  package let kind: Kind
  /// The rule that the profile's text breaks; `nil` for what the text alone does not show.
  package let textRule: TextRule?
  /// How bad it is.
  package let severity: Severity
  /// Of the trace that showed the call, or in the profile; `nil` for the profile as a whole.
  package let location: SourceLocation?
  /// `nil` where several, or all, are concerned.
  package let architecture: Architecture?
  /// The names of the calls concerned, sorted; not escaped.
  package let calls: [String]
  /// The indices of the arguments that it is about; empty where it is not about some only.
  package let arguments: [Int]
  /// What is so: finished sentences, safe to print.
  package let facts: String
  /// What to do, where the facts do not say it: finished sentences, safe to print.
  package let help: String?
  /// The service of a deployment that it is about; not escaped.
  package let service: String?
  /// Concrete calls that show it, the simplest first.
  package let witnesses: [Witness]

  /// A finding about what the profile does.
  package init(
    _ kind: Kind, _ severity: Severity, at location: SourceLocation? = nil,
    architecture: Architecture? = nil, calls: [String] = [], arguments: [Int] = [],
    service: String? = nil, facts: String, help: String? = nil, witnesses: [Witness] = []
  ) {
    self.service = service
    self.kind = kind
    textRule = nil
    self.severity = severity
    self.location = location
    self.architecture = architecture
    self.calls = calls
    self.arguments = arguments
    self.facts = facts
    self.help = help
    self.witnesses = witnesses
  }

  /// A finding about a profile's text.
  ///
  /// `name` is that of the call that it is about; not escaped.
  package init(
    _ rule: TextRule, _ severity: Severity, at location: SourceLocation, _ facts: String,
    name: String? = nil
  ) {
    kind =
      switch severity {
      case .error: .invalid
      case .warning, .note: rule == .unknownName ? .unknownSyscall : .misleading
      }
    textRule = rule
    self.severity = severity
    self.location = location
    architecture = nil
    calls = name.map { [$0] } ?? []
    arguments = []
    self.facts = facts
    help = nil
    service = nil
    witnesses = []
  }
}

extension Finding {
  /// The same, and as bad as `severity` says.
  package func with(_ severity: Severity) -> Finding {
    Finding(self, severity)
  }

  private init(_ other: Finding, _ severity: Severity) {
    kind = other.kind
    textRule = other.textRule
    self.severity = severity
    location = other.location
    architecture = other.architecture
    calls = other.calls
    arguments = other.arguments
    facts = other.facts
    help = other.help
    service = other.service
    witnesses = other.witnesses
  }
}

extension Finding: Comparable {
  /// What the text itself shows first, since the rest may follow from it; then errors, then by file and
  /// line, kind, call and architecture.
  package static func < (left: Self, right: Self) -> Bool {
    if (left.textRule == nil) != (right.textRule == nil) { return left.textRule != nil }
    if left.severity != right.severity { return left.severity < right.severity }
    switch (left.location, right.location) {
    case (let first?, let second?) where (first.file, first.line) != (second.file, second.line):
      return (first.file, first.line) < (second.file, second.line)
    case (.some, nil): return true
    case (nil, .some): return false
    default: break
    }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    return (left.calls.first ?? "", left.architecture?.rawValue ?? "", left.message)
      < (right.calls.first ?? "", right.architecture?.rawValue ?? "", right.message)
  }
}
