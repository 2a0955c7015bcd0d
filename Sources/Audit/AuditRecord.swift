internal import Logs
internal import Observations
internal import Syscalls

/// When an event was, and its number: what all of its records share.
struct AuditEventID: Hashable {
  /// Since 1970; of interpreted records, whose dates are in some locale, a digest of the date.
  let milliseconds: UInt64
  /// Counted by the kernel from its start on.
  let serial: UInt64
}

/// One audit record: what it is of, and what it says, whichever rendering it stands in.
///
/// Each rendering fills it: raw and interpreted text, the journal's fields, laurel's and go-audit's objects.
struct AuditRecord {
  /// What tells the records of an event from those of others.
  struct ID: Equatable {
    /// A digest of `node=`; 0 without one.
    var node: UInt64 = 0
    /// `nil` in a journal's short form, which prints none.
    let stamp: AuditEventID?
    /// Whether names stand in place of numbers, as `ausearch --interpret` prints them.
    var isInterpreted = false
  }

  let kind: AuditRecordKind
  let id: ID

  // What the fields say. `nil` where the record lacks one, or was cut within it.

  /// `arch=`
  var architecture: Architecture?
  /// `syscall=`, on ``architecture``.
  var call: SyscallReference?
  /// Whether a SECCOMP record has no `arch=`, as before Linux 3.17, so that ``architecture`` is assumed.
  var isArchitectureAssumed = false
  /// `success=`
  var success: Bool?
  /// `exit=`
  var exit: Int64?
  /// `a0=` to `a3=`
  var registers = AuditRegisters()
  /// `pid=`
  var process: UInt32?
  /// `comm=` and `exe=`, where somebody asks for them.
  var command: ProgramText?
  var executable: ProgramText?
  /// What laurel tells of the container, where somebody asks.
  var container: ProgramText?
  /// `code=`: what a filter answered.
  var answer: FilterAnswer?
  /// `sig=`
  var signal: UInt32?
  /// What a CONFIG_CHANGE record changes.
  var change = ConfigurationChange()
  /// `lost=` of a DAEMON_ERR record.
  var lostEvents = 1
  /// Whether the record goes on to where its writer ended it.
  var isWhole = true

  var names: ProgramNames {
    ProgramNames(command: command, executable: executable, container: container)
  }

  init(_ kind: AuditRecordKind, _ id: ID) {
    self.kind = kind
    self.id = id
  }
}
