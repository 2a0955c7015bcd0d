/// The candidate that `word` was probably meant to be; `nil` where none is near.
///
/// Near is an edit distance of at most a third of the word's length, case apart.
package func nearest(_ word: String, among candidates: some Sequence<String>) -> String? {
  // Beyond the length of any name there is nothing to find, only time to lose.
  guard !word.isEmpty, word.utf8.count <= 64 else { return nil }
  let lowercased = Array(word.lowercased().utf8)
  let limit = max(1, min(lowercased.count / 3, 4))
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().utf8)
    guard abs(other.count - lowercased.count) <= limit else { continue }
    let distance = editDistance(lowercased, other)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.candidate
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (row, byte) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var cost = min(
        last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
      if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
