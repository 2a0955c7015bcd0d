internal import Findings
internal import Text

extension GateForm {
  /// JUnit's XML: a suite for each profile, in it a test for each check.
  package static let junit = GateForm("junit") { Array(JUnitDocument(of: $0).text.utf8) }
}

/// A report as a document that Jenkins, GitLab and others read.
private struct JUnitDocument {
  private let report: GateReport

  init(of report: GateReport) { self.report = report }

  var text: String {
    let suites = report.subjects.map(suite)
    let total = suites.map(\.counts).reduce(Counts(), +)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites name=\"whittle \(report.gate.name)\" \(total.attributes)>",
    ]
    for suite in suites {
      lines.append(
        "  <testsuite name=\"\(suite.name.escapedForXML)\" \(suite.counts.attributes)>")
      lines += suite.cases
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>\n")
    return lines.joined(separator: "\n")
  }

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    var attributes: String {
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }

    static func + (left: Self, right: Self) -> Self {
      Self(
        tests: left.tests + right.tests, failures: left.failures + right.failures,
        errors: left.errors + right.errors, skipped: left.skipped + right.skipped)
    }
  }

  private func suite(
    _ subject: GateReport.Subject
  ) -> (name: String, counts: Counts, cases: [String]) {
    var counts = Counts()
    var lines: [String] = []
    for check in report.gate.rules {
      counts.tests += 1
      let findings = subject.findings.filter { $0.kind == check.kind }
      let body = self.body(of: findings, for: check, subject)
      switch body.outcome {
      case .failure: counts.failures += 1
      case .error: counts.errors += 1
      case .skipped: counts.skipped += 1
      case .success: break
      }
      let opening =
        "    <testcase classname=\"\(subject.name.escapedForXML)\" name=\"\(check.kind.rawValue)\" "
        + "file=\"\(report.paths.relative(subject.path).escapedForXML)\""
      lines +=
        body.lines.isEmpty ? ["\(opening)/>"] : ["\(opening)>"] + body.lines + ["    </testcase>"]
    }
    return (subject.name, counts, lines)
  }

  private enum Outcome { case success, failure, error, skipped }

  /// What stands in one test.
  private func body(
    of findings: [Finding], for check: Finding.Rule, _ subject: GateReport.Subject
  ) -> (outcome: Outcome, lines: [String]) {
    if findings.isEmpty {
      // Of a profile that could not be read nothing else was looked at.
      return subject.isUnreadable
        ? (.skipped, ["      <skipped message=\"the \(report.gate.noun) could not be read\"/>"])
        : (.success, [])
    }
    let text = findings.map { finding in
      let place = finding.place.map { "\($0): " } ?? ""
      return "\(place)\(finding.severity.rawValue): \(finding.message)".escapedForXML
    }.joined(separator: "\n")
    let errors = findings.filter { $0.severity == .error }
    guard let first = errors.first else {
      return (.success, ["      <system-out>\(text)</system-out>"])
    }
    let outcome: Outcome = subject.isUndecided ? .error : .failure
    let element = outcome == .error ? "error" : "failure"
    return (
      outcome,
      [
        "      <\(element) type=\"\(check.kind.rawValue)\" message=\"\(first.facts.escapedForXML)\">\(text)</\(element)>"
      ]
    )
  }
}

extension String {
  /// The text as it stands between tags and in attributes. What XML 1.0 cannot hold is replaced by the
  /// escape that JSON has for it.
  fileprivate var escapedForXML: String {
    withoutCommands.escapedForMarkup { scalar in
      if scalar == "\n" { return "&#10;" }
      // XML 1.0, production 2; other white space would not survive in an attribute.
      let isCharacter =
        scalar.value >= 0x20 && scalar.value != 0x7f && scalar.value != 0xfffe
        && scalar.value != 0xffff
      return isCharacter ? nil : scalar.jsonEscape
    }
  }
}
