package import Observations
internal import Text

/// What a service of a divided log came to.
package enum DivisionReport {
  /// `web/nginx.observations.json: written, 120 calls in 1 run`
  ///
  /// `name`: `nil` for the calls of which the log tells no service.
  package static func line(
    of name: String?, _ observations: Observations, by kind: String, at path: String
  ) -> String {
    "\(path.escapedForTerminal): \(name == nil ? "note: " : "")written, "
      + "\(observations.events.counting("call")) in \(observations.runs.count.counting("run"))"
      + (name == nil ? ", of which the log tells no \(kind)" : "")
  }
}
