/// Why a log cannot be read at all. What is merely odd in a log stands in the ledger instead.
package struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as the user gave it.
  package let path: String
  /// Counted from 1; `nil` where the whole file is meant.
  package let line: Int?
  /// What is wrong and what to do next.
  package let problem: String

  package init(_ path: String, line: Int? = nil, _ problem: String) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  package var description: String {
    line.map { "\(path):\($0): \(problem)" } ?? "\(path): \(problem)"
  }
}
