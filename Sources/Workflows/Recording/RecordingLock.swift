internal import Glibc
internal import SystemPackage

/// One recording of a container at a time: containerd has room for one strace, and audit records do not tell whose
/// they are.
enum RecordingLock {
  private static let path = "/run/lock/whittle-record"
  private static let seconds = 600

  /// Waits for it; it is held until this program ends. No child inherits it.
  static func take(
    unless interruption: inout Interruption, note: Note
  ) throws(WorkflowError) {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch {
      throw .cannot("\(path): error: cannot be written: \(error)")
    }
    var rounds = 0
    while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
      if rounds == 0 { note("record: note: another recording is running; waiting for its end") }
      rounds += 1
      if interruption.isThere() { throw .cannot("record: error: ended before it had begun") }
      guard rounds < seconds * 50 else {
        throw .cannot("record: error: another recording is running: wait for it to end")
      }
    }
  }
}
