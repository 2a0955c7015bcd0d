package import Findings
package import JSON
internal import Text

/// What was found of one deployment, for people and for machines.
package struct DeploymentReport: GateSubjectReport {
  /// As the user gave it; not escaped.
  package let path: String
  /// Errors first, then by place.
  package let findings: [Finding]
  /// Whether the file could not be read, so that nothing in it was looked at.
  package let isUnreadable: Bool

  /// What was found.
  package init(path: String, findings: [Finding], isUnreadable: Bool) {
    self.path = path
    self.findings = findings
    self.isUnreadable = isUnreadable
  }

  var lines: [GateLine] {
    findings.map { finding in
      let place = finding.place ?? path.escapedForTerminal
      return GateLine(
        text:
          "\(place): \(finding.severity.rawValue): \(finding.message) [\(finding.kind.rawValue)]",
        isError: finding.severity == .error)
    }
  }

  func baselineNotes(of name: String) -> [String] { [] }

  /// One line; empty for a file that cannot be read.
  package var text: String {
    if isUnreadable { return "" }
    let counts = Finding.Severity.allCases.compactMap { severity in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : count.counting(severity.rawValue)
    }
    return "\(path.escapedForTerminal): "
      + (counts.isEmpty ? "nothing found" : counts.joined(separator: ", "))
  }

  package var json: JSON.Value {
    .object([
      .init("file", .string(path)),
      .init("passes", .bool(!findings.contains { $0.severity == .error })),
      .init("findings", .array(findings.map(json))),
    ])
  }

  /// A finding, with how much is at stake.
  private func json(_ finding: Finding) -> JSON.Value {
    guard case .object(var members, let layout) = finding.json,
      let rule = Gate.lint.rules.first(where: { $0.kind == finding.kind })
    else { return finding.json }
    members.removeAll { $0.key == "calls" }
    members.append(.init("risk", .string(rule.risk.rawValue)))
    return .object(members, layout)
  }
}
