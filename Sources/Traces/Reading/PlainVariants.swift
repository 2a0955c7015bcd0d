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
/// the numbers behind, as they are met. Shared by the threads that prepare blocks; no result depends on
/// who meets which first.
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
struct PlainVariantKey: QuickKey {
  let call: UInt16
  var words = SIMD4<UInt64>()

  var quickHash: UInt64 {
    var hash = words[0] ^ UInt64(call)
    for index in 1..<4 { hash = (hash ^ words[index]) &* 0x9e37_79b9_7f4a_7c15 }
    return (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
  }
}

/// The numbers of variants that one thread has met.
struct PlainVariantTable {
  /// A log that shows more is read in full where it does.
  private static let limit = 512

  private var numbers = QuickTable<PlainVariantKey>()

  /// The number that belongs to `key`; `make` tells it where it has not been met.
  mutating func number(of key: PlainVariantKey, orMake make: () -> UInt16?) -> UInt16? {
    if let number = numbers[key] { return number }
    guard numbers.count < Self.limit, let number = make() else { return nil }
    numbers.insert(key, number)
    return number
  }
}
