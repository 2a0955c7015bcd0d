internal import Logs
internal import Syscalls

/// Turns an `arch=` token and a `syscall=` number into a call, quickly.
struct AuditNumbers {
  private static let cachedNumbers = 1024

  private var token: UInt32?
  /// Of the calls with the cached token, x32's aside.
  private var architecture: Architecture?
  private var calls: [SyscallReference?] = .init(repeating: nil, count: cachedNumbers)

  /// `nil` for a token that names no architecture.
  mutating func call(token: UInt32, number: UInt32) -> (Architecture, SyscallReference)? {
    guard number < Self.cachedNumbers else {
      guard let architecture = Architecture(auditToken: token, rawNumber: number) else {
        return nil
      }
      return (architecture, SyscallReference(rawNumber: number, on: architecture))
    }
    if token != self.token {
      self.token = token
      architecture = Architecture(auditToken: token, rawNumber: 0)
      for index in calls.indices { calls[index] = nil }
    }
    guard let architecture else { return nil }
    if let call = calls[Int(number)] { return (architecture, call) }
    let call = SyscallReference(number: number, on: architecture)
    calls[Int(number)] = call
    return (architecture, call)
  }
}
