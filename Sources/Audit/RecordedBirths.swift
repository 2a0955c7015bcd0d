internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// Holds the processes that calls made against those that the log tells of.
///
///     type=SYSCALL msg=audit(…): arch=c000003e syscall=57 success=yes exit=4712 … pid=4711 …
///
/// They are counted: a process of a container has another number in `exit=` than in `pid=`. One process at least
/// was made by nobody here, so that with one less than the log tells of, some calls of the rest are missing.
/// Threads do not count, for `pid=` is their process; nor do logs of filters, which tell of few calls.
struct RecordedBirths {
  /// Where they stand.
  private var births: [SourceLocation] = []
  private var hasFilter = false

  /// With more, numbers of processes may have come again, and nothing is certain.
  private static let limit = 1 << 14
  /// Lines in which a child may not have had its turn before the log ends.
  private static let linesOfBirth = 256

  /// Notes the SYSCALL record of a call that made a process.
  mutating func note(at place: SourceLocation) {
    if births.count <= Self.limit { births.append(place) }
  }

  /// Notes a SECCOMP record.
  mutating func noteFilter() { hasFilter = true }

  /// The log ends.
  mutating func finish(into recorder: inout ObservationBuilder) {
    guard !hasFilter, births.count <= Self.limit, recorder.selection.isEverything else { return }
    let end = recorder.place
    let early = births.filter { $0.file != end.file || $0.line + Self.linesOfBirth < end.line }
    let missing = early.count - (recorder.processesTold - 1)
    for place in early.prefix(max(0, missing)) { recorder.note(.untracedProcess, place: place) }
  }

  private static let thread = KernelConstants.shared.required("CLONE_THREAD")

  /// Whether a call that returned made a process and not a thread; `false` where that is not known.
  static func areMade(
    by call: SyscallReference, _ arguments: ArgumentValues, on architecture: Architecture
  ) -> Bool {
    guard let syscall = call.syscall, ProcessCalls.creating.contains(syscall) else { return false }
    // Without flags there is no thread; those of clone3 lie in memory.
    guard syscall.name.hasPrefix("clone") else { return true }
    return syscall.significantArguments(on: architecture).first
      .flatMap { arguments[$0.index] }.map { $0 & thread == 0 } ?? false
  }
}
