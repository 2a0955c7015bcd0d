internal import Observations
internal import Syscalls

/// Enters the calls of audit records, each once, however many records tell of it.
struct AuditCalls {
  private var entries = SeccompEntries()
  private var records = RecentRecords()
  private var renderings = Renderings()
  private var stops = RecordingStops()

  /// Whether `comm=` of coming calls is wanted.
  var wantsCommand: Bool { stops.isOpen }

  /// - Parameter place: where the record stands.
  mutating func add(
    _ call: AuditCall, head: AuditHead?, origin: AuditEnvelope.Origin, place: Place,
    into recorder: inout Recorder
  ) {
    guard call.isSelected else {
      recorder.note(.otherProcess, place: place)
      return
    }
    let node = head?.node ?? 0
    if let stamp = head?.stamp, records.isRepeated(call, stamp: stamp, node: node) {
      recorder.note(.repeatedRecord, place: place)
      return
    }
    if renderings.isRepeated(call, origin: origin) {
      recorder.note(.repeatedRecord, place: place)
      return
    }
    stops.note(call, head: head, into: &recorder)
    if let process = call.process { recorder.note(process: process) }
    switch call.source {
    case .entry:
      entries.add(call, node: node, into: &recorder, place: place)
    case .refusal:
      enter(call, place: place, into: &recorder)
    case .entryAndReturn:
      if let entry = entries.remove(call, node: node) {
        recorder.note(.repeatedRecord, place: place)
        enter(call, place: entry, into: &recorder)
      } else {
        enter(call, place: place, into: &recorder)
      }
    }
  }

  private func enter(_ call: AuditCall, place: Place, into recorder: inout Recorder) {
    let slot = recorder.enter(
      call.call, on: call.architecture, arguments: call.arguments, place: place)
    recorder.conclude(slot, call.outcome)
  }

  /// The recording is switched off.
  mutating func stop(_ kind: RecordingStops.Kind, head: AuditHead?, at place: Place) {
    stops.begin(kind, head: head, at: place)
  }

  mutating func finish(into recorder: inout Recorder) {
    entries.enterAll(into: &recorder)
  }
}
