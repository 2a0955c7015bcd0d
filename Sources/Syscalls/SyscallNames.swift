/// Looks system calls up by the bytes of their names, without making a `String`.
///
/// An open-addressed hash table over the name table. A class, so that handing it on costs one count
/// and not one for each of its arrays.
package final class SyscallNames: Sendable {
  private static let size = 2048

  /// Syscall index plus one by slot; 0 for an empty slot.
  private let slots: [UInt16]
  /// All names, one after the other, and where each begins.
  private let bytes: [UInt8]
  private let starts: [UInt16]

  /// Those of the catalog.
  package static let shared = SyscallNames()

  private init() {
    var slots = [UInt16](repeating: 0, count: Self.size)
    var bytes: [UInt8] = []
    var starts: [UInt16] = []
    for (index, name) in SyscallCatalog.shared.names.enumerated() {
      starts.append(UInt16(bytes.count))
      bytes.append(contentsOf: name.utf8)
      var slot = name.utf8.reduce(into: Self.seed) { $0 = Self.mix($0, $1) }.slot
      while slots[slot] != 0 { slot = (slot + 1) % Self.size }
      slots[slot] = UInt16(index + 1)
    }
    starts.append(UInt16(bytes.count))
    self.slots = slots
    self.bytes = bytes
    self.starts = starts
  }

  /// The call whose kernel name stands in `text` at `range`; `nil` for any other text.
  package func syscall(in text: Span<UInt8>, at range: Range<Int>) -> Syscall? {
    var hash = Self.seed
    for position in range { hash = Self.mix(hash, text[position]) }
    var slot = hash.slot
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if isName(index, in: text, at: range) { return Syscall(index: UInt16(index)) }
      slot = (slot + 1) % Self.size
    }
    return nil
  }

  private func isName(_ index: Int, in text: Span<UInt8>, at range: Range<Int>) -> Bool {
    let start = Int(starts[index])
    guard Int(starts[index + 1]) - start == range.count else { return false }
    for offset in 0..<range.count where bytes[start + offset] != text[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private static let seed: UInt32 = 2_166_136_261

  /// A step of FNV-1a.
  private static func mix(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 16_777_619
  }
}

extension UInt32 {
  /// The slot of a hash: its upper half folded onto its lower one.
  fileprivate var slot: Int { Int((self ^ (self >> 15)) & 2047) }
}
