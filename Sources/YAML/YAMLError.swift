package import JSON
internal import Text
internal import Yams

/// Why a text cannot be read as YAML.
package struct YAMLError: Error, Hashable, Sendable {
  /// Where; `nil` where the whole text is meant.
  package let position: JSON.Position?
  /// What is wrong, safe to print.
  package let message: String

  init(at mark: Mark?, _ message: String) {
    position = mark.map { JSON.Position(offset: 0, line: $0.line, column: $0.column) }
    self.message = message
  }

  init(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // libyaml's own words name a function of its interface.
      let isTooDeep = problem.hasPrefix("Maximum nesting level reached")
      self.init(
        at: mark,
        isTooDeep ? "is nested deeper than any file that people write" : problem.escapedForTerminal)
    case .duplicatedKeysInMapping(let keys, let context):
      self.init(
        at: context.mark,
        "the key \((keys.first ?? "").quotedForTerminal) stands twice in one mapping")
    default:
      self.init(at: nil, "is no YAML: \("\(error)".escapedForTerminal)")
    }
  }
}
