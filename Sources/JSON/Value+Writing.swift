internal import Text

extension Value {
  /// The value as a file's bytes: two spaces of indentation, one newline at the end.
  ///
  /// The same value gives the same bytes, always. Strings hold no character raw that could act on
  /// a terminal or hide in a review; see `escapedForTerminal`.
  package var fileBytes: [UInt8] {
    var writer = Writer()
    writer.write(self)
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  /// ``fileBytes`` as text.
  package var fileText: String { String(decoding: fileBytes, as: UTF8.self) }

  /// The value on one line, without a newline at the end.
  package var line: String {
    var writer = Writer()
    writer.writeInline(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Writes an object as a file's bytes, member by member, so that a great value need not be there as a
/// whole.
package struct ObjectWriter {
  private var writer = Writer()
  private var isEmpty = true

  /// An object without members yet.
  ///
  /// `isOneLine`: whether its bytes hold no newline but the one at the end.
  package init(isOneLine: Bool = false) {
    writer.isOneLine = isOneLine
    writer.open("{")
  }

  /// Adds a member.
  package mutating func add(_ key: String, _ value: Value) {
    writer.beginItem(isFirst: isEmpty)
    isEmpty = false
    writer.write(key: key)
    writer.write(value)
  }

  /// Adds an array, an element a line, of what `value` makes of each item when its turn comes.
  package mutating func add<Item>(
    _ key: String, _ items: some Collection<Item>, _ value: (Item) -> Value
  ) {
    guard !items.isEmpty else { return add(key, .array([])) }
    writer.beginItem(isFirst: isEmpty)
    isEmpty = false
    writer.write(key: key)
    writer.lines(items, "[", "]") { writer, item in writer.write(value(item)) }
  }

  /// The bytes, which end in a newline.
  package consuming func finish() -> [UInt8] {
    writer.close("}", isEmpty: isEmpty)
    return writer.bytes + [UInt8(ascii: "\n")]
  }
}

/// Appends values to a text, keeping track of the column.
private struct Writer {
  private(set) var bytes: [UInt8] = []
  private var indentation = 0
  var isOneLine = false

  private static let lineLength = 100

  private mutating func put(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

  private mutating func newline() {
    if isOneLine { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation * 2))
  }

  mutating func write(_ value: Value) {
    switch value {
    case _ where isOneLine: writeInline(value)
    case .array(let elements, .lines) where !elements.isEmpty:
      lines(elements, "[", "]") { writer, element in writer.write(element) }
    case .object(let members, .lines) where !members.isEmpty:
      lines(members, "{", "}") { writer, member in
        writer.write(key: member.key)
        writer.write(member.value)
      }
    case .array(let elements, .filled) where !elements.isEmpty:
      fill(elements.map(\.line), "[", "]")
    case .object(let members, .filled) where !members.isEmpty:
      fill(members.map { $0.key.jsonLiteral + ": " + $0.value.line }, "{", "}")
    default:
      writeInline(value)
    }
  }

  mutating func open(_ bracket: String) {
    put(bracket)
    indentation += 1
  }

  mutating func beginItem(isFirst: Bool) {
    if !isFirst { put(",") }
    newline()
  }

  mutating func write(key: String) { put(key.jsonLiteral + ": ") }

  mutating func close(_ bracket: String, isEmpty: Bool = false) {
    indentation -= 1
    if !isEmpty { newline() }
    put(bracket)
  }

  mutating func lines<Item>(
    _ items: some Collection<Item>, _ opening: String, _ closing: String,
    _ item: (inout Writer, Item) -> Void
  ) {
    open(opening)
    for (index, value) in items.enumerated() {
      beginItem(isFirst: index == 0)
      item(&self, value)
    }
    close(closing)
  }

  private mutating func fill(_ items: [String], _ open: String, _ close: String) {
    put(open)
    indentation += 1
    var column = Int.max
    for (index, item) in items.enumerated() {
      let width = item.unicodeScalars.count + (index + 1 < items.count ? 1 : 0)
      if column > Self.lineLength - width - 1 {
        newline()
        column = indentation * 2
      } else {
        put(" ")
        column += 1
      }
      put(item)
      if index + 1 < items.count { put(",") }
      column += width
    }
    indentation -= 1
    newline()
    put(close)
  }

  mutating func writeInline(_ value: Value) {
    switch value {
    case .null: put("null")
    case .bool(let bool): put(bool ? "true" : "false")
    case .number(let number): put(String(number))
    case .millionths(let number): put(number.asMillionths)
    case .string(let string): put(string.jsonLiteral)
    case .array(let elements, let layout):
      put("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { put(layout == .packed ? "," : ", ") }
        writeInline(element)
      }
      put("]")
    case .object(let members, _):
      put(members.isEmpty ? "{" : "{ ")
      for (index, member) in members.enumerated() {
        if index > 0 { put(", ") }
        put(member.key.jsonLiteral + ": ")
        writeInline(member.value)
      }
      put(members.isEmpty ? "}" : " }")
    }
  }
}

extension Int {
  /// `0.133`, `2`.
  fileprivate var asMillionths: String {
    let (whole, rest) = magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest > 0 else { return "\(self < 0 ? "-" : "")\(whole)" }
    var digits = String(1_000_000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(self < 0 ? "-" : "")\(whole).\(digits)"
  }
}

extension String {
  /// The string between quotation marks, every doubtful character escaped.
  fileprivate var jsonLiteral: String {
    // Nearly all of what is written is names.
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c && $0 != 0x5b }) {
      return "\"\(self)\""
    }
    var literal = "\""
    for scalar in unicodeScalars {
      if scalar.isPlain, scalar != "\"", scalar != "\\" {
        literal.unicodeScalars.append(scalar)
      } else {
        literal += scalar.jsonEscape
      }
    }
    // No line of a literal begins with the `::` of a command.
    return literal.withoutCommands + "\""
  }
}
