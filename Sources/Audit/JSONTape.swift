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

  /// What a value is; a word is `true`, `false` or `null`.
  package enum Kind: UInt8 {
    case object, array, number, word, text, escapedText
  }

  private struct Item {
    var kind = Kind.word
    var hasEscapedKey = false
    /// Of the key's text.
    var hash: UInt32 = 0
    /// Of the key, without its quotes; empty for an element of an array.
    var keyStart: UInt32 = 0
    var keyEnd: UInt32 = 0
    /// Of the value, without its quotes.
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// The place after this value and those in it.
    var next: UInt32 = 0

    var value: Range<Int> { Int(start)..<Int(end) }
  }

  private static let depthLimit = 128

  private var items: [Item] = []
  /// Whether only the JSON reader can tell if the text is right.
  private var isDoubtful = false
  /// Whether there are characters beyond ASCII.
  private var isWide = false
  /// Where the first backslash stands of those that are not read yet, or the text ends.
  private var nextBackslash = 0

  /// An empty tape, on which one text after the other can be read.
  package init() {}

  /// Reads `text`; `false` where it is no JSON object, all of it.
  package mutating func read(_ text: Span<UInt8>) -> Bool {
    items.removeAll(keepingCapacity: true)
    guard text.count < UInt32.max else { return false }
    survey(text)
    var position = Self.skipSpace(text, 0)
    guard position < text.count, text[position] == UInt8(ascii: "{"),
      readValue(text, &position, Item(), depth: 0),
      Self.skipSpace(text, position) == text.count
    else { return false }
    if isWide {
      guard (try? UTF8Span(validating: text)) != nil else { return false }
    }
    return !isDoubtful || (try? Node(parsing: text.bytesCopied)) != nil
  }

  /// Looks at all bytes once, so that those of most strings need not be looked at one by one.
  private mutating func survey(_ text: Span<UInt8>) {
    var least: UInt8 = 0xff
    var union: UInt8 = 0
    for position in text.indices {
      let byte = text[position]
      least = min(least, byte)
      union |= byte
    }
    // Between values they are blanks, within strings they are forbidden.
    isDoubtful = least < 0x20
    isWide = union >= 0x80
    nextBackslash = text.firstIndex(of: UInt8(ascii: "\\"), from: 0) ?? text.count
  }

  // MARK: Looking at values

  /// The whole object.
  package static let root: Place = 0

  /// What stands at a place.
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

  /// Whether a member has this name.
  package func hasKey(_ name: StaticString, _ place: Place, in text: Span<UInt8>) -> Bool {
    guard items[place].hasEscapedKey else {
      let key = key(place)
      return key.count == name.utf8CodeUnitCount && text.equals(name, at: key)
    }
    let key = Self.unescaped(text, key(place))
    return key.span.equals(name, at: 0..<key.count)
  }

  /// Where the key of a member stands, without its quotes.
  package func key(_ place: Place) -> Range<Int> {
    Int(items[place].keyStart)..<Int(items[place].keyEnd)
  }

  /// Where a text without escapes or a number stands, without quotes; `nil` of other values.
  package func range(_ place: Place) -> Range<Int>? {
    switch items[place].kind {
    case .text, .number: items[place].value
    case .object, .array, .word, .escapedText: nil
    }
  }

  /// Where a text stands as it is written, without its quotes.
  package func rawRange(_ place: Place) -> Range<Int> { items[place].value }

  /// The text of a string, or of a number as it is written; `nil` of other values.
  package func bytes(_ place: Place, in text: Span<UInt8>) -> [UInt8]? {
    switch items[place].kind {
    case .text, .number: text.extracting(items[place].value).bytesCopied
    case .escapedText: Self.unescaped(text, items[place].value)
    case .object, .array, .word: nil
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

  /// - Parameter item: knows the key.
  private mutating func readValue(
    _ text: Span<UInt8>, _ position: inout Int, _ item: Item, depth: Int
  ) -> Bool {
    guard position < text.count else { return false }
    let place = items.count
    var item = item
    switch text[position] {
    case .quote:
      guard let isEscaped = readString(text, &position, &item.start, &item.end) else {
        return false
      }
      item.kind = isEscaped ? .escapedText : .text
    case UInt8(ascii: "{"):
      item.kind = .object
      items.append(item)
      guard depth < Self.depthLimit, readMembers(text, &position, of: place, depth: depth) else {
        return false
      }
      items[place].next = UInt32(items.count)
      return true
    case UInt8(ascii: "["):
      item.kind = .array
      items.append(item)
      guard depth < Self.depthLimit, readElements(text, &position, depth: depth) else {
        return false
      }
      items[place].next = UInt32(items.count)
      return true
    case UInt8(ascii: "t"):
      guard Self.skip("true", text, &position) else { return false }
    case UInt8(ascii: "f"):
      guard Self.skip("false", text, &position) else { return false }
    case UInt8(ascii: "n"):
      guard Self.skip("null", text, &position) else { return false }
    default:
      item.start = UInt32(position)
      guard Self.skipNumber(text, &position) else { return false }
      item.kind = .number
      item.end = UInt32(position)
    }
    item.next = UInt32(place + 1)
    items.append(item)
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
      var item = Item()
      guard let isEscaped = readString(text, &position, &item.keyStart, &item.keyEnd) else {
        return false
      }
      item.hasEscapedKey = isEscaped
      let key = Int(item.keyStart)..<Int(item.keyEnd)
      item.hash = Self.hash(text, key)
      let word = Int(truncatingIfNeeded: item.hash >> 30)
      let bit = UInt64(1) &<< UInt64(item.hash >> 24 & 63)
      if isEscaped || isWide && key.contains(where: { text[$0] >= 0x80 }) {
        isDoubtful = true
      } else if seen[word] & bit != 0, hasMember(key, item.hash, of: object, text) {
        return false
      }
      seen[word] |= bit
      position = Self.skipSpace(text, position)
      guard position < text.count, text[position] == UInt8(ascii: ":") else { return false }
      position = Self.skipSpace(text, position + 1)
      guard readValue(text, &position, item, depth: depth + 1) else { return false }
      position = Self.skipSpace(text, position)
      guard position < text.count else { return false }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "}") { return true }
      guard byte == UInt8(ascii: ",") else { return false }
      position = Self.skipSpace(text, position)
    }
  }

  /// Whether the object, which is not read to its end yet, has a member of this key.
  private func hasMember(
    _ key: Range<Int>, _ hash: UInt32, of object: Place, _ text: Span<UInt8>
  ) -> Bool {
    var place = object + 1
    while place < items.count {
      if items[place].hash == hash, text.equals(text.extracting(key), at: self.key(place)) {
        return true
      }
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
      guard readValue(text, &position, Item(), depth: depth + 1) else { return false }
      position = Self.skipSpace(text, position)
      guard position < text.count else { return false }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "]") { return true }
      guard byte == UInt8(ascii: ",") else { return false }
      position = Self.skipSpace(text, position)
    }
  }

  /// Reads what stands in quotes, and tells whether there are escapes in it.
  private mutating func readString(
    _ text: Span<UInt8>, _ position: inout Int, _ start: inout UInt32, _ end: inout UInt32
  ) -> Bool? {
    guard position < text.count, text[position] == .quote else { return nil }
    let first = position + 1
    guard var quote = text.firstIndex(of: .quote, from: first) else { return nil }
    var isEscaped = false
    while nextBackslash < quote {
      isEscaped = true
      var next = nextBackslash
      guard skipEscape(text, &next) else { return nil }
      nextBackslash = text.firstIndex(of: UInt8(ascii: "\\"), from: next) ?? text.count
      if next > quote {
        guard let other = text.firstIndex(of: .quote, from: next) else { return nil }
        quote = other
      }
    }
    start = UInt32(first)
    end = UInt32(quote)
    position = quote + 1
    return isEscaped
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
    // Escapes are longer than what they stand for.
    var bytes = text.extracting(range).bytesCopied
    guard var end = bytes.firstIndex(of: UInt8(ascii: "\\")) else { return bytes }
    var position = range.lowerBound + end
    while position < range.upperBound {
      let byte = text[position]
      guard byte == UInt8(ascii: "\\") else {
        bytes[end] = byte
        end += 1
        position += 1
        continue
      }
      let letter = text[position + 1]
      guard letter == UInt8(ascii: "u") else {
        bytes[end] = escape(letter) ?? letter
        end += 1
        position += 2
        continue
      }
      var units: [UInt16] = []
      while text.hasPrefix("\\u", at: position), position < range.upperBound,
        let unit = unit(text, position + 2)
      {
        units.append(unit)
        position += 6
      }
      for byte in String(decoding: units, as: UTF16.self).utf8 {
        bytes[end] = byte
        end += 1
      }
    }
    bytes.removeSubrange(end...)
    return bytes
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

  /// Alike for keys that are alike, and seldom for others of one object.
  private static func hash(_ text: Span<UInt8>, _ key: Range<Int>) -> UInt32 {
    guard let first = key.first, let last = key.last else { return 0 }
    // The ends differ: _AUDIT_FIELD_EUID, _AUDIT_FIELD_EGID, _AUDIT_FIELD_SUID.
    let bytes =
      UInt32(text[max(first, last - 3)]) | UInt32(text[max(first, last - 2)]) << 8
      | UInt32(text[last]) << 16 | UInt32(truncatingIfNeeded: key.count) << 24
    return bytes &* 0x9e37_79b9
  }
}
