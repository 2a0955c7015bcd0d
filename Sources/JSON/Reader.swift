internal import Text

/// A cursor over a JSON text; one function per production of its grammar.
struct Reader {
  let bytes: [UInt8]
  let maximumDepth: Int
  private(set) var offset = 0

  /// The last position asked for. Later ones are counted on from it, so that all of them together
  /// cost one pass.
  private var mark = Position(offset: 0, line: 1, column: 1)

  /// The member of the root whose elements are passed over, to be read later.
  private let deferredKey: String?
  /// Where its array begins.
  private(set) var deferred: Position?

  /// Whether a key may stand more than once in the object at a path.
  private let mayRepeat: (String, Path) -> Bool

  init(
    bytes: [UInt8], maximumDepth: Int, deferredKey: String? = nil,
    mayRepeat: @escaping (String, Path) -> Bool = { _, _ in false }
  ) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.deferredKey = deferredKey
    self.mayRepeat = mayRepeat
  }

  /// A cursor at a place that another one came by.
  init(bytes: [UInt8], maximumDepth: Int, at place: Position) {
    self.init(bytes: bytes, maximumDepth: maximumDepth)
    offset = place.offset
    mark = place
  }

  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  // MARK: Positions and errors

  mutating func position(at target: Int) -> Position {
    var (line, column) = target < mark.offset ? (1, 1) : (mark.line, mark.column)
    for index in (target < mark.offset ? 0 : mark.offset)..<target {
      if bytes[index] == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if bytes[index] & 0xc0 != 0x80 {
        column += 1
      }
    }
    mark = Position(offset: target, line: line, column: column)
    return mark
  }

  mutating func error(
    _ kind: SyntaxError.Kind, _ message: String, at place: Int? = nil
  ) -> SyntaxError {
    SyntaxError(kind: kind, position: position(at: place ?? offset), message: message)
  }

  /// What stands at the cursor is not `expectation`: says what it is, where it has a name.
  private mutating func unexpected(_ expectation: String) -> SyntaxError {
    guard let byte else {
      return error(.unexpectedEnd, "the file ends here; expected \(expectation). Is it cut off?")
    }
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") {
      return error(.comment, "JSON has no comments; remove it")
    }
    return error(
      .unexpectedCharacter, "expected \(expectation), found \(characterAtCursor.quotedForTerminal)")
  }

  private var characterAtCursor: String {
    let rest = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
    return rest.unicodeScalars.first.map(String.init) ?? ""
  }

  // MARK: The whole text

  mutating func wholeText(maximumSize: Int) throws(SyntaxError) -> Node {
    try checkWhole(maximumSize: maximumSize)
    skipSpace()
    guard offset < bytes.count else {
      throw error(.empty, "the file is empty; expected a JSON value")
    }
    let root = try value(at: .root, depth: 0)
    try refuseTrailingText()
    return root
  }

  private mutating func checkWhole(maximumSize: Int) throws(SyntaxError) {
    guard bytes.count <= maximumSize else {
      throw error(
        .tooLarge, "the file is larger than \(maximumSize.asSize), which is the most that is read",
        at: 0)
    }
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      throw error(.byteOrderMark, "the file starts with a byte order mark; save it without one")
    }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw self.error(
        .invalidUTF8, "invalid UTF-8; JSON is UTF-8 text", at: error.byteOffsets.lowerBound)
    }
  }

  private mutating func refuseTrailingText() throws(SyntaxError) {
    skipSpace()
    guard let byte else { return }
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") {
      throw error(.comment, "JSON has no comments; remove it")
    }
    throw error(.trailingText, "text after the end of the JSON value; remove it")
  }

  mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { offset += 1 }
  }

  // MARK: Values

  mutating func value(at path: Path, depth: Int) throws(SyntaxError) -> Node {
    let start = position(at: offset)
    let content: Node.Content
    switch byte {
    case UInt8(ascii: "{"): content = .object(try members(at: path, depth: depth))
    case UInt8(ascii: "["):
      content = .array(
        isDeferred(path) ? try passOverArray() : try elements(at: path, depth: depth))
    case UInt8(ascii: "\""): content = .string(try string())
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      content = .number(try number())
    case UInt8(ascii: "t"):
      try word("true")
      content = .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      content = .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      content = .null
    default: throw unexpected("a JSON value")
    }
    return Node(content: content, position: start, path: path)
  }

  private mutating func word(_ word: StaticString) throws(SyntaxError) {
    let text = word.description
    guard bytes[offset...].starts(with: text.utf8) else { throw unexpected("a JSON value") }
    offset += text.utf8.count
  }

  private mutating func elements(at path: Path, depth: Int) throws(SyntaxError) -> [Node] {
    var elements: [Node] = []
    guard try beginArray(depth: depth) else { return elements }
    repeat {
      elements.append(try element(at: path.appending(elements.count), depth: depth + 1))
    } while try another(closing: UInt8(ascii: "]"))
    return elements
  }

  /// Steps into an array; whether it has elements.
  mutating func beginArray(depth: Int) throws(SyntaxError) -> Bool {
    try enter(depth)
    skipSpace()
    guard byte == UInt8(ascii: "]") else { return true }
    offset += 1
    return false
  }

  mutating func element(at path: Path, depth: Int) throws(SyntaxError) -> Node {
    skipSpace()
    return try value(at: path, depth: depth)
  }

  // MARK: An array for later

  private func isDeferred(_ path: Path) -> Bool {
    guard let deferredKey, case .member(.root, deferredKey) = path else { return false }
    return true
  }

  /// Steps over an array, of which nothing but its end is looked for.
  private mutating func passOverArray() throws(SyntaxError) -> [Node] {
    deferred = position(at: offset)
    var depth = 0
    var isInString = false
    while let byte {
      offset += 1
      switch byte {
      case UInt8(ascii: "\\") where isInString: offset = min(offset + 1, bytes.count)
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += isInString ? 0 : 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= isInString ? 0 : 1
      default: break
      }
      if depth == 0 { return [] }
    }
    return []
  }

  private mutating func members(at path: Path, depth: Int) throws(SyntaxError) -> [Node.Member] {
    var members: [Node.Member] = []
    var places: [String: Position] = [:]
    try enter(depth)
    skipSpace()
    if byte == UInt8(ascii: "}") {
      offset += 1
      return members
    }
    repeat {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw unexpected("a key in quotation marks") }
      let keyPosition = position(at: offset)
      let key = try string()
      if let first = firstPlace(of: key, at: keyPosition, among: members, &places),
        !mayRepeat(key, path)
      {
        throw error(
          .duplicateKey,
          "the key \(key.quotedForTerminal) stands twice in this object, first at \(first); "
            + "readers merge or overwrite such keys, each in its own way: keep one",
          at: keyPosition.offset)
      }
      skipSpace()
      guard byte == UInt8(ascii: ":") else { throw unexpected("a colon") }
      offset += 1
      skipSpace()
      members.append(
        Node.Member(
          key: key, keyPosition: keyPosition,
          value: try value(at: path.appending(key), depth: depth + 1)))
    } while try another(closing: UInt8(ascii: "}"))
    return members
  }

  /// Objects of fewer members need no table of their keys.
  private static let fewMembers = 12

  /// Where a key stands among those that were read. Keys that Unicode holds for equal count as one: they look the same
  /// to a reviewer.
  private func firstPlace(
    of key: String, at position: Position, among members: [Node.Member],
    _ places: inout [String: Position]
  ) -> Position? {
    guard members.count >= Self.fewMembers else {
      for index in members.indices where members[index].key == key {
        return members[index].keyPosition
      }
      return nil
    }
    if places.isEmpty { for member in members { places[member.key] = member.keyPosition } }
    return places.updateValue(position, forKey: key)
  }

  private mutating func enter(_ depth: Int) throws(SyntaxError) {
    guard depth < maximumDepth else {
      throw error(.tooDeep, "values are nested more than \(maximumDepth) deep")
    }
    offset += 1
  }

  /// Steps over a comma or the closing bracket; whether another item follows.
  mutating func another(closing: UInt8) throws(SyntaxError) -> Bool {
    skipSpace()
    if byte == closing {
      offset += 1
      return false
    }
    let bracket = String(Unicode.Scalar(closing))
    guard byte == UInt8(ascii: ",") else { throw unexpected("a comma or \(bracket)") }
    let comma = offset
    offset += 1
    skipSpace()
    if byte == closing {
      throw error(.trailingComma, "a comma before \(bracket); remove it", at: comma)
    }
    return true
  }

  private mutating func number() throws(SyntaxError) -> Number {
    let start = offset
    if byte == UInt8(ascii: "-") { offset += 1 }
    let leadingZero = byte == UInt8(ascii: "0")
    let digits = skipDigits()
    var isValid = digits > 0 && !(leadingZero && digits > 1)
    if byte == UInt8(ascii: ".") {
      offset += 1
      isValid = skipDigits() > 0 && isValid
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      offset += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
      isValid = skipDigits() > 0 && isValid
    }
    // `0x10` and `12ab` stop in the middle of a word.
    if let byte, byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") {
      isValid = false
    }
    guard isValid else {
      throw error(.invalidNumber, "not a JSON number; write it in decimal digits", at: start)
    }
    return Number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
    return offset - start
  }

  // MARK: Strings

  private mutating func string() throws(SyntaxError) -> String {
    offset += 1
    let start = offset
    while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      offset += 1
    }
    var text = bytes[start..<offset]
    while true {
      guard let byte else {
        throw error(.unexpectedEnd, "the file ends inside of a string. Is it cut off?")
      }
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: String(try escapedScalar()).utf8)
      case 0..<0x20:
        throw error(
          .controlCharacter,
          "a control character in a string; write it as \(Unicode.Scalar(byte).jsonEscape)")
      default:
        text.append(byte)
        offset += 1
      }
    }
  }

  private mutating func escapedScalar() throws(SyntaxError) -> Unicode.Scalar {
    let start = offset
    offset += 1
    guard let letter = byte else {
      throw error(.unexpectedEnd, "the file ends inside of a string. Is it cut off?")
    }
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw error(.invalidEscape, "JSON has no such escape", at: start)
    }
    let first = try hexadecimalUnit(of: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), bytes[offset...].starts(with: [0x5c, 0x75]) else {
      throw error(.loneSurrogate, "half of a surrogate pair; no text holds it", at: start)
    }
    offset += 2
    let second = try hexadecimalUnit(of: start)
    guard UTF16.isTrailSurrogate(second) else {
      throw error(.loneSurrogate, "half of a surrogate pair; no text holds it", at: start)
    }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func hexadecimalUnit(of escape: Int) throws(SyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = byte.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw error(.invalidEscape, "\\u wants four hexadecimal digits", at: escape)
      }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }
}
