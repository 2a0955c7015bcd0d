/// Many short texts, one behind the other, each with a NUL at its end.
struct PackedTexts: Sendable, Sequence {
  private(set) var bytes: [UInt8]

  /// - Parameter bytes: those of another one.
  init(bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func append(_ text: ArraySlice<UInt8>) {
    bytes += text
    bytes.append(0)
  }

  func makeIterator() -> Iterator { Iterator(rest: bytes[...]) }

  struct Iterator: IteratorProtocol {
    fileprivate var rest: ArraySlice<UInt8>

    mutating func next() -> ArraySlice<UInt8>? {
      guard let end = rest.firstIndex(of: 0) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return rest[..<end]
    }
  }
}
