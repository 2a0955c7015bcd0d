internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// Enters the calls of audit records, each once, however many records tell of it.
struct AuditCorrelator {
  private var entries = PendingSeccompRecords()
  private var records = RecentRecords()
  private var renderings = JournalDuplicates()
  private var stops = RecordingStops()
  private var starts = ProgramStarts()
  private var births = RecordedBirths()
  /// By the number of their variant, the calls of plain records.
  private var plain: [PlainMeaning?] = []

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

// MARK: Plain records

extension AuditCorrelator {
  /// A variant, as the two sorts of records know it.
  private struct PlainMeaning {
    let digest: UInt64
    let entry: PendingSeccompRecords.Meaning
    let makesProcess: Bool
  }

  /// Adds the call of a plain record that stands at the line being read; `false` where it has to be
  /// read in full. The same as ``add(_:id:origin:place:into:)`` of a record of auditd's file.
  mutating func add(
    _ record: PlainRecord, _ variants: CallSignatures, into recorder: inout ObservationBuilder
  ) -> Bool {
    let isReturn = record.kind == .returned
    guard !isReturn || recorder.plainCounts.rows[Int(record.variant)] >= 0 else { return false }
    let meaning = meaning(of: record.variant, variants, recorder.assumedArchitecture)
    let digest = meaning.digest ^ UInt64(record.process)
    if records.isRepeated(digest, isReturn: isReturn, stamp: record.stamp, node: 0) {
      recorder.note(.repeatedRecord)
      return true
    }
    stops.noteCall(isReturn: isReturn)
    if starts.isWaiting { noteStart(record, variants) }
    recorder.note(process: record.process)
    if isReturn {
      if !entries.isEmpty,
        entries.remove(meaning.entry, process: record.process, node: 0) != nil
      {
        recorder.note(.repeatedRecord)
      }
      if meaning.makesProcess, record.ending.rawValue == PlainEnding.returned.rawValue {
        births.note(at: recorder.place)
      }
      recorder.plainCounts.add(record.variant, record.ending)
    } else {
      births.noteFilter()
      entries.add(
        meaning.entry, process: record.process, node: 0, file: recorder.file, line: recorder.line,
        into: &recorder)
    }
    return true
  }

  /// Of calls other than execve, which no plain record tells.
  @inline(never)
  private mutating func noteStart(_ record: PlainRecord, _ variants: CallSignatures) {
    if record.kind == .returned {
      starts.noteCall(
        ProgramStarts.Role(.known(variants[record.variant].call)), process: record.process, node: 0)
    } else {
      starts.noteFilter(process: record.process, node: 0)
    }
  }

  private mutating func meaning(
    of number: UInt16, _ variants: CallSignatures, _ assumedArchitecture: Architecture
  ) -> PlainMeaning {
    if plain.isEmpty { plain = .init(repeating: nil, count: CallSignatures.limit) }
    if let known = plain[Int(number)] { return known }
    let variant = variants[number]
    let architecture = variant.architecture ?? assumedArchitecture
    let meaning = PlainMeaning(
      digest: AuditCall.digest(of: .known(variant.call), on: architecture),
      entry: entries.meaning(of: .known(variant.call), on: architecture),
      makesProcess: RecordedBirths.areMade(
        by: .known(variant.call), variant.arguments, on: architecture))
    plain[Int(number)] = meaning
    return meaning
  }
}
