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

  /// Each of these is made when it is first asked for.
  private var values: [String: UInt64] { Self.values }

  private static let values: [String: UInt64] = {
    var values: [String: UInt64] = [:]
    values.reserveCapacity(kernel_constants_count())
    forEachConstant { name, value in values[name] = value }
    return values
  }()

  private static let namesByValue = Dictionary(grouping: values.keys) { values[$0] ?? 0 }

  /// Names of errnos with their numbers, in the order of the headers.
  private static let errorNames: [(name: String, value: UInt16)] = {
    var names: [(name: String, value: UInt16)] = []
    forEachConstant(beginningWith: UInt8(ascii: "E")) { name, value in
      if isErrorName(name) { names.append((name, UInt16(value))) }
    }
    return names
  }()

  private static let errnoNames: [UInt16: String] = {
    var names: [UInt16: String] = [:]
    for (name, value) in errorNames where names[value] == nil || isPreferred(name) {
      names[value] = name
    }
    return names
  }()

  private static let errnosByName = Dictionary(
    errorNames.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })

  private init() {}

  /// - Parameter letter: the first one of the names that are wanted; `nil` for all names.
  private static func forEachConstant(
    beginningWith letter: UInt8? = nil, _ body: (_ name: String, _ value: UInt64) -> Void
  ) {
    // SAFETY: the table is a static array of the stated length, its names static strings.
    let table = unsafe UnsafeBufferPointer(
      start: kernel_constants(), count: kernel_constants_count())
    for index in 0..<kernel_constants_count() {
      let constant = unsafe table[index]
      if let letter, unsafe UInt8(bitPattern: constant.name.pointee) != letter { continue }
      unsafe body(String(cString: constant.name), constant.value)
    }
  }

  /// The number that `name` stands for, such as 2 for `AF_INET`; `nil` for a name not known here.
  package func value(of name: String) -> UInt64? { values[name] ?? RequestNames.values[name] }

  /// The value of a name, or of several joined by `|`, that a table of whittle's own holds.
  package func required(_ names: String) -> UInt64 {
    names.split(separator: "|").reduce(0) { sum, name in
      guard let value = value(of: String(name)) else {
        preconditionFailure("a table has a name that no header has: \(name)")
      }
      return sum | value
    }
  }

  /// All names that stand for `value`, in no order.
  func names(of value: UInt64) -> [String] { Self.namesByValue[value] ?? [] }

  /// The number of ``Errno/init(named:)``.
  package func errno(named name: String) -> UInt16? {
    if let value = Self.errnosByName[name] { return value }
    guard name.first == "E", let number = UInt16(name.dropFirst()), number <= Errno.maximum else {
      return nil
    }
    return number
  }

  /// Every name of an errno, in no order.
  package var errnos: [(name: String, value: UInt16)] {
    Self.errnosByName.map { ($0.key, $0.value) }
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
  package func name(ofErrno errno: UInt16) -> String { Self.errnoNames[errno] ?? "E\(errno)" }

  private static func isErrorName(_ name: String) -> Bool {
    name.first == "E" && !name.contains("_")
  }

  /// Of two names for one number, the one that `strerrorname_np` gives.
  private static func isPreferred(_ name: String) -> Bool {
    name == "EAGAIN" || name == "EDEADLK" || name == "EOPNOTSUPP"
  }
}
