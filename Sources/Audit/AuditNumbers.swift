internal import Logs
internal import Syscalls

/// Turns an `arch=` token and a `syscall=` number into a call, quickly.
struct AuditNumbers {
  private var token: UInt32?
  /// Of the calls with the token, x32's aside.
  private var architecture: Architecture?

  /// `nil` for a token that names no architecture.
  mutating func call(token: UInt32, number: UInt32) -> (Architecture, SyscallReference)? {
    if token != self.token {
      self.token = token
      architecture = Architecture(auditToken: token, rawNumber: 0)
    }
    let isUsual = number & Architecture.x32Bit == 0
    return (isUsual ? architecture : Architecture(auditToken: token, rawNumber: number))
      .map { ($0, SyscallReference(rawNumber: number, on: $0)) }
  }
}
