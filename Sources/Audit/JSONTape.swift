internal import JSON
internal import Logs

/// Where the values of one JSON object stand in its text, one after the other.
///
/// Read without making a value of each, which would take most of the time. It takes exactly the objects that the
/// JSON reader takes: where only that one can tell whether a text is right, such as of keys that may be alike, it
/// is asked.
package struct JSONTape {
  /// The place of a value on the tape.
  package typealias Place = Int

  package enum Kind: UInt8 {
    case object, array, number, word, text, escapedText
  }

  private struct Item {
    var kind: Kind
    /// Without its quotes; empty for an element of an array.
    var key: Range<UInt32>
    var hasEscapedKey: Bool
    /// Without its quotes.
    var value: Range<UInt32>
    /// The place after this value and those in it.
    var next: UInt32
    var hash: UInt64
  }

  private static let depthLimit = 128

  private var items: [Item] = []
  /// Whether only the JSON reader can tell if the text is right.
  private var isDoubtful = false
  /// Whether a character beyond ASCII was read.
  private var isWide = false

  package init() {}

  /// Reads `text`; `false` where it is no JSON object, all of it.
  package mutating func read(_ text: Span<UInt8>) -> Bool {
    items.removeAll(keepingCapacity: true)
    isDoubtful = false
    isWide = false
    guard text.count < UInt32.max else { return false }
    var position = Self.skipSpace(text, 0)
    guard position < text.count, text[position] == UInt8(ascii: "{"),
      readValue(text, &position, Key(), depth: 0),
      Self.skipSpace(text, position) == text.count
    else { return false }
    if isWide {
      guard (try? UTF8Span(validating: text)) != nil else { return false }
    }
    return !isDoubtful || (try? Node(parsing: text.bytesCopied)) != nil
  }

  // MARK: Looking at values

  /// The whole object.
  package static let root: Place = 0

  package func kind(_ place: Place) -> Kind { items[place].kind }

  /// The first value in an object or an array.
  package func first(in place: Place) -> Place? {
    place + 1 < items[place].next ? place + 1 : nil
  }

  /// The value after `place` in the object or array at `parent`.
  package func next(after place: Place, in parent: Place) -> Place? {
    let next = items[place].next
    return next < items[parent].next ? Int(next) : nil
  }

  /// The value of a member; `nil` where there is none of this name.
  package func member(_ name: StaticString, of object: Place, in text: Span<UInt8>) -> Place? {
    guard items[object].kind == .object else { return nil }
    var place = first(in: object)
    while let member = place {
      if hasKey(name, member, in: text) { return member }
      place = next(after: member, in: object)
    }
    return nil
  }

  package func hasKey(_ name: StaticString, _ place: Place, in text: Span<UInt8>) -> Bool {
    let item = items[place]
    guard item.hasEscapedKey else { return text.equals(name, at: key(place)) }
    let key = Self.unescaped(text, key(place))
    return key.span.equals(name, at: 0..<key.count)
  }

  /// Where the key of a member stands, without its quotes.
  package func key(_ place: Place) -> Range<Int> {
    Int(items[place].key.lowerBound)..<Int(items[place].key.upperBound)
  }

  /// Where a text without escapes or a number stands, without quotes; `nil` of other values.
  package func range(_ place: Place) -> Range<Int>? {
    switch items[place].kind {
    case .text, .number: Int(items[place].value.lowerBound)..<Int(items[place].value.upperBound)
    case .object, .array, .word, .escapedText: nil
    }
  }

  /// The text of a string, or of a number as it is written; `nil` of other values.
  package func bytes(_ place: Place, in text: Span<UInt8>) -> [UInt8]? {
    let item = items[place]
    let range = Int(item.value.lowerBound)..<Int(item.value.upperBound)
    switch item.kind {
    case .text, .number: return text.extracting(range).bytesCopied
    case .escapedText: return Self.unescaped(text, range)
    case .object, .array, .word: return nil
    }
  }

  /// Hands out where the text of a string or a number stands, its escapes resolved.
  package func withText<Result>(
    _ place: Place, in text: Span<UInt8>, _ read: (Span<UInt8>, Range<Int>) -> Result?
  ) -> Result? {
    if let range = range(place) { return read(text, range) }
    guard let bytes = bytes(place, in: text) else { return nil }
    return read(bytes.span, 0..<bytes.count)
  }

  // MARK: Reading

  private struct Key {
    var range: Range<UInt32> = 0..<0
    var isEscaped = false
    var hash: UInt64 = 0
  }

  private mutating func readValue(
    _ text: Span<UInt8>, _ position: inout Int, _ key: Key, depth: Int
  ) -> Bool {
    guard position < text.count else { return false }
    let place = items.count
    items.append(
      Item(
        kind: .word, key: key.range, hasEscapedKey: key.isEscaped, value: 0..<0, next: 0,
        hash: key.hash))
    let start = position
    switch text[position] {
    case .quote:
      guard let (value, isEscaped) = readString(text, &position) else { return false }
      items[place].kind = isEscaped ? .escapedText : .text
      items[place].value = value
    case UInt8(ascii: "{"):
      guard depth < Self.depthLimit else { return false }
      items[place].kind = .object
      guard readMembers(text, &position, of: place, depth: depth) else { return false }
    case UInt8(ascii: "["):
      guard depth < Self.depthLimit else { return false }
      items[place].kind = .array
      guard readElements(text, &position, depth: depth) else { return false }
    case UInt8(ascii: "t"):
      guard Self.skip("true", text, &position) else { return false }
    case UInt8(ascii: "f"):
      guard Self.skip("false", text, &position) else { return false }
    case UInt8(ascii: "n"):
      guard Self.skip("null", text, &position) else { return false }
    default:
      guard Self.skipNumber(text, &position) else { return false }
      items[place].kind = .number
      items[place].value = UInt32(start)..<UInt32(position)
    }
    items[place].next = UInt32(items.count)
    return true
  }

  private mutating func readMembers(
    _ text: Span<UInt8>, _ position: inout Int, of object: Place, depth: Int
  ) -> Bool {
    position = Self.skipSpace(text, position + 1)
    if position < text.count, text[position] == UInt8(ascii: "}") {
      position += 1
      return true
    }
    /// A bit for each key's hash: most keys need not be compared with those before them.
    var seen: InlineArray<4, UInt64> = .init(repeating: 0)
    while true {
      let wasWide = isWide
      isWide = false
      guard let (range, isEscaped) = readString(text, &position) else { return false }
      let isOdd = isEscaped || isWide
      isWide = isWide || wasWide
      let key = Key(range: range, isEscaped: isEscaped, hash: Self.hash(text, range))
      let word = Int(truncatingIfNeeded: key.hash >> 6 & 3)
      let bit = UInt64(1) << (key.hash & 63)
      if isOdd || seen[word] & bit != 0 && hasMember(key.hash, of: object) {
        isDoubtful = true
      }
      seen[word] |= bit
      position = Self.skipSpace(text, position)
      guard position < text.count, text[position] == UInt8(ascii: ":") else { return false }
      position = Self.skipSpace(text, position + 1)
      guard readValue(text, &position, key, depth: depth + 1) else { return false }
      position = Self.skipSpace(text, position)
      guard position < text.count else { return false }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "}") { return true }
      guard byte == UInt8(ascii: ",") else { return false }
      position = Self.skipSpace(text, position)
    }
  }

  /// Whether the object, which is not read to its end yet, has a member of this hash.
  private func hasMember(_ hash: UInt64, of object: Place) -> Bool {
    var place = object + 1
    while place < items.count {
      if items[place].hash == hash { return true }
      place = Int(items[place].next)
    }
    return false
  }

  private mutating func readElements(
    _ text: Span<UInt8>, _ position: inout Int, depth: Int
  ) -> Bool {
    position = Self.skipSpace(text, position + 1)
    if position < text.count, text[position] == UInt8(ascii: "]") {
      position += 1
      return true
    }
    while true {
      guard readValue(text, &position, Key(), depth: depth + 1) else { return false }
      position = Self.skipSpace(text, position)
      guard position < text.count else { return false }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "]") { return true }
      guard byte == UInt8(ascii: ",") else { return false }
      position = Self.skipSpace(text, position)
    }
  }

  private mutating func readString(
    _ text: Span<UInt8>, _ position: inout Int
  ) -> (range: Range<UInt32>, isEscaped: Bool)? {
    guard position < text.count, text[position] == .quote else { return nil }
    let start = position + 1
    var isEscaped = false
    var end = start
    while end < text.count {
      let byte = text[end]
      if byte == .quote {
        position = end + 1
        return (UInt32(start)..<UInt32(end), isEscaped)
      }
      guard byte >= 0x20 else { return nil }
      if byte == UInt8(ascii: "\\") {
        guard skipEscape(text, &end) else { return nil }
        isEscaped = true
      } else {
        if byte >= 0x80 { isWide = true }
        end &+= 1
      }
    }
    return nil
  }

  private mutating func skipEscape(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
    guard position + 1 < text.count else { return false }
    if text[position + 1] == UInt8(ascii: "u") {
      guard let unit = Self.unit(text, position + 2) else { return false }
      // Halves of a pair, which have to meet.
      if unit & 0xf800 == 0xd800 { isDoubtful = true }
      position += 6
      return true
    }
    guard Self.escape(text[position + 1]) != nil else { return false }
    position += 2
    return true
  }

  /// What a letter after a backslash stands for.
  private static func escape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0c
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "r"): 0x0d
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The four hexadecimal digits of `\u0041`.
  private static func unit(_ text: Span<UInt8>, _ start: Int) -> UInt16? {
    guard start + 4 <= text.count else { return nil }
    var unit: UInt16 = 0
    for position in start..<(start + 4) {
      guard let digit = text[position].hexDigit else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// What the text between the quotes stands for.
  private static func unescaped(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var units: [UInt16] = []
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] == UInt8(ascii: "\\"), let unit = unit(text, position + 2),
        text[position + 1] == UInt8(ascii: "u")
      {
        units.append(unit)
        position += 6
        continue
      }
      if !units.isEmpty {
        bytes += String(decoding: units, as: UTF16.self).utf8
        units.removeAll()
      }
      if text[position] == UInt8(ascii: "\\") {
        position += 1
        bytes.append(escape(text[position]) ?? text[position])
      } else {
        bytes.append(text[position])
      }
      position += 1
    }
    return bytes + String(decoding: units, as: UTF16.self).utf8
  }

  private static func skipSpace(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position < text.count {
      switch text[position] {
      case 0x20, 0x0a, 0x0d, 0x09: position += 1
      default: return position
      }
    }
    return position
  }

  private static func skip(
    _ word: StaticString, _ text: Span<UInt8>, _ position: inout Int
  ) -> Bool {
    guard text.hasPrefix(word, at: position) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// `-12.5e+3`
  private static func skipNumber(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
    func skipDigits() -> Int {
      let start = position
      while position < text.count, text[position].isDigit { position += 1 }
      return position - start
    }
    func holds(_ byte: UInt8) -> Bool { position < text.count && text[position] == byte }
    if holds(UInt8(ascii: "-")) { position += 1 }
    let hasLeadingZero = holds(UInt8(ascii: "0"))
    let digits = skipDigits()
    guard digits == 1 || digits > 1 && !hasLeadingZero else { return false }
    if holds(UInt8(ascii: ".")) {
      position += 1
      guard skipDigits() > 0 else { return false }
    }
    if holds(UInt8(ascii: "e")) || holds(UInt8(ascii: "E")) {
      position += 1
      if holds(UInt8(ascii: "+")) || holds(UInt8(ascii: "-")) { position += 1 }
      guard skipDigits() > 0 else { return false }
    }
    return true
  }

  /// Alike for keys that are alike, and seldom for others (FNV-1a, its bits mixed once more).
  private static func hash(_ text: Span<UInt8>, _ range: Range<UInt32>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in Int(range.lowerBound)..<Int(range.upperBound) {
      hash = (hash ^ UInt64(text[position])) &* 0x100_0000_01b3
    }
    return hash ^ hash >> 32
  }
}
