extension [String] {
  /// Each once, in the order of their bytes.
  ///
  /// For Swift, texts of different bytes may be equal, such as the two spellings of an é. Paths are
  /// not: Linux has a file for each, and no result may depend on which of them comes first.
  package var sortedByBytes: [String] {
    var unique: [String] = []
    for text in sorted(by: { $0.precedesInBytes($1) })
    where !(unique.last.map { $0.utf8.elementsEqual(text.utf8) } ?? false) {
      unique.append(text)
    }
    return unique
  }
}

extension String {
  /// Whether its bytes come before those of `other`.
  package func precedesInBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
