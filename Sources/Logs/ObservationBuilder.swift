package import Findings
package import Observations
package import Syscalls

/// What readers write into: the calls of one run and its ledger.
///
/// It knows which line is being read, so that readers need not carry it around.
package struct ObservationBuilder: Sendable {
  /// The path of the file that is being read.
  package private(set) var file = ""
  /// The number of the line that is being read, counted from 1.
  package var line = 0

  /// The architecture of the machine on which the log was recorded: the user's word, what the log tells, or
  /// a guess.
  package private(set) var assumedArchitecture: Architecture
  /// How the architecture is known.
  package private(set) var machine: Machine
  /// What is counted.
  package let selection: Selection
  /// Where the programs that the log shows are kept; `nil` where nobody wants them.
  package let programs: ProgramPaths?
  /// Told of the records of filters; `nil` where nobody asks.
  package let watch: FilterWatch?

  /// Whether the line that is being read is counted as damaged: pieces of it that are not understood
  /// are the same damage.
  private var isDamaged = false

  private var table = ObservationTable()
  /// Calls that are counted, but not in the table yet.
  package var plainCounts = CallCounters()
  private var ledger = Ledger()
  /// Of the ledger, what nearly every line of some formats adds to.
  private var namesOnly = Ledger.Entry(count: 0, places: [])
  /// What the lines tell of the recording itself.
  package var evidence = RunEvidence()
  private var processes: Set<UInt32> = []
  private var latestProcess: UInt32?
  private var formats: Set<String> = []
  private var linesRead = 0

  /// Where a call stands in the table.
  package typealias Slot = ObservationTable.Slot

  /// How the architecture of the machine is known on which a log was recorded.
  package enum Machine { case guessed, told, toldByUser }

  /// An empty run.
  ///
  /// - Parameters:
  ///   - architecture: of the machine, unless the log tells another.
  ///   - isTold: whether that is the user's word.
  package init(
    assuming architecture: Architecture, isTold: Bool = false, selection: Selection = Selection(),
    keeping programs: ProgramPaths? = nil, telling watch: FilterWatch? = nil
  ) {
    self.programs = programs
    self.watch = watch
    assumedArchitecture = architecture
    machine = isTold ? .toldByUser : .guessed
    self.selection = selection
  }

  mutating func beginFile(_ path: String, format: String) {
    file = path
    line = 0
    formats.insert(format)
  }

  mutating func endFile() {
    linesRead += line
  }

  /// The line that is being read.
  package var place: SourceLocation { SourceLocation(file: file, line: line) }

  /// Counts one call, entered at the line that is being read unless `line` says otherwise.
  package mutating func enter(
    _ call: SyscallReference, on architecture: Architecture, arguments: ArgumentValues = .init(),
    line: Int? = nil, count: Int = 1
  ) -> Slot {
    if call.syscall == nil { note(.unknownName, count: count, line: line) }
    return table.enter(
      call, on: architecture, arguments: arguments, file: file, line: line ?? self.line,
      count: count)
  }

  /// Counts a call that was entered at `place`, which may be in an earlier file.
  package mutating func enter(
    _ call: SyscallReference, on architecture: Architecture, arguments: ArgumentValues = .init(),
    place: SourceLocation, count: Int = 1
  ) -> Slot {
    if call.syscall == nil { note(.unknownName, count: count, place: place) }
    return table.enter(
      call, on: architecture, arguments: arguments, file: place.file, line: place.line,
      count: count)
  }

  /// Notes how a call ended.
  package mutating func conclude(_ slot: Slot, _ outcome: Outcome, count: Int = 1) {
    table.conclude(slot, outcome, count: count)
  }

  /// Corrects how a call ended that was entered with these very words.
  package mutating func revise(
    _ call: SyscallReference, on architecture: Architecture, arguments: ArgumentValues,
    from old: Outcome,
    to new: Outcome
  ) {
    takePlainCounts()
    let slot = table.slot(
      for: call, on: architecture, arguments: arguments, file: file, line: line)
    table.revise(slot, from: old, to: new)
  }

  // MARK: The machine

  /// The log tells that it was recorded on `told`, at the line that is being read. What was counted before on a
  /// guess, in other files of the run, was made there too.
  ///
  /// - Parameter isWide: whether some process is of that architecture and not of a narrower one beside it.
  package mutating func tell(_ told: Architecture, isWide: Bool) {
    if told.host == assumedArchitecture.host, !isWide || told == assumedArchitecture {
      if machine == .guessed { machine = .told }
      return
    }
    guard machine != .toldByUser else {
      // The user's word is taken; the log contradicts it.
      note(.architectureMismatch)
      return
    }
    machine = .told
    guard told != assumedArchitecture else { return }
    takePlainCounts()
    plainCounts = CallCounters()
    let counted = table.entries.moved(from: assumedArchitecture, to: told)
    table = ObservationTable()
    table.append(counted.entries)
    note(.architectureMismatch, count: counted.absent)
    assumedArchitecture = told
  }

  /// The log tells no more than that it was recorded on one of these.
  package mutating func guess(among hosts: ArchitectureSet) {
    guard machine == .guessed, !hosts.contains(assumedArchitecture.host) else { return }
    guard let likely = hosts.members.first(where: \.isLittleEndian) ?? hosts.members.first else {
      return
    }
    takePlainCounts()
    plainCounts = CallCounters()
    assumedArchitecture = likely
  }

  /// Counts a log that tells nothing of the machine, where the user does not either.
  package mutating func noteGuessedArchitecture() {
    if machine == .guessed { note(.guessedArchitecture, line: 1) }
  }

  // MARK: Plain calls

  /// From now on, lets ``plainCounts`` count a variant, if it is an observation already: where that
  /// begins is then known.
  package mutating func countAsPlain(_ number: UInt16, _ variant: CallSignature) {
    if table.holds(
      variant.call, on: variant.architecture ?? assumedArchitecture, arguments: variant.arguments)
    {
      plainCounts.addRow(number, for: variant)
    }
  }

  private mutating func takePlainCounts() {
    for (variant, outcome, count) in plainCounts.take() {
      let slot = table.enter(
        .known(variant.call), on: variant.architecture ?? assumedArchitecture,
        arguments: variant.arguments, file: file, line: line, count: count)
      table.conclude(slot, outcome, count: count)
    }
  }

  /// Notes the end of a call whose start the log does not hold: it was used, but it is not counted.
  package mutating func concludeOrphan(
    _ call: SyscallReference, on architecture: Architecture, _ outcome: Outcome
  ) {
    let slot = table.slot(
      for: call, on: architecture, arguments: .init(), file: file, line: line)
    table.conclude(slot, outcome)
  }

  /// Notes that the log tells of this process.
  package mutating func note(process: UInt32) {
    guard process != latestProcess else { return }
    latestProcess = process
    processes.insert(process)
  }

  /// How many processes the log told of so far.
  package var processesTold: Int { processes.count }

  /// Counts something for the ledger, at the line that is being read unless `place` says otherwise.
  package mutating func note(_ kind: Ledger.Kind, count: Int = 1, line: Int? = nil) {
    note(kind, count: count, place: SourceLocation(file: file, line: line ?? self.line))
  }

  /// Counts something for the ledger that was seen at `place`, which may be in an earlier file.
  package mutating func note(_ kind: Ledger.Kind, count: Int = 1, place: SourceLocation) {
    guard count > 0, !(isDamaged && kind.isOfUnreadableText && place == self.place) else { return }
    if kind == .namesOnly {
      namesOnly.add(count: count, at: place)
      return
    }
    ledger.add(kind, count: count, at: place)
  }

  /// Counts what was found before a reader saw the lines.
  mutating func note(_ found: Ledger) { ledger.add(found) }

  /// Reads a line with NUL bytes in it, as a crash leaves them where the file was extended but not
  /// written. The pieces between them are read; the damage is counted once, however many there are.
  package mutating func readAroundZeros(
    _ line: Span<UInt8>, _ readPiece: (Span<UInt8>, inout Self) -> Void
  ) {
    note(.nulBytes)
    isDamaged = true
    var start = line.skip(0, from: 0)
    while start < line.count {
      let end = line.firstIndex(of: 0, from: start) ?? line.count
      readPiece(line.extracting(start..<end), &self)
      start = line.skip(0, from: end)
    }
    isDamaged = false
  }

  /// What was recorded.
  mutating func part(totalBytes: Int, beginnings: UInt64) -> RunPart {
    takePlainCounts()
    if namesOnly.count > 0 { ledger.add(.namesOnly, namesOnly) }
    return RunPart(
      entries: table.entries, architecture: assumedArchitecture,
      isMachineKnown: machine != .guessed,
      ledger: ledger, evidence: evidence, processes: processes, formats: formats,
      lines: linesRead, bytes: totalBytes, beginnings: beginnings)
  }
}

extension Ledger.Kind {
  /// Whether it counts a line, or a piece of one, for what it is not.
  fileprivate var isOfUnreadableText: Bool {
    switch self {
    case .malformedLine, .suspectLine, .foreignText, .truncatedTail: true
    default: false
    }
  }
}
