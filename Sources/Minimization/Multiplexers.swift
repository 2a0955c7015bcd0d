internal import Observations
package import Syscalls

/// On some 32-bit ABIs one call stands before many: `socketcall` and `ipc` (i386, s390).
///
/// C libraries mix the direct and the multiplexed form, and strace prints the sub-call for both.
package enum Multiplexers {
  /// Sub-calls by their number: `linux/net.h`, SYS_SOCKET to SYS_SENDMMSG.
  private static let socketcalls = [
    "", "socket", "bind", "connect", "listen", "accept", "getsockname", "getpeername", "socketpair",
    "send", "recv", "sendto", "recvfrom", "shutdown", "setsockopt", "getsockopt", "sendmsg",
    "recvmsg", "accept4", "recvmmsg", "sendmmsg",
  ]

  /// Sub-calls by their number: `linux/ipc.h`.
  private static let ipcs: [String: UInt64] = [
    "semop": 1, "semget": 2, "semctl": 3, "semtimedop": 4, "msgsnd": 11, "msgrcv": 12,
    "msgget": 13, "msgctl": 14, "shmat": 21, "shmdt": 22, "shmget": 23, "shmctl": 24,
  ]

  /// ABIs on which C libraries take the multiplexer although the direct call may have a number.
  private static let architectures: Set<Architecture> = [.x86, .s390, .s390x]

  /// The multiplexer and its first argument that make the call `name` on `architecture`; `nil` for a
  /// call, or an ABI, that has none.
  package static func route(
    to name: String, on architecture: Architecture
  ) -> (multiplexer: Syscall, subcall: UInt64)? {
    guard architectures.contains(architecture) else { return nil }
    if let subcall = ipcs[name] { return Syscall("ipc").map { ($0, subcall) } }
    guard !name.isEmpty, let subcall = socketcalls.firstIndex(of: name) else { return nil }
    return Syscall("socketcall").map { ($0, UInt64(subcall)) }
  }

  /// The calls that `multiplexer` stands before; empty for any other call.
  package static func subcalls(of multiplexer: String) -> [String] {
    switch multiplexer {
    case "socketcall": Array(socketcalls.dropFirst())
    case "ipc": ipcs.keys.sorted()
    default: []
    }
  }

  /// The calls that must go along with an observed one, and the observed one.
  static func partners(of totals: [Observations.Total]) -> [(name: String, partner: String)] {
    var partners: [String: String] = [:]
    for (observation, _) in totals {
      guard architectures.contains(observation.key.architecture),
        let name = observation.key.call.syscall?.name
      else { continue }
      if name == "socketcall" {
        if let number = observation.key.arguments[0].flatMap({ Int(exactly: $0) }),
          socketcalls.indices.contains(number), number > 0
        {
          partners[socketcalls[number]] = name
        }
      } else if socketcalls.contains(name) {
        partners["socketcall"] = min(partners["socketcall"] ?? name, name)
      } else if ipcs[name] != nil {
        partners["ipc"] = min(partners["ipc"] ?? name, name)
      }
    }
    return partners.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
