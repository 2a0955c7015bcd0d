extension StringProtocol {
  /// The components of an absolute path, without `.` and `..`; links are not looked at.
  package var pathComponents: [SubSequence] {
    var result: [SubSequence] = []
    for component in split(separator: "/") where component != "." {
      if component == ".." { _ = result.popLast() } else { result.append(component) }
    }
    return result
  }
}
