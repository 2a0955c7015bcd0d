extension Span<UInt8> {
  /// Whether the bytes at `range` are `text`, all of it.
  @inlinable
  package func equals(_ text: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount, range.lowerBound >= 0, range.upperBound <= count
    else { return false }
    return unsafe withUnsafeBytes { bytes in
      // SAFETY: the range lies in the span, and is as long as the text.
      guard let base = bytes.baseAddress else { return range.isEmpty }
      return unsafe text.stands(at: base + range.lowerBound)
    }
  }

  /// The decimal number that fills `range`, with or without a sign.
  @inlinable
  package func signedDecimal(_ range: Range<Int>) -> Int64? {
    guard let first = range.first else { return nil }
    let isNegative = self[first] == UInt8(ascii: "-")
    guard let (magnitude, end) = decimal(at: isNegative ? first + 1 : first),
      end == range.upperBound
    else { return nil }
    return isNegative
      ? Int64(exactly: magnitude).map { 0 - $0 } : Int64(truncatingIfNeeded: magnitude)
  }
}
