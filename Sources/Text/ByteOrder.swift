extension [String] {
  /// Each once, in the order of their bytes.
  ///
  /// For Swift, texts of different bytes may be equal, such as the two spellings of an é. Paths are
  /// not: Linux has a file for each, and no result may depend on which of them comes first.
  package var sortedByBytes: [String] {
    var unique: [String] = []
    for text in sorted(by: { $0.precedesInBytes($1) })
    where !(unique.last.map { $0.hasSameBytes(as: text) } ?? false) {
      unique.append(text)
    }
    return unique
  }
}

extension String {
  /// Whether its bytes are those of `other`: two that are equal may be spelt in two ways.
  package func hasSameBytes(as other: String) -> Bool {
    guard self == other else { return false }
    return utf8Span.isKnownASCII && other.utf8Span.isKnownASCII || utf8.elementsEqual(other.utf8)
  }

  /// Whether its bytes come before those of `other`.
  package func precedesInBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
