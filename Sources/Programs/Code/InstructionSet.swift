internal import Syscalls

/// What is known of a machine's code.
protocol InstructionSet: Sendable {
  /// Where the number of a system call stands at its instruction.
  var numberPlace: Place { get }
  /// Where the C library's `syscall` takes the number from, at its first instruction.
  var syscallArgument: Place { get }

  /// Appends the instructions of a part of a range of code, and what they refer to.
  func decode(
    _ file: ELFFile, _ range: CodeRange, from start: UInt64, to end: UInt64,
    into listing: inout Listing)

  /// What the instruction does to the value in a place.
  func effect(of step: Step, on place: Place, in file: ELFFile) -> Effect

  /// The same place as seen before a call, or a jump, to a function at whose start it is `place`.
  func place(_ place: Place, beforeCall isCall: Bool) -> Place?

  /// The ABI by which an instruction that is a system call enters the kernel.
  func entry(by site: Step, in file: ELFFile) -> Architecture

  /// Whether no program runs the instruction, as the machine does not know it, or the kernel does not let it: where
  /// one stands, there is data.
  func isUnrunnable(_ step: Step, in file: ELFFile) -> Bool

  /// Where bytes look like a system call, at the offsets of a part of a range.
  func possibleSites(_ file: ELFFile, _ range: CodeRange, at part: Range<Int>) -> [UInt64]

  /// Where bytes look like a call of, or a jump to, one of the targets, or a read of one of the slots.
  func possibleCalls(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>, to targets: AddressSet,
    through slots: AddressSet
  ) -> [UInt64]

  /// The short pieces of code that jump to where a slot says, by their address.
  func stubs(
    _ file: ELFFile, _ range: CodeRange, at part: Range<Int>, through slots: AddressSet
  ) -> [UInt64: UInt64]

  /// Every address that is called directly.
  func callTargets(_ file: ELFFile, _ range: CodeRange) -> [UInt64]
}

/// Addresses that are asked for often, most of them in vain.
struct AddressSet: Sendable {
  private let addresses: Set<UInt64>
  private let lowest: UInt64
  private let highest: UInt64
  private let filter: [UInt64]

  init(_ addresses: some Sequence<UInt64>) {
    self.addresses = Set(addresses)
    lowest = self.addresses.min() ?? 1
    highest = self.addresses.max() ?? 0
    var filter = [UInt64](repeating: 0, count: 64)
    for address in self.addresses {
      filter[Int(address >> 6 & 63)] |= 1 << (address & 63)
    }
    self.filter = filter
  }

  var isEmpty: Bool { addresses.isEmpty }

  func contains(_ address: UInt64) -> Bool {
    address >= lowest && address <= highest
      && filter[Int(address >> 6 & 63)] & 1 << (address & 63) != 0
      && addresses.contains(address)
  }
}
