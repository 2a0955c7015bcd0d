internal import Profiles
internal import Text

/// The words and signs of a policy, and the conditions that they make. Comments are left out.
struct ExpressionTokens {
  private var tokens: ArraySlice<Substring>

  init(_ text: String) {
    var tokens: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("/*") {
        rest = rest.firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
      } else if first.isWhitespace {
        rest.removeFirst()
      } else if Self.isWord(first) {
        tokens.append(rest.prefix(while: Self.isWord))
        rest = rest.dropFirst(tokens[tokens.count - 1].count)
      } else {
        let sign = Self.signs.first { rest.hasPrefix($0) } ?? String(first)
        tokens.append(rest.prefix(sign.count))
        rest = rest.dropFirst(sign.count)
      }
    }
    self.tokens = tokens[...]
  }

  private static let signs = ["==", "!=", "<=", ">=", "&&", "||"]

  private static func isWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  var peek: Substring? { tokens.first }

  mutating func next() -> Substring { tokens.popFirst() ?? "" }

  mutating func expect(_ token: String) throws(ConversionError) {
    let found = next()
    guard found == token else { throw unexpected(found) }
  }

  /// Whether a comma comes, and not the end.
  mutating func continues(until end: String) throws(ConversionError) -> Bool {
    let found = next()
    if found == end { return false }
    guard found == "," else { throw unexpected(found) }
    return true
  }

  mutating func number() throws(ConversionError) -> UInt64 {
    let word = next()
    let value =
      word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : UInt64(word)
    guard let value else { throw unexpected(word) }
    return value
  }

  func unexpected(_ token: some StringProtocol) -> ConversionError {
    ConversionError("what was written reads back wrong at \(String(token).quotedForTerminal)")
  }

  /// Lists of conditions, bound by `||`; in each, conditions bound by `&&`.
  mutating func alternatives(arguments prefix: String) throws(ConversionError) -> [[Condition]] {
    var alternatives: [[Condition]] = []
    repeat {
      if !alternatives.isEmpty { _ = next() }
      let isInParentheses = startsList
      if isInParentheses { _ = next() }
      var conditions: [Condition] = []
      repeat {
        if !conditions.isEmpty { _ = next() }
        conditions.append(try condition(prefix))
      } while peek == "&&"
      if isInParentheses { try expect(")") }
      alternatives.append(conditions)
    } while peek == "||"
    return alternatives
  }

  /// `(a0 == 1 && …`, and `((a0 & 3) == 1 && …`, but not `(a0 & 3) == 1`.
  private var startsList: Bool {
    guard peek == "(" else { return false }
    return tokens.dropFirst(2).first != "&"
  }

  private mutating func condition(_ prefix: String) throws(ConversionError) -> Condition {
    let isMasked = peek == "("
    if isMasked { _ = next() }
    let word = next()
    guard word.hasPrefix(prefix), let index = Int(word.dropFirst(prefix.count)),
      Condition.indices.contains(index)
    else { throw unexpected(word) }
    if isMasked {
      try expect("&")
      let mask = try number()
      try expect(")")
      try expect("==")
      return Condition(index, masked: mask, equals: try number())
    }
    let sign = next()
    let value = try number()
    switch sign {
    case "==": return Condition(index, .equal, value)
    case "!=": return Condition(index, .notEqual, value)
    case "<": return Condition(index, .less, value)
    case "<=": return Condition(index, .lessOrEqual, value)
    case ">": return Condition(index, .greater, value)
    case ">=": return Condition(index, .greaterOrEqual, value)
    // Only minijail has these two.
    case "in": return Condition(index, masked: ~value, equals: 0)
    case "&" where value.nonzeroBitCount == 1:
      return Condition(index, masked: value, equals: value)
    default: throw unexpected(sign)
    }
  }
}
