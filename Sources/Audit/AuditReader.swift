internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// Reads Linux audit records, one to a line, however they were rendered: auditd's file, raw or
/// enriched, what ausearch prints of it, and what syslog, the journal and the kernel's log hold.
struct AuditReader: TraceReader {
  private var parser = RawRecordParser()
  private let interpretedParser = InterpretedRecordParser()
  private var selection = PreparedSelection(Selection())
  private var knowsSelection = false
  private var calls = AuditCorrelator()
  private let variants: CallSignatures
  private var interpreted = InterpretedEvents()
  private var losses = LossNotices()
  private var deaths = KilledProcesses()
  private var gaps = SerialGaps()
  private var missing = MissingCalls()
  /// Where a line was cut: in the midst of a log, or at its end? The next line tells.
  private var damage: SourceLocation?
  /// Lines before the first record of a file that may be the rest of one, or another program's.
  private var heads: [Int] = []
  /// Whether the file is auditd's own, in which nobody else writes; `nil` before its first record.
  private var isOwnFile: Bool?
  private var isLastLine = false
  private var sawRecord = false
  /// Whether another program than the kernel told of calls.
  private var hasWriter = false
  /// Whether the kernel did, or such a program.
  private var hasCalls = false
  /// Whether a record's architecture was assumed.
  private var hasGuessed = false

  /// Whether every call counts.
  private var selectsEverything = true
  /// Whether somebody wants the programs that the log shows.
  private var keepsPrograms = false
  /// Whether somebody is told of the records of filters.
  private var tellsAnswers = false
  /// The program that a plain record told last.
  private var latestProgram = ""

  /// - Parameter variants: those of the run.
  init(_ variants: CallSignatures) { self.variants = variants }

  private mutating func learn(_ recorder: ObservationBuilder) {
    knowsSelection = true
    keepsPrograms = recorder.programs != nil
    tellsAnswers = recorder.watch != nil
    selectsEverything = recorder.selection.takesAllUnseen
    guard !selectsEverything else { return }
    selection = PreparedSelection(recorder.selection)
  }

  /// Whether `comm=` and `exe=` of records are asked for.
  var needsNames: Bool {
    selection.needsNames || calls.wantsCommand || keepsPrograms || tellsAnswers
  }

  func makePreparation(for recorder: ObservationBuilder) -> (any LinePreparation)? {
    PlainRecords(
      variants,
      readingNames: recorder.selection.needsNames || recorder.programs != nil)
  }

  mutating func readLines(
    in block: Span<UInt8>, prepared preparation: (any LinePreparation)?,
    into recorder: inout ObservationBuilder
  ) {
    guard let preparation = preparation as? PlainRecords else {
      preconditionFailure("lines are read as this reader's own preparation has them")
    }
    if !knowsSelection { learn(recorder) }
    var takesPlain = takesPlain(recorder)
    var passedOver = PassedOverCalls()
    defer { passedOver.note(&recorder) }
    let records = preparation.records
    let selected = selectsEverything ? nil : selection
    var index = 0
    while true {
      if takesPlain, !keepsPrograms {
        let first = index
        index = calls.take(
          records, preparation, from: first, in: block, selected, file: recorder.file,
          line: recorder.line + 1, &gaps, &missing, into: &recorder.plainCounts, &passedOver)
        recorder.line += index - first
        if index > first { isOwnFile = true }
      }
      guard index < records.count else { return }
      let record = records[index]
      recorder.line += 1
      if record.kind == .other || !takesPlain
        || !take(record, preparation.names(of: index), in: block, &recorder, &passedOver)
      {
        let start = index == 0 ? 0 : Int(records[index - 1].end) + 1
        readLine(block, start..<Int(record.end), &recorder)
        if record.kind == .returned {
          recorder.countAsPlain(record.variant, variants[record.variant])
        }
        takesPlain = self.takesPlain(recorder)
      }
      index += 1
    }
  }

  mutating func readInFull(_ block: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if !knowsSelection { learn(recorder) }
    var start = 0
    while start < block.count {
      let end = block.firstIndex(of: .newline, from: start) ?? block.count
      recorder.line += 1
      readLine(block, start..<end, &recorder)
      start = end + 1
    }
  }

  /// Reads the line that reaches up to its `\n`, or to the block's end where it has none.
  private mutating func readLine(
    _ block: Span<UInt8>, _ range: Range<Int>, _ recorder: inout ObservationBuilder
  ) {
    isLastLine = range.upperBound == block.count
    read(block.extracting(block.line(range)), into: &recorder)
  }

  /// Whether plain records may be read without the rest of their lines.
  private func takesPlain(_ recorder: ObservationBuilder) -> Bool {
    damage == nil && heads.isEmpty && !interpreted.isActive && !interpreted.sawSeparator
      && !calls.wantsCommand && !tellsAnswers
  }

  /// Reads a plain record; `false` where it has to be read in full.
  ///
  /// - Parameters:
  ///   - names: of the record, where somebody asks for them; they stand in `block`.
  ///   - passedOver: calls that are not selected.
  private mutating func take(
    _ record: PlainRecord, _ names: RecordNames?, in block: Span<UInt8>,
    _ recorder: inout ObservationBuilder, _ passedOver: inout PassedOverCalls
  ) -> Bool {
    gaps.note(record.stamp.serial, node: 0, line: recorder.line)
    if record.kind == .companion {
      missing.noteCompanion(record.stamp.serial, node: 0, into: &recorder)
    } else {
      missing.noteEvent(record.stamp.serial, node: 0)
      if selectsEverything || selection.selects(record, names, in: block) {
        guard calls.add(record, variants, into: &recorder) else { return false }
        if keepsPrograms, let program = names?.executable { keep(program, in: block, recorder) }
      } else {
        passedOver.add(line: recorder.line)
      }
      hasWriter = true
    }
    sawRecord = true
    isOwnFile = true
    return true
  }

  /// Keeps a program that made a call; most records name the one that the record before them did.
  private mutating func keep(
    _ program: ProgramText, in block: Span<UInt8>, _ recorder: ObservationBuilder
  ) {
    guard let path = program.text(in: block), path != latestProgram else { return }
    latestProgram = path
    recorder.programs?.addExecuted(path)
  }

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if damage != nil { reportDamage(.malformedLine, into: &recorder) }
    guard line.firstIndex(of: 0, from: 0) != nil else {
      readText(line, into: &recorder)
      return
    }
    recorder.readAroundZeros(line) { piece, recorder in
      readText(piece, into: &recorder)
      if damage != nil { reportDamage(.malformedLine, into: &recorder) }
    }
  }

  private mutating func readText(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if line.isEmpty || line.hasPrefix("time->") { return }
    if line.hasPrefix("----") {
      interpreted.separate()
      return
    }
    let envelope = LogLineHeader(of: line)
    readText(line, at: envelope.textStart, from: envelope.origin, into: &recorder)
  }

  /// Reads the text that `origin` wrote, from whatever wrapping it was taken out of.
  mutating func readText(
    _ line: Span<UInt8>, at start: Int = 0, from origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    let isRecord = line.hasPrefix("type=", at: start) || line.hasPrefix("node=", at: start)
    if line.hasPrefix("message repeated ", at: start), origin != .foreign {
      begin(isOwnFile: nil, into: &recorder)
      readRepeated(line, at: start, from: origin, into: &recorder)
      return
    }
    // What nobody says who wrote it tells nothing of the file.
    begin(isOwnFile: origin == .unknown ? nil : isRecord && origin == .file, into: &recorder)
    switch origin {
    case .file, .kernel, .journal, .daemon:
      if isRecord {
        if let head = RecordHeader(in: line, at: start) {
          readRecords(head, line, origin: origin, into: &recorder)
        } else {
          damage = recorder.place
        }
      } else if origin == .journal, let head = RecordHeader(journalText: line, at: start) {
        read(head, line, end: line.count, origin: .journal, into: &recorder)
      } else if origin == .daemon {
        if !losses.readLogger(line, at: start, into: &recorder) { recorder.note(.foreignText) }
      } else if !losses.readKernel(line, at: start, into: &recorder) {
        recorder.note(.foreignText)
      } else if let (_, end) = LossNotices.droppedMessages(line, at: start), end < line.count {
        let rest = line.extracting(end...)
        let header = LogLineHeader(of: rest)
        if header.origin == .kernel {
          readText(rest, at: header.textStart, from: .kernel, into: &recorder)
        } else {
          recorder.note(.malformedLine)
        }
      }
    case .logger:
      if !losses.readLogger(line, at: start, into: &recorder) {
        recorder.note(line.resemblesAuditRecord ? .suspectLine : .foreignText)
      }
    case .unknown:
      // `journalctl -o cat` does not say who wrote what.
      if !interpreted.isActive,
        losses.readLogger(line, at: start, into: &recorder)
          || losses.readKernel(line, at: start, into: &recorder)
      {
        return
      }
      readForeign(line, mayBeRest: Self.mayBeRest(line), into: &recorder)
    case .foreign:
      readForeign(line, mayBeRest: false, into: &recorder)
    }
  }

  /// `message repeated 2 times: [ SYSCALL arch=…]`, as rsyslog writes for lines of the journal, which
  /// have no serial number and so may be alike (`$RepeatedMsgReduction`).
  private mutating func readRepeated(
    _ line: Span<UInt8>, at start: Int, from origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    guard let (count, end) = line.decimal(at: start + 17), count < 1 << 20,
      line.hasPrefix(" times: [", at: end), line[line.count - 1] == UInt8(ascii: "]")
    else {
      recorder.note(.malformedLine)
      return
    }
    let text = line.extracting(line.skip(.space, from: end + 9)..<(line.count - 1))
    guard !text.hasPrefix("message repeated ") else {
      recorder.note(.malformedLine)
      return
    }
    for _ in 0..<count { readText(text, from: origin, into: &recorder) }
  }

  private mutating func readForeign(
    _ line: Span<UInt8>, mayBeRest: Bool, into recorder: inout ObservationBuilder
  ) {
    if interpreted.isActive {
      // ausearch prints nothing but records: this is the rest of one with a line end in a string.
      damage = recorder.place
    } else if isLastLine, Self.beginsRecord(line) {
      damage = recorder.place
    } else if line.resemblesAuditRecord {
      recorder.note(.suspectLine)
    } else if mayBeRest, isOwnFile == nil, heads.count < Self.headsKept {
      heads.append(recorder.line)
    } else if mayBeRest, isOwnFile ?? false {
      damage = recorder.place
    } else {
      recorder.note(.foreignText)
    }
  }

  /// Lines before the first record that wait for it, at the most.
  private static let headsKept = 1 << 10

  /// Whether the line may be what is left of a record whose beginning is lost: its fields are divided by blanks
  /// and have equals signs, so that only a single word may have none.
  private static func mayBeRest(_ line: Span<UInt8>) -> Bool {
    var position = 0
    while let equals = line.firstIndex(of: UInt8(ascii: "="), from: position) {
      if equals > 0, line[equals - 1].isIdentifier { return true }
      position = equals + 1
    }
    return line.firstIndex(of: .space, from: 0) == nil
  }

  /// A record comes, or another line; what was cut before it is known to be damage.
  ///
  /// - Parameter isOwnFile: whether the file is auditd's own, in which nobody else writes; `nil` where the line
  ///   does not tell.
  mutating func begin(isOwnFile: Bool?, into recorder: inout ObservationBuilder) {
    if !knowsSelection { learn(recorder) }
    if damage != nil { reportDamage(.malformedLine, into: &recorder) }
    guard let isOwnFile else { return }
    self.isOwnFile = isOwnFile
    if !heads.isEmpty { reportHeads(areCut: isOwnFile, into: &recorder) }
  }

  /// Notes a record that is not understood: one in the midst of a log, or the cut end of it.
  mutating func noteDamage(at place: SourceLocation) {
    damage = place
  }

  /// Reads the text of a record of which something else told what it is of.
  ///
  /// - Parameter id: `nil` where that made no sense.
  mutating func readText(
    _ text: Span<UInt8>, of kind: AuditRecordKind, _ id: AuditRecord.ID?,
    from origin: LogLineHeader.Carrier, into recorder: inout ObservationBuilder
  ) {
    begin(isOwnFile: origin == .file, into: &recorder)
    guard let id else {
      damage = recorder.place
      return
    }
    let head = RecordHeader(kind, id, bodyStart: text.skip(.space, from: 0))
    readRecords(head, text, origin: origin, into: &recorder)
  }

  /// Reads a record, and those that run together with it on one line.
  private mutating func readRecords(
    _ first: RecordHeader, _ line: Span<UInt8>, origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    var head = first
    while true {
      let next =
        head.kind.holdsNoFreeText && !head.id.isInterpreted
        ? RecordHeader.secondRecord(in: line, from: head.bodyStart) : nil
      read(head, line, end: next ?? line.count, origin: origin, into: &recorder)
      guard let next else { return }
      if head.kind == .companion { damage = recorder.place }
      if damage != nil { reportDamage(.malformedLine, into: &recorder) }
      guard let second = RecordHeader(in: line, at: next) else {
        damage = recorder.place
        return
      }
      head = second
    }
  }

  private mutating func read(
    _ head: RecordHeader, _ line: Span<UInt8>, end: Int, origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    let body = min(head.bodyStart, end)..<end
    var record = AuditRecord(head.kind, head.id)
    if head.id.isInterpreted {
      interpretedParser.read(&record, in: line, at: body)
    } else {
      parser.read(
        &record, in: line, at: body, needsNames: needsNames,
        assuming: recorder.assumedArchitecture)
      if isLastLine, end == line.count, CutRecords.isCut(head.kind, line, at: body) {
        record.isWhole = false
      }
    }
    take(record, in: line, from: origin, into: &recorder)
  }

  /// Takes in what a record says.
  ///
  /// - Parameter text: what its names stand in.
  mutating func take(
    _ record: AuditRecord, in text: Span<UInt8>, from origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    let id = record.id
    if origin == .file, !id.isInterpreted, !interpreted.sawSeparator, !record.kind.isDaemon,
      let stamp = id.stamp
    {
      gaps.note(stamp.serial, node: id.node, line: recorder.line)
    }
    if record.kind.hasCompanions, let stamp = id.stamp {
      missing.noteEvent(stamp.serial, node: id.node)
    }
    switch record.kind {
    case .syscall, .seccomp:
      if origin != .kernel { hasWriter = true }
      takeCall(record, in: text, from: origin, into: &recorder)
    case .configChange:
      if record.change.isStop { stop(.rule, id, into: &recorder) }
      // What was lost before any call of this log is no loss of its.
      if hasCalls || hasWriter, let lost = record.change.lostEvents {
        losses.reset(from: lost, into: &recorder)
      }
    case .daemonEnd:
      stop(.daemon, id, into: &recorder)
    case .daemonAbort:
      recorder.note(.recordingStopped)
    case .daemonError:
      recorder.note(.lostEvents, count: record.lostEvents)
    case .daemonRotate:
      // The first record of a new file: what came before stands in files that are not here.
      if !sawRecord { recorder.note(.recordingStopped) }
    case .abnormalEnd, .companion, .otherEvent, .other, .daemon:
      if record.kind == .abnormalEnd, selection.selects(record, in: text) {
        deaths.noteEnd(record, from: origin, into: &recorder)
      }
      if id.isInterpreted {
        guard interpreted.add(id, nil, to: &calls, into: &recorder) else { break }
      } else if !record.isWhole {
        damage = recorder.place
      }
      if record.kind == .companion, let stamp = id.stamp {
        missing.noteCompanion(stamp.serial, node: id.node, into: &recorder)
      }
    }
    sawRecord = true
  }

  private mutating func takeCall(
    _ record: AuditRecord, in text: Span<UInt8>, from origin: LogLineHeader.Carrier,
    into recorder: inout ObservationBuilder
  ) {
    hasCalls = true
    let call = AuditCall(record, selection, in: text)
    if keepsPrograms, call?.isSelected ?? false, let path = record.executable?.text(in: text) {
      recorder.programs?.addExecuted(path)
    }
    if record.isArchitectureAssumed, call != nil, !hasGuessed {
      hasGuessed = true
      recorder.note(.guessedArchitecture)
    }
    if call?.source == .refusal { deaths.noteCall(record, into: &recorder) }
    if !(call?.isWhole ?? false) { damage = recorder.place }
    if record.id.isInterpreted {
      interpreted.add(record.id, call, to: &calls, into: &recorder)
      if tellsAnswers, let call, call.isSelected { Self.tell(record, in: text, &recorder) }
    } else if let call {
      let isNew = calls.add(
        call, id: record.id, origin: origin, place: recorder.place, into: &recorder)
      if tellsAnswers, isNew { Self.tell(record, in: text, &recorder) }
    }
  }

  /// Tells what a filter answered, where somebody waits for it.
  @inline(never)
  private static func tell(
    _ record: AuditRecord, in text: Span<UInt8>, _ recorder: inout ObservationBuilder
  ) {
    guard let watch = recorder.watch, record.kind == .seccomp, let call = record.call,
      let architecture = record.architecture
    else { return }
    watch.add(
      FilterEvent(
        record.answer ?? .other, to: call, on: architecture, process: record.process,
        command: record.command?.name(in: text), executable: record.executable?.name(in: text),
        at: recorder.place))
  }

  private mutating func stop(
    _ kind: RecordingStops.Kind, _ id: AuditRecord.ID, into recorder: inout ObservationBuilder
  ) {
    interpreted.finish(to: &calls, into: &recorder)
    calls.stop(kind, id: id, at: recorder.place)
  }

  /// Whether the line may be the first bytes of a record: `typ`.
  private static func beginsRecord(_ line: Span<UInt8>) -> Bool {
    let starts: [StaticString] = ["t", "ty", "typ", "type", "n", "no", "nod", "node"]
    return starts.contains { line.equals($0, at: 0..<line.count) }
  }

  private mutating func reportDamage(_ kind: Ledger.Kind, into recorder: inout ObservationBuilder) {
    guard let place = damage else { return }
    recorder.note(kind, place: place)
    damage = nil
  }

  /// - Parameter areCut: whether the file is auditd's own.
  private mutating func reportHeads(areCut: Bool, into recorder: inout ObservationBuilder) {
    for line in heads { recorder.note(areCut ? .malformedLine : .foreignText, line: line) }
    heads = []
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    reportHeads(areCut: false, into: &recorder)
    isOwnFile = nil
    reportDamage(isCut ? .truncatedTail : .malformedLine, into: &recorder)
    gaps.report(into: &recorder)
    missing.endFile()
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    interpreted.finish(to: &calls, into: &recorder)
    calls.finish(into: &recorder)
    deaths.finish(into: &recorder)
    losses.finish(isComplete: hasWriter, into: &recorder)
    gaps.finish(into: &recorder)
    missing.finish(into: &recorder)
  }
}
