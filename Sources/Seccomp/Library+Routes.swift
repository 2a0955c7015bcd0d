package import Syscalls

extension Library {
  /// A number by which a call is made.
  package struct Route: Hashable, Sendable {
    /// For x32 with `Architecture.x32Bit`.
    package let rawNumber: UInt32
    /// For a multiplexer's number, what its argument 0 has to be.
    package let subcall: UInt64?
  }

  /// The numbers that libseccomp makes a rule about this call for, in its order.
  ///
  /// On ABIs with `socketcall` and `ipc` it gives calls that these stand before stand-in numbers,
  /// −101 and on and −201 and on, and makes a rule about the multiplexer and another one about the
  /// direct call where there is one (`x86_rule_add`, `src/arch-x86.c`, and its like). None for
  /// names that it does not know and calls that the architecture lacks.
  package static func routes(to name: String, on architecture: Architecture) -> [Route] {
    let number = resolve(name, token: architecture.libraryToken)
    if number >= 0 { return [Route(rawNumber: UInt32(number), subcall: nil)] }
    guard multiplexing.contains(architecture) else { return [] }
    let multiplexer: String
    switch number {
    case -120 ... -101: multiplexer = "socketcall"
    case -224 ... -201: multiplexer = "ipc"
    default: return []
    }
    var routes: [Route] = []
    if let rawNumber = rawNumber(of: multiplexer, on: architecture) {
      routes.append(Route(rawNumber: rawNumber, subcall: UInt64(-number % 100)))
    }
    if let direct = directNumber(of: name, on: architecture) {
      routes.append(Route(rawNumber: direct, subcall: nil))
    }
    return routes
  }

  private static let multiplexing: Set<Architecture> = [
    .x86, .s390, .s390x, .ppc, .ppc64, .ppc64le, .mips, .mipsel,
  ]

  /// The number of a call that is multiplexed too; libseccomp tells none to who asks by name.
  private static func directNumber(of name: String, on architecture: Architecture) -> UInt32? {
    switch architecture {
    case .ppc:
      // As on ppc64, where semtimedop alone is for 64 bits only.
      name == "semtimedop" ? nil : Syscall(name)?.rawNumber(on: .ppc64)
    case .mips, .mipsel:
      directOnMIPS[name]
    default:
      Syscall(name)?.rawNumber(on: architecture)
    }
  }

  /// `arch/mips/kernel/syscalls/syscall_o32.tbl`.
  private static let directOnMIPS: [String: UInt32] = {
    let sockets = [
      "accept", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recv",
      "recvfrom", "recvmsg", "send", "sendmsg", "sendto", "setsockopt", "shutdown", "socket",
      "socketpair",
    ]
    let ipcs = [
      "semget", "semctl", "shmget", "shmctl", "shmat", "shmdt", "msgget", "msgsnd", "msgrcv",
      "msgctl",
    ]
    var numbers: [String: UInt32] = ["accept4": 4334, "recvmmsg": 4335, "sendmmsg": 4343]
    for (offset, name) in sockets.enumerated() { numbers[name] = 4168 + UInt32(offset) }
    for (offset, name) in ipcs.enumerated() { numbers[name] = 4393 + UInt32(offset) }
    return numbers
  }()
}
