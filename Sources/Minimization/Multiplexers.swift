internal import Observations
internal import Syscalls

/// On some 32-bit ABIs one call stands before many: `socketcall` and `ipc` (i386, s390).
///
/// C libraries mix the direct and the multiplexed form, and strace prints the sub-call for both.
enum Multiplexers {
  /// Sub-calls by their number: `linux/net.h`, SYS_SOCKET to SYS_SENDMMSG.
  private static let socketcalls = [
    "", "socket", "bind", "connect", "listen", "accept", "getsockname", "getpeername", "socketpair",
    "send", "recv", "sendto", "recvfrom", "shutdown", "setsockopt", "getsockopt", "sendmsg",
    "recvmsg", "accept4", "recvmmsg", "sendmmsg",
  ]

  private static let ipcs = [
    "msgctl", "msgget", "msgrcv", "msgsnd", "semctl", "semget", "semop", "semtimedop", "shmat",
    "shmctl", "shmdt", "shmget",
  ]

  /// The calls that must go along with an observed one, and the observed one.
  static func partners(of observations: Observations) -> [(name: String, partner: String)] {
    var partners: [String: String] = [:]
    for (observation, _) in observations.totals {
      guard [.x86, .s390, .s390x].contains(observation.key.architecture),
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
      } else if ipcs.contains(name) {
        partners["ipc"] = min(partners["ipc"] ?? name, name)
      }
    }
    return partners.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
