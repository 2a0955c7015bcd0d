extension [String] {
  /// `a, b, c`; a long list is cut and counted. Escaped.
  package var listed: String {
    let limit = 12
    let shown = prefix(limit).map(\.escapedForTerminal).joined(separator: ", ")
    return count > limit ? "\(shown) and \(count - limit) more" : shown
  }
}
