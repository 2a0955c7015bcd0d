/// A number, exactly as it stands in the text.
///
/// Never a floating-point value: mask bits above 2^53 would not survive one.
package struct Number: Hashable, Sendable {
  /// As it is written.
  package let text: String

  /// A number by its text.
  package init(_ text: String) { self.text = text }

  /// The integer that the text spells, bit for bit; `nil` for `1.0`, `1e3` or one out of range, and for a type
  /// without signs also for `-0`, which Go refuses there (`strconv.ParseUint`).
  package func exactly<Integer: FixedWidthInteger>(
    _ type: Integer.Type = Integer.self
  ) -> Integer? {
    Integer.isSigned || text.utf8.first != UInt8(ascii: "-") ? Integer(text) : nil
  }
}
