/// What an event calls: a known system call, or one that only its number or its name tells.
///
/// Numbers and names outside of the table are kept as they stood in the log: a newer kernel or
/// strace than this version of whittle, or a program that tries numbers.
package enum SyscallReference: Hashable, Sendable {
  case known(Syscall)
  /// As the ABI counts, for x32 without ``Architecture/x32Bit``.
  case number(UInt32)
  case name(String)

  /// The call with this number on `architecture`, by name where the table has one.
  package init(number: UInt32, on architecture: Architecture) {
    self = Syscall(number: number, on: architecture).map(SyscallReference.known) ?? .number(number)
  }

  /// The same by the number that the kernel sees, for x32 with ``Architecture/x32Bit``.
  package init(rawNumber: UInt32, on architecture: Architecture) {
    self.init(number: architecture.number(ofRaw: rawNumber), on: architecture)
  }

  /// The call that a file of ours names: a kernel name, an unknown name, or `#` and a number.
  package init(parsing text: String) {
    if let syscall = Syscall(text) {
      self = .known(syscall)
    } else if text.first == "#", let number = UInt32(text.dropFirst()) {
      self = .number(number)
    } else {
      self = .name(text)
    }
  }

  /// The call, where the table knows it.
  package var syscall: Syscall? {
    if case .known(let syscall) = self { syscall } else { nil }
  }
}

extension SyscallReference: CustomStringConvertible {
  /// The kernel name, or `#451` for a number without one.
  package var description: String {
    switch self {
    case .known(let syscall): syscall.name
    case .number(let number): "#\(number)"
    case .name(let name): name
    }
  }
}

extension SyscallReference: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.known(let left), .known(let right)): left < right
    case (.number(let left), .number(let right)): left < right
    case (.name(let left), .name(let right)): left < right
    case (.known, _): true
    case (_, .known): false
    case (.number, .name): true
    case (.name, .number): false
    }
  }
}
