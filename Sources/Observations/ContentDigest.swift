internal import Syscalls

/// 128 bits of SHA-256 over values, each of which is told apart from its neighbours.
///
/// Numbers have a fixed width, and texts their length before them, so that different values never
/// give the same bytes.
package struct ContentDigest {
  private var hash = SHA256()
  private var bytes: [UInt8] = []

  /// - Parameter purpose: keeps digests of different things apart.
  package init(_ purpose: String) { add(purpose) }

  /// Adds a number.
  package mutating func add(_ number: some FixedWidthInteger) {
    let number = UInt64(truncatingIfNeeded: number)
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
    if bytes.count >= 1 << 12 { flush() }
  }

  /// Adds a text.
  package mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds what makes events the same observation.
  package mutating func add(_ key: ObservationKey) {
    add(key.architecture.rawValue)
    add(key.call.description)
    add(key.arguments.indices.count)
    for index in key.arguments.indices {
      add(index)
      add(key.arguments[index] ?? 0)
    }
  }

  private mutating func flush() {
    hash.update(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Thirty-two hexadecimal digits.
  package consuming func finish() -> String {
    flush()
    return hash.finish().prefix(16).hexadecimalDigits
  }
}
