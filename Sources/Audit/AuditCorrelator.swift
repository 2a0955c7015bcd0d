internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// Enters the calls of audit records, each once, however many records tell of it.
struct AuditCorrelator {
  var entries = PendingSeccompRecords()
  var records = RecentRecords()
  private var renderings = JournalDuplicates()
  var stops = RecordingStops()
  var starts = ProgramStarts()
  var births = RecordedBirths()
  /// By the number of their variant, the calls of plain records.
  var plain: [PlainMeaning] = []
  /// Some of the processes that the recorder was told of, by the lowest bits of their numbers.
  var noted = [UInt32?](repeating: nil, count: 256)

  /// Whether `comm=` of coming calls is wanted, which plain records do not tell.
  var wantsCommand: Bool { stops.isOpen }

  /// - Parameter place: where the record stands.
  /// - Returns: whether the record tells what none before it told.
  @discardableResult
  mutating func add(
    _ call: AuditCall, id: AuditRecord.ID, origin: LogLineHeader.Carrier, place: SourceLocation,
    into recorder: inout ObservationBuilder
  ) -> Bool {
    guard call.isSelected else {
      recorder.note(.otherProcess, place: place)
      return false
    }
    let node = id.node
    if let stamp = id.stamp, records.isRepeated(call, stamp: stamp, node: node) {
      recorder.note(.repeatedRecord, place: place)
      return false
    }
    if renderings.isRepeated(call, origin: origin) {
      recorder.note(.repeatedRecord, place: place)
      return false
    }
    stops.note(call, id: id, into: &recorder)
    if let process = call.process { recorder.note(process: process) }
    if call.source == .entryAndReturn {
      let role = ProgramStarts.Role(call.call)
      starts.noteCall(role, process: call.process ?? 0, node: node)
      if role == .execution, call.outcome == .returned {
        starts.noteExecution(process: call.process ?? 0, node: node, at: place)
      }
      if let ended = call.collected { starts.noteEnd(of: ended, node: node) }
      if call.makesProcess { births.note(at: place) }
    } else {
      births.noteFilter()
      if starts.isWaiting { starts.noteFilter(process: call.process ?? 0, node: node) }
    }
    switch call.source {
    case .entry:
      entries.add(
        entries.meaning(of: call.call, on: call.architecture), process: call.process ?? 0,
        node: node, file: place.file, line: place.line, into: &recorder)
    case .refusal:
      enter(call, place: place, into: &recorder)
    case .entryAndReturn:
      if !entries.isEmpty,
        let entry = entries.remove(
          entries.meaning(of: call.call, on: call.architecture), process: call.process ?? 0,
          node: node)
      {
        recorder.note(.repeatedRecord, place: place)
        enter(call, place: entry, into: &recorder)
      } else {
        enter(call, place: place, into: &recorder)
      }
    }
    return true
  }

  private func enter(
    _ call: AuditCall, place: SourceLocation, into recorder: inout ObservationBuilder
  ) {
    let slot = recorder.enter(
      call.call, on: call.architecture, arguments: call.arguments, place: place)
    recorder.conclude(slot, call.outcome)
  }

  /// The recording is switched off.
  mutating func stop(_ kind: RecordingStops.Kind, id: AuditRecord.ID, at place: SourceLocation) {
    stops.begin(kind, id: id, at: place)
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    entries.enterAll(into: &recorder)
    starts.finish(into: &recorder)
    births.finish(into: &recorder)
  }
}
