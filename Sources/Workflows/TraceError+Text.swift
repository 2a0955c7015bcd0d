package import Logs
internal import Text

extension TraceError {
  /// `path:line: error: what is wrong`, safe to print.
  package func line(as severity: String) -> String {
    let place = line.map { "\(path.escapedForTerminal):\($0)" } ?? path.escapedForTerminal
    return "\(place): \(severity): \(problem)"
  }
}
