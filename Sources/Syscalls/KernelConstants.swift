internal import CKernel

/// Values of the names that logs print for numbers, as the kernel's headers define them.
///
/// Compiled in from C for the machine's own architecture. The families and flags of
/// ``Syscall/significantArguments(on:)`` have the same values on x86-64, arm64 and riscv64; mips
/// numbers its socket types and errnos in its own way, and logs of it are best recorded with
/// `strace -X raw`.
package struct KernelConstants: Sendable {
  /// Those of the headers that whittle was built with.
  package static let shared = KernelConstants()

  private let values: [String: UInt64]
  private let errnoNames: [UInt16: String]
  private let namesByValue: [UInt64: [String]]

  private init() {
    var values: [String: UInt64] = [:]
    var errnoNames: [UInt16: String] = [:]
    // SAFETY: the table is a static array of the stated length, its names static strings.
    let table = unsafe UnsafeBufferPointer(
      start: kernel_constants(), count: kernel_constants_count())
    for index in 0..<kernel_constants_count() {
      let constant = unsafe table[index]
      let name = unsafe String(cString: constant.name)
      let value = unsafe constant.value
      values[name] = value
      if Self.isErrorName(name), errnoNames[UInt16(value)] == nil || Self.isPreferred(name) {
        errnoNames[UInt16(value)] = name
      }
    }
    self.values = values
    namesByValue = Dictionary(grouping: values.keys) { values[$0]! }
    self.errnoNames = errnoNames
  }

  /// The number that `name` stands for, such as 2 for `AF_INET`; `nil` for a name not known here.
  package func value(of name: String) -> UInt64? { values[name] ?? RequestNames.values[name] }

  /// All names that stand for `value`, in no order.
  func names(of value: UInt64) -> [String] { namesByValue[value] ?? [] }

  /// The number of ``Errno/init(named:)``.
  package func errno(named name: String) -> UInt16? {
    if Self.isErrorName(name), let value = values[name] { return UInt16(value) }
    guard name.first == "E", let number = UInt16(name.dropFirst()), number <= Errno.maximum else {
      return nil
    }
    return number
  }

  /// Every name of an errno, in no order.
  package var errnos: [(name: String, value: UInt16)] {
    values.filter { Self.isErrorName($0.key) }.map { ($0.key, UInt16($0.value)) }
  }

  /// `SIGTERM` for 15; `nil` for a number without a name. Of two names the older one.
  package func name(ofSignal signal: Int32) -> String? {
    guard let value = UInt64(exactly: signal) else { return nil }
    let newer: Set = ["SIGIOT", "SIGCLD", "SIGPOLL", "SIGUNUSED"]
    return names(of: value).filter { name in
      name.hasPrefix("SIG") && !name.contains("_") && !newer.contains(name)
    }.min()
  }

  /// `ENOSYS` for 38; `E123` for a number without a name.
  package func name(ofErrno errno: UInt16) -> String { errnoNames[errno] ?? "E\(errno)" }

  private static func isErrorName(_ name: String) -> Bool {
    name.first == "E" && !name.contains("_")
  }

  /// Of two names for one number, the one that `strerrorname_np` gives.
  private static func isPreferred(_ name: String) -> Bool {
    name == "EAGAIN" || name == "EDEADLK" || name == "EOPNOTSUPP"
  }
}
