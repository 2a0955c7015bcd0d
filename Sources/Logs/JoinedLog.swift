/// A log that was cut into parts, as log shippers do. It is read as if it had never been: lines whose halves
/// stand in two parts are whole, and line numbers go on.
package struct JoinedLog: Sendable {
  /// The path by which the whole log is told; no file needs to be there.
  package let name: String
  /// Paths of the parts, in the order of their names.
  package let parts: [String]

  /// The log of these parts, each named once, in any order.
  package init(_ name: String, parts: [String]) {
    self.name = name
    self.parts = parts.map { (path: $0, key: Self.key(of: $0)) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.path)
  }

  /// Whether `path` is the whole log's.
  package func isNamed(_ path: String) -> Bool { path.utf8.elementsEqual(name.utf8) }

  /// Bytes whose order is that of names: `part-9` comes before `part-10`.
  private static func key(of name: String) -> [UInt8] {
    var key: [UInt8] = []
    var rest = Array(name.utf8)[...]
    while let byte = rest.first {
      let digits = rest.prefix(while: \.isDigit)
      if digits.isEmpty {
        key.append(byte)
        rest = rest.dropFirst()
      } else {
        let number = digits.drop { $0 == UInt8(ascii: "0") }
        key += [UInt8(ascii: "0"), UInt8(clamping: number.count)] + number
        rest = rest.dropFirst(digits.count)
      }
    }
    // Of names that differ in leading zeros alone, byte by byte.
    return key + [0] + Array(name.utf8)
  }
}
