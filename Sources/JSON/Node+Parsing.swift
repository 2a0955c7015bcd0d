extension Node {
  /// What is read of one text, in bytes, unless a reader says otherwise: far beyond any profile.
  package static let maximumSize = 1 << 24
  /// How deep values may be nested, unless a reader says otherwise.
  package static let maximumDepth = 128

  /// Reads one JSON text (RFC 8259), strictly and within bounds.
  ///
  /// Refused besides malformed text: duplicate keys, which readers merge or overwrite each in its
  /// own way, a byte order mark, and strings that no Unicode text can hold (lone surrogates).
  ///
  /// - Parameters:
  ///   - bytes: of the text.
  ///   - maximumSize: in bytes.
  ///   - maximumDepth: of values in each other.
  ///   - mayRepeat: whether a key may stand more than once in the object at a path, since nobody acts on it; the
  ///     object then has several such members.
  package init(
    parsing bytes: [UInt8], maximumSize: Int = maximumSize, maximumDepth: Int = maximumDepth,
    mayRepeat: @escaping (_ key: String, _ path: Path) -> Bool = { _, _ in false }
  ) throws(SyntaxError) {
    var reader = Reader(bytes: bytes, maximumDepth: maximumDepth, mayRepeat: mayRepeat)
    self = try reader.wholeText(maximumSize: maximumSize)
  }
}

/// The elements of one array, which are read one by one, so that a great many of them take no more
/// memory than the text and one of them.
package struct DeferredElements {
  private var reader: Reader
  private let path: Path
  private var count = 0
  private var isAtEnd: Bool

  /// Reads an object, as ``Node`` does, but for the elements of the array at `key`, which stands in
  /// it as an empty one.
  ///
  /// - Returns: `nil` for the elements where there is no array at `key`.
  package static func parsing(
    _ bytes: [UInt8], at key: String, maximumSize: Int, maximumDepth: Int = Node.maximumDepth
  ) throws(SyntaxError) -> (root: Node, elements: DeferredElements?) {
    var reader = Reader(bytes: bytes, maximumDepth: maximumDepth, deferredKey: key)
    let root: Node
    do {
      root = try reader.wholeText(maximumSize: maximumSize)
    } catch {
      // The cause may stand in what was passed over.
      _ = try Node(parsing: bytes, maximumSize: maximumSize, maximumDepth: maximumDepth)
      throw error
    }
    guard let place = reader.deferred else { return (root, nil) }
    return (
      root,
      try DeferredElements(
        Reader(bytes: bytes, maximumDepth: maximumDepth, at: place), Path.root.appending(key))
    )
  }

  private init(_ reader: Reader, _ path: Path) throws(SyntaxError) {
    self.reader = reader
    self.path = path
    isAtEnd = try !self.reader.beginArray(depth: 1)
  }

  /// The next element; `nil` behind the last.
  package mutating func next() throws(SyntaxError) -> Node? {
    guard !isAtEnd else { return nil }
    let element = try reader.element(at: path.appending(count), depth: 2)
    count += 1
    isAtEnd = try !reader.another(closing: UInt8(ascii: "]"))
    return element
  }
}
