/// A call that stands before many: `socketcall` and `ipc`, whose argument 0 says which is meant.
///
/// C libraries mix the direct and the multiplexed form, and strace prints the sub-call for both.
package struct Multiplexer: Sendable {
  /// The call that the kernel sees.
  package let call: Syscall
  /// What argument 0 has to be, by the name of the call that is meant.
  private let numbers: [String: UInt64]
  /// libseccomp's stand-in number for a sub-call is this minus the sub-call's number
  /// (`__PNR_socket`, −101, and `__PNR_semop`, −201, in `seccomp-syscalls.h`).
  private let standInBase: Int32

  private init(_ name: String, _ numbers: [String: UInt64], standInBase: Int32) {
    guard let call = Syscall(name) else { preconditionFailure("the table of calls lacks \(name)") }
    self.call = call
    self.numbers = numbers
    self.standInBase = standInBase
  }

  /// Every one that there is.
  package static let all = [socketcall, ipc]

  /// `linux/net.h`: SYS_SOCKET is 1, SYS_SENDMMSG 20.
  package static let socketcall = Multiplexer(
    "socketcall",
    [
      "socket": 1, "bind": 2, "connect": 3, "listen": 4, "accept": 5, "getsockname": 6,
      "getpeername": 7, "socketpair": 8, "send": 9, "recv": 10, "sendto": 11, "recvfrom": 12,
      "shutdown": 13, "setsockopt": 14, "getsockopt": 15, "sendmsg": 16, "recvmsg": 17,
      "accept4": 18, "recvmmsg": 19, "sendmmsg": 20,
    ], standInBase: -100)

  /// `linux/ipc.h`: SEMOP is 1, SHMCTL 24.
  package static let ipc = Multiplexer(
    "ipc",
    [
      "semop": 1, "semget": 2, "semctl": 3, "semtimedop": 4, "msgsnd": 11, "msgrcv": 12,
      "msgget": 13, "msgctl": 14, "shmat": 21, "shmdt": 22, "shmget": 23, "shmctl": 24,
    ], standInBase: -200)

  /// ABIs that have both (`syscall.tbl` and its like of each architecture).
  package static let architectures = ArchitectureSet(of: [
    .x86, .s390, .s390x, .ppc, .ppc64, .ppc64le, .mips, .mipsel,
  ])

  /// Those on which C libraries take the multiplexer although the direct call may have a number
  /// (glibc's `socketcall.h`; musl's `syscall_arch.h` of i386).
  package static let architecturesOfLibraries = ArchitectureSet(of: [.x86, .s390, .s390x])
}

extension Multiplexer {
  /// The multiplexer whose own name this is.
  package init?(named name: some StringProtocol) {
    guard let match = Self.all.first(where: { $0.call.name == name }) else { return nil }
    self = match
  }

  /// The multiplexer before the call of this name.
  package init?(before name: String) {
    guard let match = Self.all.first(where: { $0.numbers[name] != nil }) else { return nil }
    self = match
  }

  /// The calls that it stands before, sorted.
  package var names: [String] { numbers.keys.sorted() }

  /// What argument 0 has to be for the call `name`; `nil` for one that is not made so.
  package func number(of name: String) -> UInt64? { numbers[name] }

  /// The call that `number` in argument 0 means; `nil` for none.
  package func name(of number: UInt64) -> String? {
    numbers.first { $0.value == number }?.key
  }

  /// The multiplexer and its first argument that make the call `name` on `architecture`; `nil` for a call,
  /// or an ABI, on which C libraries do not take it.
  package static func route(
    to name: String, on architecture: Architecture
  ) -> (multiplexer: Syscall, subcall: UInt64)? {
    guard architecturesOfLibraries.contains(architecture), let match = Self(before: name),
      let subcall = match.number(of: name)
    else { return nil }
    return (match.call, subcall)
  }

  /// The sub-call that libseccomp means by a stand-in number; `nil` for any other number.
  package static func subcall(
    ofStandIn number: Int32
  ) -> (multiplexer: Syscall, subcall: UInt64)? {
    for multiplexer in all where number < multiplexer.standInBase {
      let subcall = UInt64(multiplexer.standInBase - number)
      if multiplexer.name(of: subcall) != nil { return (multiplexer.call, subcall) }
    }
    return nil
  }
}
