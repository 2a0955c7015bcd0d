package import Findings
package import Observations

extension Finding.Location {
  /// A line of a log, or of evidence.
  package init(_ place: Place) { self.init(file: place.file, line: place.line) }
}
