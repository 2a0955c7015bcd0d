/// A system call that whittle knows, by its kernel name.
///
/// Ordered by name. Which names there are, and their numbers, is one table: Linux 7.1, eleven ABIs.
package struct Syscall: Hashable, Sendable {
  /// Position in the name table, less than ``count``; stable within one version of whittle only.
  package let index: UInt16

  /// The call at a place of the catalog.
  package init(index: UInt16) {
    precondition(index < Self.count, "no such row in the name table")
    self.index = index
  }

  /// How many calls the catalog knows.
  package static var count: Int { SyscallCatalog.shared.names.count }

  /// Every call, in the order of their names.
  package static var all: [Syscall] {
    SyscallCatalog.shared.names.indices.map { Syscall(index: UInt16($0)) }
  }

  /// The call with exactly this kernel name; `nil` for a name that no table has.
  package init?(_ name: some StringProtocol) {
    guard let index = SyscallCatalog.shared.indexByName[String(name)] else { return nil }
    self.index = index
  }

  /// The call with this number; `nil` where the table has none, or whittle has no table.
  ///
  /// `number`: as the ABI counts, for x32 without ``Architecture/x32Bit``.
  package init?(number: UInt32, on architecture: Architecture) {
    guard let table = architecture.numberTable,
      let index = SyscallCatalog.shared.index(of: number, in: table)
    else { return nil }
    self.index = index
  }

  /// The kernel's name for it.
  package var name: String { SyscallCatalog.shared.names[Int(index)] }

  /// The call's number, for x32 without ``Architecture/x32Bit``; `nil` where the ABI lacks the call.
  package func number(on architecture: Architecture) -> UInt32? {
    guard let table = architecture.numberTable else { return nil }
    let number = SyscallCatalog.shared.numbers[table.rawValue][Int(index)]
    return number < 0 ? nil : UInt32(number)
  }

  /// The number as `seccomp_data.nr` shows it: with ``Architecture/x32Bit`` for x32.
  package func rawNumber(on architecture: Architecture) -> UInt32? {
    number(on: architecture).map { architecture.rawNumber(of: $0) }
  }

  /// Whether the ABI has the call.
  package func exists(on architecture: Architecture) -> Bool { number(on: architecture) != nil }
}

extension Syscall: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

extension Syscall: CustomStringConvertible {
  package var description: String { name }
}
