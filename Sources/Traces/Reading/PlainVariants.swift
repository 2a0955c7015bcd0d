internal import Synchronization
internal import Syscalls

/// What a plain line counts: a call, and the values of its significant arguments.
struct PlainVariant: Hashable {
  let call: Syscall
  /// `nil` for the one that is assumed where a log does not tell.
  var architecture: Architecture?
  var arguments = ArgumentValues()
}

/// Numbers the variants that a log holds, for ``PlainCall/variant``.
///
/// Calls of the assumed architecture without argument values have their ``Syscall/index``; the others
/// the numbers behind, as they are met. Shared by the threads that prepare blocks; no result depends on who meets which first.
final class PlainVariants: Sendable {
  /// Twelve bits are kept of a number. A log that needs more is read in full where it does.
  static let limit = 1 << 12

  private struct Numbered {
    var numbers: [PlainVariant: UInt16] = [:]
    var variants: [PlainVariant] = []
  }

  private let numbered = Mutex(Numbered())

  /// The number of a variant; `nil` where there are too many.
  func number(of variant: PlainVariant) -> UInt16? {
    if variant.architecture == nil, variant.arguments.isEmpty { return variant.call.index }
    return numbered.withLock { numbered in
      if let number = numbered.numbers[variant] { return number }
      let number = Syscall.count + numbered.variants.count
      guard number < Self.limit else { return nil }
      numbered.variants.append(variant)
      numbered.numbers[variant] = UInt16(number)
      return UInt16(number)
    }
  }

  subscript(number: UInt16) -> PlainVariant {
    let index = Int(number) - Syscall.count
    guard index >= 0 else { return PlainVariant(call: Syscall(index: number)) }
    return numbered.withLock { $0.variants[index] }
  }
}

/// What a log shows of a variant: a call's number or index, and 32 bytes of its arguments.
struct PlainVariantKey {
  let call: UInt16
  var words = InlineArray<4, UInt64>(repeating: 0)

  init(call: UInt16) { self.call = call }

  fileprivate func equals(_ other: Self) -> Bool {
    call == other.call && words[0] == other.words[0] && words[1] == other.words[1]
      && words[2] == other.words[2] && words[3] == other.words[3]
  }

  fileprivate var hash: Int {
    var hash = words[0] ^ UInt64(call)
    for index in 1..<4 { hash = (hash ^ words[index]) &* 0x9e37_79b9_7f4a_7c15 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15 >> 48)
  }
}

/// The numbers of variants that one thread has met.
struct PlainVariantTable {
  private static let size = 1024

  /// A hash table that is at most half full: a log that shows more is read in full where it does.
  private var entries = [(key: PlainVariantKey, number: UInt16)?](repeating: nil, count: size)
  private var count = 0

  /// The number that belongs to `key`; `make` tells it where it has not been met.
  mutating func number(of key: PlainVariantKey, orMake make: () -> UInt16?) -> UInt16? {
    var slot = key.hash & (Self.size - 1)
    while let entry = entries[slot] {
      if entry.key.equals(key) { return entry.number }
      slot = (slot + 1) & (Self.size - 1)
    }
    guard 2 * count < Self.size, let number = make() else { return nil }
    count += 1
    entries[slot] = (key, number)
    return number
  }
}
