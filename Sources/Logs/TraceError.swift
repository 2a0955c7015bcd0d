/// Why a log cannot be read at all. What is merely odd in a log stands in the ledger instead.
package struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as the user gave it.
  package let path: String
  /// Counted from 1; `nil` where the whole file is meant.
  package let line: Int?
  /// What is wrong and what to do next.
  package let problem: String
  /// Whether the file can be read, but is of no format that whittle knows: perhaps no log at all.
  package let isForeign: Bool
  /// Whether the user has to mend it, rather than count it as lost: nothing is there that has the
  /// name, or what claims to be whittle's own file is not.
  package let isMistake: Bool

  /// A file, or one line of it, that cannot be read.
  package init(
    _ path: String, line: Int? = nil, _ problem: String, isForeign: Bool = false,
    isMistake: Bool = false
  ) {
    self.path = path
    self.line = line
    self.problem = problem
    self.isForeign = isForeign
    self.isMistake = isMistake
  }

  package var description: String {
    line.map { "\(path):\($0): \(problem)" } ?? "\(path): \(problem)"
  }
}
