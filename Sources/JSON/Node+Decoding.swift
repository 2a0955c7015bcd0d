internal import Text

/// Typed access; each throws with the path and the position of what is wrong.
extension Node {
  /// The string; an error for a value of another kind.
  package func string() throws(JSONError) -> String {
    guard case .string(let string) = content else { throw mismatch("a string") }
    return string
  }

  /// The truth value; an error for a value of another kind.
  package func bool() throws(JSONError) -> Bool {
    guard case .bool(let bool) = content else { throw mismatch("true or false") }
    return bool
  }

  /// The integer, bit for bit; fractions, exponents and values out of range are refused.
  package func integer<Integer: FixedWidthInteger>(
    _ type: Integer.Type = Integer.self
  ) throws(JSONError) -> Integer {
    // Not worked out unless it is needed: a file may hold a million numbers.
    var expectation: String { "an integer from \(Integer.min) to \(Integer.max)" }
    guard case .number(let number) = content else { throw mismatch(expectation) }
    guard let integer = number.exactly(Integer.self) else {
      throw error("expected \(expectation), found \(number.text.prefix(40))")
    }
    return integer
  }

  /// The number between two bounds, which may have a fraction; not for what must be kept bit for bit.
  package func share(in range: ClosedRange<Double>) throws(JSONError) -> Double {
    let expectation = "a number from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let number) = content else { throw mismatch(expectation) }
    guard let value = Double(number.text), range.contains(value) else {
      throw error("expected \(expectation), found \(number.text.prefix(40))")
    }
    return value
  }

  /// The elements of the array; an error for a value of another kind.
  package func elements() throws(JSONError) -> [Node] {
    guard case .array(let elements) = content else { throw mismatch("an array") }
    return elements
  }

  /// The members of the object in order; an error for a value of another kind.
  package func members() throws(JSONError) -> [Member] {
    guard case .object(let members) = content else { throw mismatch("an object") }
    return members
  }

  /// The value of `key`, which the object must have.
  package func value(_ key: String) throws(JSONError) -> Node {
    guard let value = try valueIfPresent(key) else {
      throw error("the key \(key.quotedForTerminal) is missing")
    }
    return value
  }

  /// The value of `key`; `nil` where the object lacks the key.
  package func valueIfPresent(_ key: String) throws(JSONError) -> Node? {
    try members().first { $0.key == key }?.value
  }

  /// Refuses keys other than `keys`: what is not understood must not be passed over.
  package func allowOnly(keys: [String]) throws(JSONError) {
    for member in try members() where !keys.contains(member.key) {
      throw JSONError(
        path: path, position: member.keyPosition,
        message: "unknown key \(member.key.quotedForTerminal); known are "
          + keys.map(\.quotedForTerminal).joined(separator: ", "))
    }
  }

  /// An error at this value, for checks that a reader of ours adds.
  package func error(_ message: String) -> JSONError {
    JSONError(path: path, position: position, message: message)
  }

  private func mismatch(_ expectation: String) -> JSONError {
    error("expected \(expectation), found \(kind)")
  }
}
