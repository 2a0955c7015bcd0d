internal import Deployment
package import Findings
internal import Text
internal import Verification

/// What a command that is a gate looks for, and what it calls its files.
package struct Gate: Sendable {
  /// The command's name.
  package let name: String
  /// One file, for messages.
  let noun: String
  /// All rules.
  package let rules: [Finding.Rule]
  /// How sure a finding is, as SARIF has it.
  let precision: String

  /// Profiles; what a finding says of filters is proven.
  package static let verify = Gate(
    name: "verify", noun: "profile", rules: Check.all.map(\.rule), precision: "very-high")

  /// Deployments.
  package static let lint = Gate(
    name: "lint", noun: "file", rules: DeploymentRules.all, precision: "high")

  /// One line about many files.
  ///
  /// `failed`: the names of those that did not pass; not escaped.
  package func closing(of count: Int, failed: [String]) -> String {
    return "\(count.counting(noun)): "
      + (failed.isEmpty
        ? "all pass" : "\(count - failed.count) pass, \(failed.count) not: \(failed.listed)")
  }
}

/// A line for standard error, and whether it tells of an error.
package struct GateLine: Hashable, Sendable {
  /// Without its line end.
  package let text: String
  /// Whether its finding is one.
  package let isError: Bool
}

/// What was found of one file.
protocol GateSubjectReport: Report, Sendable {
  /// One line for each finding, and notes.
  var lines: [GateLine] { get }
  /// One line for each finding about the baseline, which the user calls `name`.
  func baselineNotes(of name: String) -> [String]
}
