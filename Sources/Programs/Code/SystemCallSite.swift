/// A system call in a file's code: its number, and the instruction by which that is known, which is the
/// system call itself, or the call of a function that is handed the number.
package struct SystemCallSite: Hashable, Sendable {
  /// As the ABI counts.
  package let number: UInt32
  /// Of the instruction.
  package let address: UInt64
}
