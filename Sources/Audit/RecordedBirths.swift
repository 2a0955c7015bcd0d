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
  private struct Birth {
    let child: UInt32
    let node: UInt64
    let place: SourceLocation
  }

  /// Of each child one, in their order.
  private var births: [Birth] = []
  private var children: Set<UInt64> = []
  private var hasFilter = false

  /// With more, numbers have come again, and nothing is certain.
  private static let limit = 1 << 14
  /// Lines in which a child may not have had its turn before the log ends.
  private static let linesOfBirth = 256

  /// Notes the SYSCALL record of a call that made a process.
  mutating func note(child: UInt32, node: UInt64, at place: SourceLocation) {
    guard births.count <= Self.limit, children.insert(node ^ UInt64(child)).inserted else { return }
    births.append(Birth(child: child, node: node, place: place))
  }

  /// Notes a SECCOMP record.
  mutating func noteFilter() { hasFilter = true }

  /// The log ends.
  mutating func finish(into recorder: inout ObservationBuilder) {
    guard !hasFilter, births.count <= Self.limit, recorder.selection.isEverything else { return }
    let end = recorder.place
    let early = births.filter {
      $0.place.file != end.file || $0.place.line + Self.linesOfBirth < end.line
    }
    let missing = early.count - (recorder.processesTold - 1)
    guard missing > 0 else { return }
    let strangers = early.filter { !recorder.tellsOf(process: $0.child) }
    let known = early.filter { recorder.tellsOf(process: $0.child) }
    for birth in (strangers + known).prefix(missing) {
      recorder.note(.untracedProcess, place: birth.place)
    }
  }
}

extension SyscallReference {
  /// Whether a call with these arguments makes a process and not a thread; `false` where that is not known.
  func makesProcess(_ arguments: ArgumentValues, on architecture: Architecture) -> Bool {
    switch syscall?.name {
    case "fork", "vfork": return true
    case "clone":
      // `CLONE_THREAD`, linux/sched.h
      return syscall?.significantArguments(on: architecture).first
        .flatMap { arguments[$0.index] }.map { $0 & 0x1_0000 == 0 } ?? false
    default: return false
    }
  }
}
