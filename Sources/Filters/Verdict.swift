internal import Syscalls

/// What a filter answers to a call: `SECCOMP_RET_*` of `linux/seccomp.h`.
package enum Verdict: Hashable, Sendable {
  /// `SECCOMP_RET_ALLOW`: the call runs.
  case allow
  /// `SECCOMP_RET_LOG`: the call runs and is logged.
  case log
  /// `SECCOMP_RET_TRACE`: a tracer decides; without one the call fails with `ENOSYS`.
  case trace(UInt16)
  /// `SECCOMP_RET_USER_NOTIF`: a supervisor decides; without one the call fails with `ENOSYS`.
  case notify
  /// `SECCOMP_RET_ERRNO`: the call does not run and fails with this number, at most `Errno.maximum`;
  /// with 0 it seems to succeed.
  case errno(UInt16)
  /// `SECCOMP_RET_TRAP`: `SIGSYS`, this number in `si_errno`.
  case trap(UInt16)
  /// `SECCOMP_RET_KILL_THREAD`: the calling thread ends.
  case killThread
  /// `SECCOMP_RET_KILL_PROCESS`: the process ends.
  case killProcess

  /// The verdict that the kernel reads from what a filter returned.
  ///
  /// An action that no kernel knows kills the process (`__seccomp_filter`, `kernel/seccomp.c`). Data
  /// of actions that have none are lost.
  package init(returned value: UInt32) {
    let data = UInt16(truncatingIfNeeded: value)
    switch value & 0xffff_0000 {
    case 0x7fff_0000: self = .allow
    case 0x7ffc_0000: self = .log
    case 0x7ff0_0000: self = .trace(data)
    case 0x7fc0_0000: self = .notify
    case 0x0005_0000: self = .errno(min(data, Errno.maximum))
    case 0x0003_0000: self = .trap(data)
    case 0x0000_0000: self = .killThread
    default: self = .killProcess
    }
  }

  /// The value that a filter returns for this verdict; libseccomp's `SCMP_ACT_*` are the same.
  package var returnValue: UInt32 {
    switch self {
    case .allow: 0x7fff_0000
    case .log: 0x7ffc_0000
    case .trace(let data): 0x7ff0_0000 | UInt32(data)
    case .notify: 0x7fc0_0000
    case .errno(let number): 0x0005_0000 | UInt32(number)
    case .trap(let data): 0x0003_0000 | UInt32(data)
    case .killThread: 0x0000_0000
    case .killProcess: 0x8000_0000
    }
  }

  /// Rank in the kernel's precedence, 0 for ``allow`` to 7 for ``killProcess``: of two filters over
  /// one call the higher rank wins (`SECCOMP_RET_ACTION_FULL`, compared as a signed number).
  ///
  /// Verdicts of one rank may still differ in their number; that is a different answer, not a
  /// stricter one.
  package var strictness: Int {
    switch self {
    case .allow: 0
    case .log: 1
    case .trace: 2
    case .notify: 3
    case .errno: 4
    case .trap: 5
    case .killThread: 6
    case .killProcess: 7
    }
  }

  /// Whether the kernel runs the call on this verdict alone, without asking anyone.
  package var runsCall: Bool { self == .allow || self == .log }
}

extension Verdict: CustomStringConvertible {
  package var description: String {
    switch self {
    case .allow: "allow"
    case .log: "log"
    case .trace(let data): "trace \(data)"
    case .notify: "notify"
    case .errno(let number): "errno \(number)"
    case .trap(let data): "trap \(data)"
    case .killThread: "kill thread"
    case .killProcess: "kill process"
    }
  }
}
