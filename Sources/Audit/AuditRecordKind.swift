internal import Logs

/// What the type of an audit record means to a reader of calls.
enum AuditRecordKind {
  /// A call that returned (`AUDIT_SYSCALL`, 1300).
  case syscall
  /// A call that a seccomp filter logged at its entry (`AUDIT_SECCOMP`, 1326).
  case seccomp
  /// `CONFIG_CHANGE`: rules come and go, auditing is switched on and off.
  case configChange
  /// The audit daemon ends, has no room to write, says what it lost, or begins a new file.
  case daemonEnd, daemonAbort, daemonError, daemonRotate
  /// Another of the daemon's own records; their serial numbers are not the kernel's.
  case daemon
  /// A signal ended a process whose memory may then be dumped (`AUDIT_ANOM_ABEND`, 1701).
  case abnormalEnd
  /// What the kernel tells of a call beside its own record: paths, argv, addresses. No call of its
  /// own, and no text with blanks in it.
  case companion
  /// What has companions and is no system call: an operation of an io_uring (`URINGOP`), and a link that was not
  /// followed (`ANOM_LINK`, with its path before Linux 4.18).
  case otherEvent
  /// Everything else: logins, services, labels, what programs with `CAP_AUDIT_WRITE` say.
  case other

  /// Whether a second record found in the text of this one means that two lines ran together.
  ///
  /// A program may send any text as a `USER` record: `msg='type=SYSCALL msg=audit(…'` is a forgery.
  var holdsNoFreeText: Bool { self == .syscall || self == .seccomp || self == .companion }

  /// Whether companions may be of it.
  var hasCompanions: Bool { self == .syscall || self == .seccomp || self == .otherEvent }

  var isDaemon: Bool {
    switch self {
    case .daemonEnd, .daemonAbort, .daemonError, .daemonRotate, .daemon: true
    case .syscall, .seccomp, .configChange, .abnormalEnd, .companion, .otherEvent, .other: false
    }
  }

  /// The type that stands at `range`: a name, a number (`type=1326`, as the kernel prints it), or a
  /// number that the writer had no name for (`UNKNOWN[1336]`); `nil` for no type's form.
  init?(in line: Span<UInt8>, at range: Range<Int>) {
    let start = range.lowerBound
    guard let first = range.first else { return nil }
    if line[first].isDigit {
      guard let (number, end) = line.decimal(at: start), end == range.upperBound else { return nil }
      self.init(number: number)
    } else if line.hasPrefix("UNKNOWN[", at: start) {
      guard let (number, end) = line.decimal(at: start + 8), end + 1 == range.upperBound,
        line[end] == UInt8(ascii: "]")
      else { return nil }
      self.init(number: number)
    } else {
      self.init(name: line, at: range)
    }
  }

  private init?(name line: Span<UInt8>, at range: Range<Int>) {
    if line.equals("SYSCALL", at: range) {
      self = .syscall
    } else if line.equals("SECCOMP", at: range) {
      self = .seccomp
    } else if line.equals("CONFIG_CHANGE", at: range) {
      self = .configChange
    } else if line.equals("ANOM_ABEND", at: range) {
      self = .abnormalEnd
    } else if line.equals("URINGOP", at: range) || line.equals("ANOM_LINK", at: range) {
      self = .otherEvent
    } else if line.hasPrefix("DAEMON_", at: range.lowerBound) {
      self.init(daemon: line, at: range)
    } else {
      for position in range {
        guard
          (line[position].isLetter && line[position] & 0x20 == 0) || line[position].isDigit
            || line[position] == UInt8(ascii: "_")
        else { return nil }
      }
      self = Self.companions.contains { line.equals($0, at: range) } ? .companion : .other
    }
  }

  private init(daemon line: Span<UInt8>, at range: Range<Int>) {
    if line.equals("DAEMON_END", at: range) {
      self = .daemonEnd
    } else if line.equals("DAEMON_ABORT", at: range) {
      self = .daemonAbort
    } else if line.equals("DAEMON_ERR", at: range) {
      self = .daemonError
    } else if line.equals("DAEMON_ROTATE", at: range) {
      self = .daemonRotate
    } else {
      self = .daemon
    }
  }

  /// `linux/audit.h` and libaudit's `audit-records.h`.
  init(number: UInt64) {
    switch number {
    case 1300: self = .syscall
    case 1326: self = .seccomp
    case 1305: self = .configChange
    case 1701: self = .abnormalEnd
    case 1201: self = .daemonEnd
    case 1202: self = .daemonAbort
    case 1205: self = .daemonRotate
    case 1209: self = .daemonError
    case 1200...1299: self = .daemon
    case 1336, 1702: self = .otherEvent
    case 1302...1304, 1306, 1307, 1309, 1311...1315, 1317, 1318, 1320...1323, 1327, 1337:
      self = .companion
    default: self = .other
    }
  }

  /// The names of the types that are ``companion``.
  private static let companions: [StaticString] = [
    "CWD", "EOE", "IPC", "PATH", "MMAP", "EXECVE", "CAPSET", "OBJ_PID", "OPENAT2", "FD_PAIR",
    "MQ_OPEN", "SOCKADDR", "MQ_NOTIFY", "PROCTITLE", "SOCKETCALL", "BPRM_FCAPS", "IPC_SET_PERM",
    "MQ_SENDRECV", "MQ_GETSETATTR",
  ]
}
