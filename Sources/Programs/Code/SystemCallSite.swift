package import Syscalls

/// A system call in a file's code: its number, and the instruction by which that is known, which is the
/// system call itself, or the call of a function that is handed the number.
package struct SystemCallSite: Hashable, Sendable {
  /// As that ABI counts; of x32 without the bit that tells it.
  package let number: UInt32
  /// By which the kernel is entered: the file's own, or another that its machine has besides.
  package let architecture: Architecture
  /// Of the instruction.
  package let address: UInt64

  /// The call whose number is `value` in its register; `nil` for what no ABI has.
  init?(value: Int64, enteredBy entry: Architecture, address: UInt64) {
    guard let raw = UInt32(exactly: value) else { return nil }
    // x32 shares its entry with x86-64.
    let isX32 = entry == .x86_64 && Architecture.isX32(rawNumber: raw)
    let number = isX32 ? raw & ~Architecture.x32Bit : raw
    guard number <= Self.highestNumber else { return nil }
    self.init(number: number, architecture: isX32 ? .x32 : entry, address: address)
  }

  init(number: UInt32, architecture: Architecture, address: UInt64) {
    self.number = number
    self.architecture = architecture
    self.address = address
  }

  /// No ABI has a number beyond.
  private static let highestNumber: UInt32 = 1023
}
