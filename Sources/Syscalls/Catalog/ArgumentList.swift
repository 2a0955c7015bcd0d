/// The values that programs ordinarily give the arguments of one call, whatever the service.
///
/// A profile holds a call to its list and to the values that were seen besides; never to those alone, for no
/// test shows every ordinary one.
package struct ArgumentList: Sendable {
  /// How closely a profile looks at arguments.
  package enum Level: String, CaseIterable, Comparable, Hashable, Sendable {
    /// As the baseline does.
    case none
    /// Ten calls are held to ordinary values, and to those that were seen.
    case families
    /// The same, and no memory is written and executed at once.
    case strict

    package static func < (left: Self, right: Self) -> Bool {
      let order = allCases
      return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
    }
  }

  /// An argument that the list looks at.
  package struct Argument: Hashable, Sendable {
    /// 0 to 5.
    package let index: Int
    /// The bits that are compared; what the kernel reads of others does not matter.
    package let mask: UInt64
  }

  /// Ordinary values of the arguments, in their order.
  package struct Value: Hashable, Sendable {
    /// One for each of the list's arguments; of an ordinary value within the argument's mask.
    package let values: [UInt64]
    /// By their names in the kernel's headers: `TCP_NODELAY`, `AF_INET, SOCK_STREAM, 0`.
    package let name: String
    /// The value is ordinary only for who does not hold this capability.
    package let exceptHolding: String?
  }

  /// What the list asks for.
  package enum Form: Sendable {
    /// One of these. Those of a group belong together: who needs one needs the others.
    case values([Value], groups: [[UInt64]])
    /// No bits but these, of a single argument.
    case bits(UInt64)
    /// Not all of these bits at once, of a single argument.
    case notTogether([UInt64])
  }

  /// The call that is held to the list.
  package let call: Syscall
  /// Ascending.
  package let arguments: [Argument]
  /// What the list asks for.
  package let form: Form
  /// Ordinary values that programs give far more often than others, for whole registers: with all flags that the
  /// list does not look at. They open nothing that the list does not.
  package let frequent: [Value]
  /// From which level on it holds.
  package let level: Level

  /// The list of a call at a level.
  package static func list(for name: String, at level: Level) -> ArgumentList? {
    byName[name].flatMap { $0.level <= level ? $0 : nil }
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: all.map { ($0.call.name, $0) })

  /// Whether the list compares the bits of `mask` of argument `index` with single values.
  package func looks(at index: Int, through mask: UInt64) -> Bool {
    guard case .values = form else { return false }
    return arguments.contains { $0.index == index && $0.mask == mask }
  }

  /// The values that are ordinary for who holds these capabilities.
  package static func ordinary(_ values: [Value], holding capabilities: Set<String>) -> [Value] {
    values.filter { !($0.exceptHolding.map(capabilities.contains) ?? false) }
  }

  /// The frequent values that are among some ordinary ones.
  package func frequent(among ordinary: [Value]) -> [Value] {
    frequent.filter { frequent in
      let looked = zip(arguments, frequent.values).map { $1 & $0.mask }
      return ordinary.contains { $0.values == looked }
    }
  }

  /// Combinations of ordinary values, one for each of ``arguments``, that show whether a filter lets the list run.
  ///
  /// - Parameter capabilities: that the container holds, by name.
  package func samples(holding capabilities: Set<String> = []) -> [[UInt64]] {
    switch form {
    case .values(let values, _): Self.ordinary(values, holding: capabilities).map(\.values)
    case .bits(let bits): [[0], [bits]]
    case .notTogether(let bits): bits.map { [$0] }
    }
  }

  /// Whether all values that are known, one for each of ``arguments`` within its mask, may be ordinary ones.
  package func isOrdinary(_ known: [UInt64?]) -> Bool {
    switch form {
    case .values(let values, _):
      values.contains { zip($0.values, known).allSatisfy { $1 == nil || $0 == $1 } }
    case .bits(let bits): known.allSatisfy { ($0 ?? 0) & ~bits == 0 }
    case .notTogether(let bits):
      known.allSatisfy { value in bits.contains { (value ?? 0) & $0 == 0 } }
    }
  }

  /// Whether an ABI has the numbers of `asm-generic`, of which the lists are. Others have their own for
  /// SOL_SOCKET, SOCK_DGRAM, TCGETS and O_NONBLOCK, and no list holds there.
  package static func holds(on architecture: Architecture) -> Bool {
    switch architecture {
    case .x86_64, .x86, .x32, .aarch64, .arm, .riscv64, .loongarch64, .s390x, .s390: true
    case .mips, .mipsel, .mips64, .mipsel64, .mips64n32, .mipsel64n32, .ppc, .ppc64, .ppc64le:
      false
    }
  }

  /// Whether an ABI passes the call's arguments in memory: `sys_old_mmap` of `arch/x86/entry/syscalls/syscall_32.tbl`
  /// and `arch/s390/kernel/syscalls/syscall.tbl`.
  package static func areInMemory(_ call: Syscall, on architecture: Architecture) -> Bool {
    call.name == "mmap" && [.x86, .s390, .s390x].contains(architecture)
  }

  /// `asm-generic/ioctl.h`: the driver that a request is of.
  package static let requestType: UInt64 = 0xff00
  /// Requests of terminals and sockets (`asm-generic/ioctls.h`, `linux/sockios.h`): the types `T` and 0x89 hold
  /// both ordinary and risky ones, and are never opened whole.
  package static let sharedRequestTypes: Set<UInt64> = [0x5400, 0x8900]
}
