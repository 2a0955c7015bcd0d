/// A key that is but a few words.
@usableFromInline
package protocol FlatMapKey: Equatable {
  /// The upper half counts.
  var quickHash: UInt64 { get }
}

/// Small numbers by keys that nearly every line looks up: that has to take but a few instructions, which
/// the hashes of `Dictionary` do not.
///
/// Nothing is ever removed, and at most a quarter of the slots is taken: most keys are found at once.
@usableFromInline
package struct FlatMap<Key: FlatMapKey> {
  /// How many keys there are.
  @usableFromInline var slots = [(key: Key, value: UInt16)?](repeating: nil, count: 64)
  @usableFromInline package internal(set) var count = 0

  /// An empty map.
  @inlinable
  package init() {}

  /// The value of a key; `nil` for one that is not there.
  @inline(__always)
  @inlinable
  package subscript(key: Key) -> UInt16? { slots[slot(of: key)]?.value }

  /// - Precondition: there is no such key yet.
  @inlinable
  package mutating func insert(_ key: Key, _ value: UInt16) {
    count += 1
    if 4 * count > slots.count { grow() }
    slots[slot(of: key)] = (key, value)
  }

  @inlinable
  mutating func grow() {
    let taken = slots.compactMap(\.self)
    slots = .init(repeating: nil, count: 2 * slots.count)
    for entry in taken { slots[slot(of: entry.key)] = entry }
  }

  /// The slot that holds `key`, or the empty one where it would be.
  @inline(__always)
  @inlinable
  func slot(of key: Key) -> Int {
    var slot = Int(truncatingIfNeeded: key.quickHash >> 32) & (slots.count &- 1)
    while let entry = slots[slot], entry.key != key { slot = (slot &+ 1) & (slots.count &- 1) }
    return slot
  }
}

extension FlatMap: Sendable where Key: Sendable {}
