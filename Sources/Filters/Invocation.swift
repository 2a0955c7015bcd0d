package import Syscalls

/// One call as a filter sees it: `struct seccomp_data` of `linux/seccomp.h`.
package struct Invocation: Hashable, Sendable {
  /// `arch`: an `AUDIT_ARCH_*` token.
  package let architectureToken: UInt32
  /// `nr`: raw, for x32 with `Architecture.x32Bit`; −1 is `UInt32.max`.
  package let number: UInt32
  /// Where the call was made from.
  package let instructionPointer: UInt64
  /// Six of them.
  package let arguments: [UInt64]

  /// How many arguments a system call has at the most.
  package static let argumentCount = 6

  /// `arguments`: up to six; those left out are 0.
  package init(
    architectureToken: UInt32, number: UInt32, instructionPointer: UInt64 = 0,
    arguments: [UInt64] = []
  ) {
    precondition(arguments.count <= Self.argumentCount, "a call has six arguments")
    self.architectureToken = architectureToken
    self.number = number
    self.instructionPointer = instructionPointer
    self.arguments =
      arguments + Array(repeating: 0, count: Self.argumentCount - arguments.count)
  }

  /// - Parameter number: as the ABI counts, for x32 without ``Architecture/x32Bit``.
  package init(number: UInt32, on architecture: Architecture, arguments: [UInt64] = []) {
    self.init(
      architectureToken: architecture.auditToken,
      number: architecture.rawNumber(of: number),
      arguments: arguments)
  }

  /// `nil` where the ABI lacks the call, or whittle has no numbers for it.
  package init?(_ syscall: Syscall, on architecture: Architecture, arguments: [UInt64] = []) {
    guard let number = syscall.number(on: architecture) else { return nil }
    self.init(number: number, on: architecture, arguments: arguments)
  }

  /// The ABI of token and number; `nil` for one that whittle does not know.
  package var architecture: Architecture? {
    Architecture(auditToken: architectureToken, rawNumber: number)
  }

  /// `nil` where the architecture has no table.
  package var call: SyscallReference? {
    architecture.map { SyscallReference(rawNumber: number, on: $0) }
  }

  /// What the kernel takes of the register of argument `index`, where an ordinary caller would not have
  /// that in it; `nil` elsewhere.
  package func taken(at index: Int) -> UInt64? {
    guard let architecture, let syscall = call?.syscall else { return nil }
    return KernelView(of: syscall, on: architecture).cutting(arguments[index], at: index)
  }
}

extension Invocation {
  /// `__AUDIT_ARCH_LE`.
  private static let littleEndianBit: UInt32 = 0x4000_0000

  /// A word of `seccomp_data` by its index, byte offset divided by 4: number, architecture, then
  /// two words each for the instruction pointer and the arguments, in the order in which the
  /// architecture stores 64-bit numbers.
  func word(_ index: Int) -> UInt32 {
    switch index {
    case 0: return number
    case 1: return architectureToken
    default:
      let value = index < 4 ? instructionPointer : arguments[index / 2 - 2]
      return UInt32(truncatingIfNeeded: holdsHighHalf(index) ? value >> 32 : value)
    }
  }

  /// Whether the word with this index, at least 2, is the high half of its number.
  func holdsHighHalf(_ index: Int) -> Bool {
    let isSecond = index % 2 == 1
    return isSecond == (architectureToken & Self.littleEndianBit != 0)
  }
}
