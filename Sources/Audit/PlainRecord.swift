internal import Logs

/// What one line of an audit log tells by itself, if it is plain: a record of auditd's own file, whole,
/// with the fields in the kernel's order. Of any other line, no more than where it ends.
struct PlainRecord {
  enum Kind: UInt8 {
    case other
    /// A record beside a call's own, which tells no call.
    case companion
    /// A SYSCALL record: ``AuditCall/Source/entryAndReturn``.
    case returned
    /// A SECCOMP record of a call that ran: ``AuditCall/Source/entry``.
    case entered
  }

  /// The offset of the line's end in its block.
  var end: UInt32 = 0
  var process: UInt32 = 0
  var stamp = AuditEventID(milliseconds: 0, serial: 0)
  /// What was called, as ``CallSignatures`` numbers it.
  var variant: UInt16 = 0
  var ending = PlainEnding.unknown
  var kind = Kind.other
}

/// What a record calls its program, by offsets in its block.
struct RecordNames {
  let command: ProgramText?
  let executable: ProgramText?

  func moved(by offset: Int) -> Self {
    Self(command: command?.moved(by: offset), executable: executable?.moved(by: offset))
  }
}
