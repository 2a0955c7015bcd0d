extension Multiplexer {
  /// The number of a call that is multiplexed too, where an ABI has both ways to it; `nil` for none.
  package static func directNumber(of name: String, on architecture: Architecture) -> UInt32? {
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
