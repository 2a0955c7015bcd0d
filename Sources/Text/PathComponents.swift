extension StringProtocol {
  /// What stands between slashes, without empty ones. A slash before a combining character divides as well, though
  /// both are one `Character`.
  package var slashed: [SubSequence] {
    utf8.split(separator: UInt8(ascii: "/")).map { self[$0.startIndex..<$0.endIndex] }
  }

  /// The components of an absolute path, without `.` and `..`; links are not looked at.
  package var pathComponents: [SubSequence] {
    var result: [SubSequence] = []
    for component in slashed where component != "." {
      if component == ".." { _ = result.popLast() } else { result.append(component) }
    }
    return result
  }
}
