internal import Logs

/// A JSON object that holds nothing but harmless text, as nearly all entries of journalctl do.
///
/// Read without making a value of each member, which would take most of the time. It only declines: of
/// what it takes, the JSON reader would read the same. So blanks between tokens, values that are no
/// strings, characters beyond ASCII, `\u` escapes and keys that may be alike are left to that.
package struct FlatObject {
  private struct Member {
    let key: Range<Int>
    let value: Range<Int>
    /// Whether there is a backslash in the value.
    let isEscaped: Bool
  }

  private let text: [UInt8]
  private var members: [Member] = []

  /// - Parameter text: all of the object.
  package init?(_ text: [UInt8]) {
    guard text.first == UInt8(ascii: "{") else { return nil }
    self.text = text
    members.reserveCapacity(Self.usualCount)
    var hashes: [UInt64] = []
    hashes.reserveCapacity(Self.usualCount)
    // Of the brace or the comma before a member.
    var separator = 0
    repeat {
      guard let key = Self.string(in: text, at: separator + 1), !key.isEscaped,
        Self.byte(in: text, at: key.range.upperBound + 1) == UInt8(ascii: ":"),
        let value = Self.string(in: text, at: key.range.upperBound + 2)
      else { return nil }
      let hash = Self.hash(of: text, key.range)
      guard !hashes.contains(hash) else { return nil }
      hashes.append(hash)
      members.append(
        Member(key: key.range, value: value.range, isEscaped: value.isEscaped))
      separator = value.range.upperBound + 1
    } while Self.byte(in: text, at: separator) == UInt8(ascii: ",")
    guard separator == text.count - 1, text[separator] == UInt8(ascii: "}") else { return nil }
  }

  private static let usualCount = 48

  /// The text of a member; `nil` where there is none of this name.
  package func value(of key: String) -> [UInt8]? {
    let key = Array(key.utf8)
    guard let member = members.first(where: { text.span.equals(key.span, at: $0.key) }) else {
      return nil
    }
    return member.isEscaped ? unescaped(member.value) : Array(text[member.value])
  }

  private func unescaped(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] == UInt8(ascii: "\\") {
        position += 1
        bytes.append(Self.escape(text[position]) ?? text[position])
      } else {
        bytes.append(text[position])
      }
      position += 1
    }
    return bytes
  }

  /// What a letter after a backslash stands for; `nil` for one that is left to the JSON reader.
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

  private static func byte(in text: [UInt8], at position: Int) -> UInt8? {
    position < text.count ? text[position] : nil
  }

  /// What stands between quotes at `start`.
  private static func string(
    in text: [UInt8], at start: Int
  ) -> (range: Range<Int>, isEscaped: Bool)? {
    guard byte(in: text, at: start) == UInt8(ascii: "\"") else { return nil }
    var isEscaped = false
    var position = start + 1
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "\"") { return ((start + 1)..<position, isEscaped) }
      guard byte >= 0x20, byte < 0x7f else { return nil }
      if byte == UInt8(ascii: "\\") {
        guard let letter = Self.byte(in: text, at: position + 1), escape(letter) != nil else {
          return nil
        }
        isEscaped = true
        position += 1
      }
      position += 1
    }
    return nil
  }

  /// Alike for keys that are alike, and seldom for others (FNV-1a).
  private static func hash(of text: [UInt8], _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in range { hash = (hash ^ UInt64(text[position])) &* 0x100_0000_01b3 }
    return hash
  }
}
