package import Findings
internal import Observations
package import Syscalls

/// How often, and where first.
package struct Tally: Sendable {
  /// How often.
  package private(set) var count = 0
  /// Where first; `nil` where it was not seen.
  package private(set) var first: SourceLocation?

  /// A tally of nothing yet.
  package init() {}

  /// Counts one more, or as many as are told.
  package mutating func note(_ more: Int = 1, at place: SourceLocation) {
    count += more
    if first == nil { first = place }
  }

  /// Adds what was counted behind it.
  package mutating func add(_ later: Self) {
    count += later.count
    first = first ?? later.first
  }
}

/// What the lines of a run tell of the recording itself: whether calls are missing follows from all of them
/// together.
package struct RunEvidence: Sendable {
  /// A process that was made, of the number that its maker was told.
  package struct Birth: Sendable {
    /// That number.
    package let child: UInt32
    /// Where the call stands that made it.
    package let place: SourceLocation
    /// Whether the tracer may have been stopped before it saw the process.
    package let isLate: Bool

    /// A process of this number, made there.
    package init(child: UInt32, place: SourceLocation, isLate: Bool) {
      self.child = child
      self.place = place
      self.isLate = isLate
    }
  }

  /// Where programs were started that tell of their calls one by one.
  package private(set) var programs = Tally()
  /// Where processes ended that no signal ended.
  package var exits = Tally()
  /// Those of them that can have been ended by nothing else than a call of their own, and made none.
  package var exitsWithoutCall = Tally()
  /// Where processes appeared that nobody made, in a recording that begins with its program's start.
  package var strangers = Tally()
  /// Whether the first file that was opened is a library.
  package var usesLoader = false
  /// Where a program whose start is in the recording mapped a file first, of the first calls that it made.
  package var fileMapping: SourceLocation?
  /// Where a loader mapped a library that no call before can have opened.
  package var libraryFromNowhere: SourceLocation?
  /// Calls that a table behind the lines counts (`strace -C`), and how many.
  package private(set) var tabled: [Syscall: Tally] = [:]
  /// Where the client of a container engine was started.
  package var engineClient: SourceLocation?
  /// Whether a connection was made to where an engine listens.
  package var connectsToEngine = false
  /// With what words the first program was started, as a digest; see `Run.commandLine`.
  package private(set) var commandLine: String?
  /// Files that hold one process each, as those of `strace -ff`.
  package var processFiles = 0
  /// Of such files: who was made, and so must have one.
  package private(set) var births: [Birth] = []
  private var furtherBirths = 0

  private static let birthsKept = 1024
  /// Go maps its first memory within so many calls; C libraries and loaders within five.
  private static let callsOfStart = 16
  /// A loader opens what it maps within ten calls of its own, with some of busy processes between.
  private static let callsOfLoader = 256

  /// Counts a program that was started.
  package mutating func notePrograms(at place: SourceLocation) { programs.note(at: place) }

  /// Counts calls that a table counts.
  package mutating func noteTabled(_ call: Syscall, count: Int, at place: SourceLocation) {
    tabled[call, default: Tally()].note(count, at: place)
  }

  /// Keeps the words of a program's start, if it is the first.
  package mutating func noteCommandLine(_ words: [String]) {
    guard commandLine == nil else { return }
    var digest = ContentDigest("whittle command line")
    for word in words { digest.add(word) }
    commandLine = String(digest.finish().prefix(16))
  }

  /// Notes a process that must have a file.
  package mutating func note(_ birth: Birth) {
    if births.count < Self.birthsKept { births.append(birth) } else { furtherBirths += 1 }
  }

  /// Counts processes that must have files, whose numbers are not kept.
  package mutating func noteFurtherBirths(_ count: Int) { furtherBirths += count }

  mutating func add(_ later: Self) {
    programs.add(later.programs)
    exits.add(later.exits)
    exitsWithoutCall.add(later.exitsWithoutCall)
    strangers.add(later.strangers)
    usesLoader = usesLoader || later.usesLoader
    fileMapping = fileMapping ?? later.fileMapping
    libraryFromNowhere = libraryFromNowhere ?? later.libraryFromNowhere
    tabled.merge(later.tabled) { first, later in
      var sum = first
      sum.add(later)
      return sum
    }
    engineClient = engineClient ?? later.engineClient
    connectsToEngine = connectsToEngine || later.connectsToEngine
    commandLine = commandLine ?? later.commandLine
    processFiles += later.processFiles
    births += later.births
    furtherBirths += later.furtherBirths
  }
}

// MARK: What follows from it

extension RunEvidence {
  /// Adds what is missing, or of another's, to the ledger.
  ///
  /// - Parameter processes: the numbers of those that the run tells of.
  func conclude(
    _ observations: [Observation], processes: Set<UInt32>, in ledger: inout Ledger
  ) {
    if let engineClient, connectsToEngine { ledger.add(.engineClient, at: engineClient) }
    noteMissingFiles(processes, &ledger)
    let calls = CallsMade(observations)
    for (call, tally) in tabled where !calls.known.contains(call) {
      ledger.add(.missingLine, count: tally.count, at: tally.first)
    }
    if exits.count > ledger.damagedLines {
      if calls.isDisjoint(with: ProgramLife.ending) {
        ledger.add(.selectedCalls, at: exits.first)
      } else if exitsWithoutCall.count > ledger.damagedLines {
        ledger.add(.selectedCalls, at: exitsWithoutCall.first)
      }
    }
    if strangers.count > ledger.damagedLines, calls.isDisjoint(with: ProcessCalls.creating) {
      ledger.add(.selectedCalls, at: strangers.first)
    }
    if showsStartOnly(calls) {
      ledger.add(.selectedCalls, at: programs.first)
    } else if ledger.damagedLines == 0,
      let place = libraryFromNowhere ?? callWithoutPartner(calls)
    {
      ledger.add(.selectedCalls, at: place)
    }
  }

  /// Where a file is mapped that no call can have opened.
  private func callWithoutPartner(_ calls: CallsMade) -> SourceLocation? {
    // What was cut off, or left out of an excerpt, may have had it.
    let hasEnd = exits.count > 0 || !calls.isDisjoint(with: ProgramLife.ending)
    guard hasEnd || calls.count >= Self.callsOfLoader,
      calls.isDisjoint(with: ProgramLife.givingDescriptors)
    else { return nil }
    return fileMapping
  }

  /// Every process has a file, and one of them at the least was made by nobody here.
  private func noteMissingFiles(_ processes: Set<UInt32>, _ ledger: inout Ledger) {
    guard processFiles > 0 else { return }
    let births = births.filter { !$0.isLate || processFiles == 1 }
    let missing = births.count + furtherBirths - (processFiles - 1)
    guard missing > 0 else { return }
    let strangers = births.filter { !processes.contains($0.child) }
    let known = births.filter { processes.contains($0.child) }
    let places = (strangers + known).prefix(missing)
    for birth in places { ledger.add(.untracedProcess, at: birth.place) }
    if missing > places.count {
      ledger.add(.untracedProcess, count: missing - places.count, at: nil)
    }
  }

  /// Whether programs were started, but what every program does first is not there.
  private func showsStartOnly(_ calls: CallsMade) -> Bool {
    guard programs.count > 0 else { return false }
    // What was cut off behind the first lines may have had it.
    let hasEnd = exits.count > 0 || !calls.isDisjoint(with: ProgramLife.ending)
    if usesLoader, hasEnd, calls.isDisjoint(with: ProgramLife.loading) { return true }
    guard calls.isDisjoint(with: ProgramLife.starting),
      hasEnd || calls.count >= Self.callsOfStart
    else { return false }
    if programs.count > 1 || calls.makesProcesses { return true }
    // One program: it may be one that has no C library, and was told of in full.
    let own = calls.known.subtracting(ProgramLife.bare)
    if own.isEmpty { return hasEnd }
    return calls.isDisjoint(with: ProgramLife.settingThreadPointer)
      && (own.count > 3 || own.isDisjoint(with: ProgramLife.writing))
  }
}

/// The calls of a run, on whatever architecture.
private struct CallsMade {
  let known: Set<Syscall>
  let count: Int
  /// Whether a process was made.
  let makesProcesses: Bool

  init(_ observations: [Observation]) {
    count = observations.reduce(0) { $0 + $1.count }
    known = Set(observations.compactMap { $0.key.call.syscall })
    makesProcesses = observations.contains { observation in
      observation.outcomes.returned > 0
        && observation.key.call.syscall.map(ProcessCalls.creating.contains) ?? false
    }
  }

  func isDisjoint(with calls: Set<Syscall>) -> Bool { known.isDisjoint(with: calls) }
}

extension Ledger {
  /// How many lines could have held a call that is missed.
  fileprivate var damagedLines: Int {
    [Kind.malformedLine, .suspectLine, .truncatedTail, .truncatedFile, .nulBytes, .overlongLine]
      .reduce(0) { $0 + (entries[$1]?.count ?? 0) }
  }
}
