internal import Findings
internal import Logs
internal import Observations

/// Tells which processes died of SIGSYS without a record of the call that they died at.
///
///     type=ANOM_ABEND msg=audit(1700000001.500:60): … pid=5001 comm="mkdir" exe="/bin/busybox" sig=31 res=1
///
/// A filter that kills always logs (`kernel/seccomp.c`), before the signal does; one that traps does where
/// it is asked to. Either record stands for the death of its process.
struct KilledProcesses {
  /// Of SIGSYS where Docker runs (`asm-generic/signal.h`, `asm/signal.h` of x86).
  static let signal: UInt32 = 31

  private struct Process: Hashable {
    let node: UInt64
    let number: UInt32
  }

  private struct Deaths {
    /// In the order of the log; of a journal apart, which may repeat what the kernel says.
    var places: [SourceLocation] = []
    var inJournal: [SourceLocation] = []
    var explained = 0

    var unexplained: ArraySlice<SourceLocation> {
      (places.count < inJournal.count ? inJournal : places).dropFirst(explained)
    }
  }

  private var deaths: [Process: Deaths] = [:]
  /// Those that were read, to know a second copy of a record.
  private var events: Set<AuditEventID> = []

  /// Notes a SECCOMP record of a call that its process was to die for.
  mutating func noteCall(_ record: AuditRecord) {
    guard record.answer?.endsProcess ?? false || record.signal == Self.signal else { return }
    deaths[process(record), default: Deaths()].explained += 1
  }

  /// Notes an ANOM_ABEND record.
  mutating func noteEnd(
    _ record: AuditRecord, from origin: LogLineHeader.Carrier, at place: SourceLocation
  ) {
    guard record.signal == Self.signal else { return }
    if let stamp = record.id.stamp, !events.insert(stamp).inserted { return }
    if origin == .journal {
      deaths[process(record), default: Deaths()].inJournal.append(place)
    } else {
      deaths[process(record), default: Deaths()].places.append(place)
    }
  }

  private func process(_ record: AuditRecord) -> Process {
    Process(node: record.id.node, number: record.process ?? 0)
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    for place in deaths.values.flatMap(\.unexplained).sorted() {
      recorder.note(.killedCall, place: place)
    }
    deaths = [:]
    events = []
  }
}
