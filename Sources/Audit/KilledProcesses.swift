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

    /// Of how many deaths the call alone is known.
    var expected: Int { explained - max(places.count, inJournal.count) }
    var unexplained: ArraySlice<SourceLocation> {
      (places.count < inJournal.count ? inJournal : places).dropFirst(explained)
    }
  }

  /// After so many records, the deaths of which they tell are over.
  private static let limit = 1 << 16

  private var deaths: [Process: Deaths] = [:]
  /// Those that were read, to know a second copy of a record.
  private var events: Set<AuditEventID> = []
  private var recordCount = 0

  /// Notes a SECCOMP record of a call that its process was to die for.
  mutating func noteCall(_ record: AuditRecord, into recorder: inout ObservationBuilder) {
    guard record.answer?.endsProcess ?? false || record.signal == Self.signal else { return }
    // Before a death rather than between two records of one.
    if recordCount >= Self.limit { forget(into: &recorder) }
    recordCount += 1
    deaths[process(record), default: Deaths()].explained += 1
  }

  /// Notes an ANOM_ABEND record.
  mutating func noteEnd(
    _ record: AuditRecord, from origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    guard record.signal == Self.signal else { return }
    if recordCount >= 2 * Self.limit { forget(into: &recorder) }
    recordCount += 1
    let place = recorder.place
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

  /// Reports the deaths so far, and keeps only the processes that are yet to die.
  private mutating func forget(into recorder: inout ObservationBuilder) {
    let expected = deaths.mapValues(\.expected).filter { $0.value > 0 }
    finish(into: &recorder)
    // With more, they will not: the log leaves the ends of processes out.
    if expected.count <= Self.limit / 2 {
      deaths = expected.mapValues { Deaths(explained: $0) }
    }
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    for place in deaths.values.flatMap(\.unexplained).sorted() {
      recorder.note(.killedCall, place: place)
    }
    deaths = [:]
    events = []
    recordCount = 0
  }
}
