/// Values of some of a call's six argument registers; the others are not known.
///
/// Holds ``capacity`` values at the most, as many as `Syscall.significantArguments(on:)` asks for.
package struct ArgumentValues: Hashable, Sendable {
  /// Bit `i` is set where the value of argument `i` is known.
  private var known: UInt8 = 0
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0

  /// One register for each of the stored values.
  package static let capacity = 3

  /// Nothing known.
  package init() {}

  /// - Precondition: at most ``capacity`` values, their indices 0 to 5.
  package init(_ values: [Int: UInt64]) {
    for (index, value) in values.sorted(by: { $0.key < $1.key }) { append(value, at: index) }
  }

  /// Whether no value is known.
  package var isEmpty: Bool { known == 0 }

  /// The value of argument `index`; `nil` where it is not known.
  package subscript(index: Int) -> UInt64? {
    guard known & (1 << index) != 0 else { return nil }
    return switch (known & ((1 << index) - 1)).nonzeroBitCount {
    case 0: first
    case 1: second
    default: third
    }
  }

  /// Adds the value of an argument whose index is greater than those added before.
  package mutating func append(_ value: UInt64, at index: Int) {
    precondition((0..<6).contains(index) && known >> index == 0, "arguments come in their order")
    switch known.nonzeroBitCount {
    case 0: first = value
    case 1: second = value
    case 2: third = value
    default: preconditionFailure("\(Self.capacity) argument values are kept")
    }
    known |= 1 << index
  }

  /// The known indices, ascending.
  package var indices: [Int] { (0..<6).filter { known & (1 << $0) != 0 } }
}

extension ArgumentValues: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.known, left.first, left.second, left.third)
      < (right.known, right.first, right.second, right.third)
  }
}
