internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// Plain records: what ``AuditCorrelator`` does with every other record, in short.
extension AuditCorrelator {
  /// A variant, as the two sorts of records know it.
  struct PlainMeaning {
    /// Whether a record has told of it; for the rest of what is here to be valid.
    fileprivate var isKnown = false
    fileprivate var digest: UInt64 = 0
    fileprivate var entry = PendingSeccompRecords.Meaning()
    fileprivate var makesProcess = false
  }

  /// Takes plain records in, from `start` on; returns the first that tells something new.
  ///
  /// - Parameters:
  ///   - block: what the names of the records stand in.
  ///   - selection: which calls count; `nil` where all do.
  ///   - file: the path of the log.
  ///   - line: the number of the line at `start`.
  ///   - passedOver: calls that do not count.
  @inline(never)
  mutating func take(
    _ plainRecords: [PlainRecord], _ prepared: PlainRecords, from start: Int, in block: Span<UInt8>,
    _ selection: PreparedSelection?, file: String, line: Int, _ gaps: inout SerialGaps,
    _ missing: inout MissingCalls, into counters: inout CallCounters,
    _ passedOver: inout PassedOverCalls
  ) -> Int {
    guard !starts.isWaiting, missing.hasBegun, start < plainRecords.count else { return start }
    let rows = counters.rows
    var counts = counters.counts.mutableSpan
    // Taken out, to be held as a span beside what else changes.
    var recent: [UInt64] = []
    swap(&recent, &records.digests)
    defer { swap(&recent, &records.digests) }
    var digests = recent.mutableSpan
    var tellsReturn = false
    var tellsEntry = false
    var latestTold: UInt64?
    var index = start
    while index < plainRecords.count {
      let record = plainRecords[index]
      guard record.kind != .other, gaps.noteNext(record.stamp.serial, node: 0) else { break }
      guard record.kind != .companion else {
        guard record.stamp.serial == latestTold || missing.tells(record.stamp.serial) else { break }
        index &+= 1
        continue
      }
      if let selection, !selection.selects(record, prepared.names(of: index), in: block) {
        passedOver.add(line: line &+ index &- start)
        latestTold = record.stamp.serial
        index &+= 1
        continue
      }
      let variant = Int(record.variant)
      guard variant < plain.count, plain[variant].isKnown else { break }
      let meaning = plain[variant]
      let isReturn = record.kind == .returned
      let digest = RecentRecords.digest(
        meaning.digest ^ UInt64(record.process), isReturn: isReturn, stamp: record.stamp)
      let slot = RecentRecords.slot(of: record.stamp)
      guard digests[slot] != digest else { break }
      if isReturn {
        let row = Int(rows[variant])
        guard row >= 0, !meaning.makesProcess,
          noted[Int(record.process & 255)] == record.process,
          entries.isEmpty || entries.find(meaning.entry, record.process, 0) == nil
        else { break }
        counts[row &+ Int(record.ending.rawValue)] &+= 1
        tellsReturn = true
      } else {
        if !entries.addToOpen(meaning.entry, record.process, 0) {
          guard noted[Int(record.process & 255)] == record.process, !entries.isFull else { break }
          entries.addFirst(
            meaning.entry, record.process, 0, file: file, line: line &+ index &- start)
        }
        tellsEntry = true
      }
      digests[slot] = digest
      latestTold = record.stamp.serial
      index &+= 1
    }
    // Their numbers follow each other, and none is passed that is not told.
    if let latestTold { missing.noteEvents(plainRecords[start].stamp.serial...latestTold) }
    if tellsReturn { stops.noteCall(isReturn: true) }
    if tellsEntry {
      stops.noteCall(isReturn: false)
      births.noteFilter()
    }
    return index
  }

  /// Adds the call of a plain record that stands at the line being read; `false` where it has to be
  /// read in full. The same as ``add(_:id:origin:place:into:)`` of a record of auditd's file.
  mutating func add(
    _ record: PlainRecord, _ variants: CallSignatures, into recorder: inout ObservationBuilder
  ) -> Bool {
    let isReturn = record.kind == .returned
    guard !isReturn || recorder.plainCounts.rows[Int(record.variant)] >= 0 else { return false }
    if isReturn, starts.isWaiting, ProcessCalls.collecting.contains(variants[record.variant].call) {
      return false
    }
    let meaning = meaning(of: record.variant, variants, recorder.assumedArchitecture)
    let digest = meaning.digest ^ UInt64(record.process)
    if records.isRepeated(digest, isReturn: isReturn, stamp: record.stamp, node: 0) {
      recorder.note(.repeatedRecord)
      return true
    }
    stops.noteCall(isReturn: isReturn)
    if starts.isWaiting { noteStart(record, variants) }
    recorder.note(process: record.process)
    noted[Int(record.process & 255)] = record.process
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
    if number >= plain.count {
      plain.append(
        contentsOf: repeatElement(PlainMeaning(), count: Int(number) + 1 - plain.count))
    }
    if plain[Int(number)].isKnown { return plain[Int(number)] }
    let variant = variants[number]
    let architecture = variant.architecture ?? assumedArchitecture
    let meaning = PlainMeaning(
      isKnown: true, digest: AuditCall.digest(of: .known(variant.call), on: architecture),
      entry: entries.meaning(of: .known(variant.call), on: architecture),
      makesProcess: RecordedBirths.areMade(
        by: .known(variant.call), variant.arguments, on: architecture))
    plain[Int(number)] = meaning
    return meaning
  }
}
