package import Findings
internal import Text

/// What a log could not tell, counted and located.
package struct Ledger: Hashable, Sendable {
  /// One kind of gap or oddity.
  package enum Kind: String, CaseIterable, Comparable, Sendable {
    // Losses: calls may have happened that are not among the observations.
    case unreadableFile = "unreadable-file"
    case lostEvents = "lost-events"
    case recordingStopped = "recording-stopped"
    case killedCall = "killed-call"
    case missingCall = "missing-call"
    case tooManyNames = "too-many-names"
    case malformedLine = "malformed-line"
    case suspectLine = "suspect-line"
    case truncatedTail = "truncated-tail"
    case truncatedFile = "truncated-file"
    case missingLine = "missing-line"
    case orphanedResumption = "orphaned-resumption"
    case architectureMismatch = "architecture-mismatch"
    case nulBytes = "nul-bytes"
    case overlongLine = "overlong-line"
    case refusedTracing = "refused-tracing"
    case untracedProcess = "untraced-process"
    case releasedProcess = "released-process"
    case selectedCalls = "selected-calls"
    case ambiguousKey = "ambiguous-key"
    case unreadArgument = "unread-argument"

    // Notes: nothing is missing, but something was assumed, ignored or never finished.
    case foreignText = "foreign-text"
    case unfinishedCall = "unfinished-call"
    case detached = "detached"
    case orphanedClone = "orphaned-clone"
    case unseenEntry = "unseen-entry"
    case guessedArchitecture = "guessed-architecture"
    case possibleMultiplexer = "possible-multiplexer"
    case unknownName = "unknown-name"
    case namesOnly = "names-only"
    case foldedArguments = "folded-arguments"
    case serialGap = "serial-gap"
    case repeatedRecord = "repeated-record"
    case otherProcess = "other-process"
    case engineClient = "engine-client"
    case unresolvedSite = "unresolved-site"
    case otherEntry = "other-entry"
    case unreadProgram = "unread-program"

    package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self)! }

    /// Whether calls may be missing.
    package var isLoss: Bool { self < .foreignText }

    /// Whether it is a loss of which the log tells no size: calls of one kind or one process are missing from
    /// the beginning to the end, and their number may be any.
    package var isUnsized: Bool {
      switch self {
      case .refusedTracing, .untracedProcess, .releasedProcess, .selectedCalls, .ambiguousKey: true
      default: false
      }
    }

    /// What was counted, in a few words: `1 line not understood`.
    package func counting(_ count: Int) -> String {
      let (one, many, attribute) = words
      return "\(count.counting(one, many)) \(attribute)"
    }

    private var words: (one: String, many: String, attribute: String) {
      switch self {
      case .unreadableFile: ("unreadable file", "unreadable files", "among the logs")
      case .lostEvents: ("event", "events", "that the recorder says it lost")
      case .recordingStopped:
        ("time", "times", "the recording was switched off, cut short or rotated away")
      case .killedCall:
        ("process", "processes", "killed by SIGSYS at a call that no record shows")
      case .missingCall: ("call", "calls", "of which the log has other records, but not its own")
      case .tooManyNames:
        ("call", "calls", "with unknown names or numbers, more different ones than are kept")
      case .malformedLine: ("line", "lines", "not understood")
      case .suspectLine: ("line", "lines", "resembling a call but not one")
      case .truncatedTail: ("last line", "last lines", "cut short")
      case .truncatedFile: ("compressed file", "compressed files", "cut short")
      case .missingLine: ("line", "lines", "that the log counts itself but does not hold")
      case .orphanedResumption: ("end", "ends", "of a call whose start is not in the log")
      case .architectureMismatch:
        ("call", "calls", "that the architecture which the log is read for does not have")
      case .nulBytes: ("line", "lines", "with NUL bytes, as a crash leaves them")
      case .overlongLine: ("line", "lines", "too long to be read whole")
      case .refusedTracing:
        ("time", "times", "the kernel did not let strace trace (a container needs SYS_PTRACE)")
      case .untracedProcess:
        ("process", "processes", "made whose calls are not in the log (strace follows with -f)")
      case .releasedProcess:
        ("process", "processes", "that the tracer let go and that ran on")
      case .selectedCalls:
        ("sign", "signs", "that only some calls were recorded, as under -e trace= or audit rules")
      case .ambiguousKey:
        ("row", "rows", "of bpftrace maps whose numbers may not be calls (use one: @[args->id])")
      case .unreadArgument:
        ("argument", "arguments", "that decide and have a name of unknown value (strace -X raw)")
      case .foreignText: ("line", "lines", "of other programs between the tracer's")
      case .unfinishedCall: ("call", "calls", "entered but not finished when the log ends")
      case .detached: ("process", "processes", "detached by the tracer")
      case .orphanedClone: ("child", "children", "showing the end of a call that made a process")
      case .unseenEntry:
        ("call", "calls", "whose beginning the tracer did not see; the end names it")
      case .guessedArchitecture:
        ("process", "processes", "whose architecture the log does not tell")
      case .possibleMultiplexer:
        ("call", "calls", "that socketcall or ipc may have made in place of the direct call")
      case .unknownName: ("call", "calls", "that whittle's table does not know, kept as logged")
      case .namesOnly:
        ("call", "calls", "known by name or number alone, without arguments or results")
      case .foldedArguments: ("call", "calls", "with argument values too many to keep apart")
      case .serialGap:
        ("serial number", "serial numbers", "that no record shows; other audit events use some too")
      case .repeatedRecord: ("record", "records", "of a call that another record shows already")
      case .otherProcess: ("call", "calls", "of processes that were not selected")
      case .engineClient:
        ("client", "clients", "of a container engine: no call of its containers is in the log")
      case .unresolvedSite:
        ("place", "places", "in programs' code with a system call whose number was not found")
      case .otherEntry:
        ("place", "places", "in 64-bit programs' code with a system call of 32-bit x86 or x32")
      case .unreadProgram:
        (
          "program or library", "programs and libraries",
          "whose system calls are not known for certain"
        )
      }
    }
  }

  /// How often, and where first.
  package struct Entry: Hashable, Sendable {
    /// How often it happened.
    package var count: Int
    /// The least places, `placesKept` at the most, ascending.
    package private(set) var places: [SourceLocation]

    /// How many places are kept.
    package static let placesKept = 3

    /// A count with its first places.
    package init(count: Int, places: [SourceLocation]) {
      self.count = count
      self.places = Array(Set(places).sorted().prefix(Self.placesKept))
    }

    mutating func add(_ other: Self) {
      if places.count == Self.placesKept, other.places.allSatisfy({ places.last! <= $0 }) {
        count = Observation.sum(count, other.count)
        return
      }
      self = Self(
        count: Observation.sum(count, other.count), places: places + other.places)
    }

    /// Counts what happened at a place.
    package mutating func add(count more: Int, at place: SourceLocation?) {
      // Logs are read in their order, so all but the first places are without effect.
      if let place, places.count < Self.placesKept || place < places[Self.placesKept - 1] {
        add(Self(count: more, places: [place]))
      } else {
        count = Observation.sum(count, more)
      }
    }
  }

  /// What happened, by kind.
  package private(set) var entries: [Kind: Entry] = [:]

  /// Nothing happened.
  package init() {}

  /// Counts what happened at a place.
  package mutating func add(_ kind: Kind, count: Int = 1, at place: SourceLocation?) {
    entries[kind, default: Entry(count: 0, places: [])].add(count: count, at: place)
  }

  /// Adds what another ledger says of a kind.
  package mutating func add(_ kind: Kind, _ entry: Entry) {
    entries[kind, default: Entry(count: 0, places: [])].add(entry)
  }

  /// Counts what happened as one kind as another.
  package mutating func move(_ kind: Kind, to other: Kind) {
    if let entry = entries.removeValue(forKey: kind) { add(other, entry) }
  }

  /// Adds all that another ledger says.
  package mutating func add(_ other: Self) {
    for (kind, entry) in other.entries { add(kind, entry) }
  }

  /// How many calls may be missing: one for each loss, more where the log gives a number.
  package var losses: Int {
    entries.reduce(0) { $0 + ($1.key.isLoss ? $1.value.count : 0) }
  }
}
