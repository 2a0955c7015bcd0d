internal import Filters
internal import Syscalls

/// The system call numbers that two filters can tell apart, and those that exist.
///
/// What a filter knows of a number it knows by comparing it with constants, so that a number
/// between two constants is answered as its neighbours are: with every constant of both programs
/// and its neighbours in it, the set stands for all 2^32. (A program that computes with the number,
/// as libseccomp's never do, could tell more apart.)
struct Numbers {
  private let constants: Set<UInt32>

  init(toldApartBy filters: [Filter]) {
    var constants: Set<UInt32> = []
    for case .branch(_, .constant(let value), _, _) in filters.flatMap(\.operations) {
      constants.formUnion([value &- 1, value, value &+ 1])
    }
    self.constants = constants
  }

  /// Raw numbers, ascending, of an architecture that a filter knows.
  func all(token: UInt32) -> [UInt32] {
    var numbers = constants
    for architecture in Architecture.allCases where architecture.auditToken == token {
      let base = architecture == .x32 ? Architecture.x32Bit : 0
      let own = Syscall.all.compactMap { $0.number(on: architecture) }
      numbers.formUnion(own.map { base | $0 })
      // Beyond the table: what newer kernels add. Some ABIs have a few numbers far from the rest.
      let last = own.filter { $0 < 8192 }.max() ?? 600
      numbers.formUnion((0...last + 64).map { base | $0 })
    }
    numbers.formUnion(Self.odd)
    return numbers.sorted()
  }

  /// Ends of ranges, the x32 bit on both sides, and −1.
  static let odd: [UInt32] = [
    0, Architecture.x32Bit - 1, Architecture.x32Bit, 0x7fff_ffff, 0x8000_0000, .max - 1, .max,
  ]
}
