/// A value to write.
///
/// Members stand in the order given: what writes decides the order, and thereby the bytes.
package indirect enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  /// Wide enough for `UInt64` and `Int64` alike.
  case number(Int128)
  /// So many millionths, for shares of one: a number with a fraction, exactly as it is written.
  case millionths(Int)
  case string(String)
  case array([Value], Layout = .lines)
  case object([Member], Layout = .lines)

  /// A key with its value.
  package struct Member: Hashable, Sendable {
    /// Not escaped.
    package let key: String
    /// What stands under the key.
    package let value: Value

    /// A key with its value.
    package init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// How an array or an object is laid out; its content stays the same.
  package enum Layout: Hashable, Sendable {
    /// One item per line, so that a diff shows items.
    case lines
    /// The whole on one line, whatever its inner values ask for.
    case inline
    /// The whole on one line, without spaces: for long rows of numbers.
    case packed
    /// As many items per line as stay within 100 columns, each item inline.
    case filled
  }

  /// A number with a fraction, rounded to millionths.
  package static func rounded(_ value: Double) -> Value {
    .millionths(Int((value * 1_000_000).rounded()))
  }

  /// A number without a fraction.
  package static func integer(_ value: some FixedWidthInteger) -> Value { .number(Int128(value)) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  package init(stringLiteral value: String) { self = .string(value) }
  /// A number without a fraction.
  package init(integerLiteral value: Int64) { self = .number(Int128(value)) }
  /// A truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array, an element a line.
  package init(arrayLiteral elements: Value...) { self = .array(elements) }
  /// An object, a member a line.
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
