package import Syscalls

/// What a filter does with a call: one of the nine actions of a seccomp profile.
package enum Action: Hashable, Sendable {
  /// `SCMP_ACT_ALLOW`
  case allow
  /// `SCMP_ACT_LOG`: runs the call and writes an audit record.
  case log
  /// `SCMP_ACT_NOTIFY`: asks a listening process.
  case notify
  /// `SCMP_ACT_TRACE`: asks a tracer, who is told the number.
  case trace(Errno)
  /// `SCMP_ACT_ERRNO`
  case errno(Errno)
  /// `SCMP_ACT_TRAP`: sends SIGSYS.
  case trap
  /// `SCMP_ACT_KILL`, the old spelling of ``killThread``.
  case kill
  /// `SCMP_ACT_KILL_THREAD`
  case killThread
  /// `SCMP_ACT_KILL_PROCESS`
  case killProcess
}

extension Action {
  /// The nine names, in the order in which messages list them.
  package static let scmpNames = [
    "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS",
    "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP",
  ]

  /// The action that a profile calls `scmpName`; `nil` for no such name.
  ///
  /// `errnoRet`: read by `SCMP_ACT_ERRNO` and `SCMP_ACT_TRACE` alone, where runc and crun
  ///   take EPERM in its absence.
  package init?(scmpName: String, errnoRet: Errno? = nil) {
    switch scmpName {
    case "SCMP_ACT_ALLOW": self = .allow
    case "SCMP_ACT_ERRNO": self = .errno(errnoRet ?? .EPERM)
    case "SCMP_ACT_KILL": self = .kill
    case "SCMP_ACT_KILL_PROCESS": self = .killProcess
    case "SCMP_ACT_KILL_THREAD": self = .killThread
    case "SCMP_ACT_LOG": self = .log
    case "SCMP_ACT_NOTIFY": self = .notify
    case "SCMP_ACT_TRACE": self = .trace(errnoRet ?? .EPERM)
    case "SCMP_ACT_TRAP": self = .trap
    default: return nil
    }
  }

  /// `SCMP_ACT_ERRNO`, as profiles write it.
  package var scmpName: String {
    switch self {
    case .allow: "SCMP_ACT_ALLOW"
    case .log: "SCMP_ACT_LOG"
    case .notify: "SCMP_ACT_NOTIFY"
    case .trace: "SCMP_ACT_TRACE"
    case .errno: "SCMP_ACT_ERRNO"
    case .trap: "SCMP_ACT_TRAP"
    case .kill: "SCMP_ACT_KILL"
    case .killThread: "SCMP_ACT_KILL_THREAD"
    case .killProcess: "SCMP_ACT_KILL_PROCESS"
    }
  }

  /// The number that `SCMP_ACT_ERRNO` answers with, or `SCMP_ACT_TRACE` hands on.
  package var errnoRet: Errno? {
    switch self {
    case .errno(let errnoRet), .trace(let errnoRet): errnoRet
    default: nil
    }
  }

  /// The same action under one name: libseccomp's `SCMP_ACT_KILL` is `SCMP_ACT_KILL_THREAD`.
  package var canonical: Action { self == .kill ? .killThread : self }

  /// Whether the call runs, whatever else happens.
  package var runs: Bool { self == .allow || self == .log }

  /// Whether the call may run: because it does, or because somebody else is asked.
  package var mayRun: Bool {
    switch self {
    case .allow, .log, .notify, .trace: true
    case .errno, .trap, .kill, .killThread, .killProcess: false
    }
  }
}

extension Action: CustomStringConvertible {
  /// `SCMP_ACT_ERRNO(38)`, `SCMP_ACT_ALLOW`.
  package var description: String {
    errnoRet.map { "\(scmpName)(\($0.rawValue))" } ?? scmpName
  }
}
