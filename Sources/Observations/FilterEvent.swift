package import Findings
package import Syscalls

/// What a seccomp filter answered to a call, as a record tells it (`linux/seccomp.h`).
package enum FilterAnswer: String, CaseIterable, Sendable {
  /// `SECCOMP_RET_ERRNO`: the call did not run and gave an error; records do not tell which.
  case errno
  /// `SECCOMP_RET_TRAP`: the call did not run, and the process got SIGSYS.
  case trap
  /// `SECCOMP_RET_KILL_THREAD` and `SECCOMP_RET_KILL_PROCESS`: the call did not run.
  case kill
  /// `SECCOMP_RET_LOG`: the call ran and was logged.
  case log
  /// `SECCOMP_RET_TRACE`: a tracer decided.
  case trace
  /// `SECCOMP_RET_USER_NOTIF`: a supervisor decided.
  case notify
  /// An answer that whittle does not know.
  case other

  /// The answer that `code=` of a record tells. Kernels before 4.14 had no `LOG`, and printed `code=0x0`
  /// of calls that they killed for.
  package init(code: UInt32) {
    self =
      switch code & 0xffff_0000 {
      case 0x0000_0000, 0x8000_0000: .kill
      case 0x0003_0000: .trap
      case 0x0005_0000: .errno
      case 0x7fc0_0000: .notify
      case 0x7ff0_0000: .trace
      case 0x7ffc_0000: .log
      default: .other
      }
  }

  /// Whether the filter kept the call from running; else it ran, or may have.
  package var isRefusal: Bool { endsProcess || self == .errno }

  /// Whether SIGSYS ends the process, unless a handler takes it.
  package var endsProcess: Bool { self == .kill || self == .trap }
}

/// A record of a filter that answered a call otherwise than by letting it run in silence.
package struct FilterEvent: Hashable, Sendable {
  /// What it said.
  package let answer: FilterAnswer
  /// What was called.
  package let call: SyscallReference
  /// The ABI that the call was made on.
  package let architecture: Architecture
  /// The number of the process; `nil` where the record does not tell.
  package let process: UInt32?
  /// The name of the process, and its program; not escaped. `nil` where the record does not tell.
  package let command: String?
  /// The path of its program, likewise.
  package let executable: String?
  /// Where the record stands.
  package let place: SourceLocation

  /// A record that tells all this.
  package init(
    _ answer: FilterAnswer, to call: SyscallReference, on architecture: Architecture,
    process: UInt32?, command: String?, executable: String?, at place: SourceLocation
  ) {
    self.answer = answer
    self.call = call
    self.architecture = architecture
    self.process = process
    self.command = command
    self.executable = executable
    self.place = place
  }
}

/// Records of filters that tell the same: of one process by its names, one call and one answer.
package struct FilterEventGroup: Sendable {
  /// The first of them.
  package let first: FilterEvent
  /// The container that the process was in; `nil` where it is not known.
  package let container: String?
  /// How many there are.
  package var count: Int

  /// Records like the first one.
  package init(_ first: FilterEvent, in container: String?, count: Int = 1) {
    self.first = first
    self.container = container
    self.count = count
  }
}
