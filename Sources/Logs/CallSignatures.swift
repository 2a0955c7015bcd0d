internal import Synchronization
package import Syscalls

/// What a plain line counts: a call, and the values of its significant arguments.
package struct CallSignature: Hashable {
  /// What is called.
  package let call: Syscall
  /// `nil` for the one that is assumed where a log does not tell.
  package var architecture: Architecture?
  /// The values of its significant arguments.
  package var arguments = ArgumentValues()

  /// A call without known arguments.
  package init(call: Syscall, architecture: Architecture? = nil) {
    self.call = call
    self.architecture = architecture
  }
}

/// Numbers the variants that a log holds, for `PlainCall.variant`.
///
/// Calls of the assumed architecture without argument values have their `Syscall.index`; the others
/// the numbers behind, as they are met. Shared by the threads that prepare blocks; no result depends on
/// who meets which first.
package final class CallSignatures: Sendable {
  /// Twelve bits are kept of a number. A log that needs more is read in full where it does.
  package static let limit = 1 << 12

  private struct Numbered {
    var numbers: [CallSignature: UInt16] = [:]
    var variants: [CallSignature] = []
  }

  private let numbered = Mutex(Numbered())

  /// No signature yet.
  package init() {}

  /// The number of a variant; `nil` where there are too many.
  package func number(of variant: CallSignature) -> UInt16? {
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

  /// The signature with this number.
  package subscript(number: UInt16) -> CallSignature {
    let index = Int(number) - Syscall.count
    guard index >= 0 else { return CallSignature(call: Syscall(index: number)) }
    return numbered.withLock { $0.variants[index] }
  }
}

/// What a log shows of a variant: a call's number or index, and 56 bytes of its arguments.
@usableFromInline
package struct CallSignatureKey: FlatMapKey, Sendable {
  /// The words that make one call's signatures differ.
  @usableFromInline let call: UInt16
  @usableFromInline package var words: InlineArray<7, UInt64> = [0, 0, 0, 0, 0, 0, 0]

  /// Bytes of text that a key holds: `AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0` is 50.
  @usableFromInline static var limit: Int { 56 }

  /// A call's number; its words are to be set.
  package init(call: UInt16) { self.call = call }

  /// A call's number and what stands at `range`; `nil` for more bytes than there is room for.
  @inlinable
  package init?(call: UInt16, _ text: StructuralIndex, _ range: Range<Int>) {
    guard range.count <= Self.limit else { return nil }
    self.call = call
    var (position, index) = (range.lowerBound, 0)
    while position &+ 8 <= range.upperBound {
      words[index] = text.word(at: position)
      position &+= 8
      index &+= 1
    }
    if position < range.upperBound {
      words[index] =
        text.word(at: position) & (UInt64.max >> UInt64(64 &- 8 &* (range.upperBound &- position)))
    }
  }

  @inlinable
  package static func == (left: Self, right: Self) -> Bool {
    var difference = UInt64(left.call ^ right.call)
    for index in 0..<7 { difference |= left.words[index] ^ right.words[index] }
    return difference == 0
  }

  /// Of call and words; not for tables that an attacker fills.
  @inlinable
  package var quickHash: UInt64 {
    let low = (words[0] ^ UInt64(call)) &* 0x9e37_79b9_7f4a_7c15 ^ words[1]
    let middle = words[2] &* 0x9e37_79b9_7f4a_7c15 ^ words[3]
    let high = words[4] &* 0x9e37_79b9_7f4a_7c15 ^ words[5]
    let lower = (low ^ low >> 29) &+ (middle ^ middle >> 31) &* 3
    let hash = lower &+ (high ^ high >> 33) &* 5 &+ words[6] &* 0xbf58_476d_1ce4_e5b9
    return (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
  }
}

/// The numbers of variants that one thread has met.
@usableFromInline
package struct CallSignatureTable {
  /// A log that shows more is read in full where it does.
  @usableFromInline static var limit: Int { 512 }

  @usableFromInline var numbers = FlatMap<CallSignatureKey>()

  /// Nothing known yet.
  @inlinable
  package init() {}

  /// The number that belongs to `key`; `make` tells it where it has not been met.
  package mutating func number(of key: CallSignatureKey, orMake make: () -> UInt16?) -> UInt16? {
    if let number = numbers[key] { return number }
    guard numbers.count < Self.limit, let number = make() else { return nil }
    numbers.insert(key, number)
    return number
  }
}
