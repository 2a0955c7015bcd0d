internal import Logs
internal import Observations
internal import Syscalls

/// A call as far as its lines tell it.
///
/// A class, for it goes from hand to hand, and most processes have none that is not finished.
final class TracedCall {
  let name: PrintedName
  /// See ``LinePrefix/instructionPointerDigits``.
  let instructionPointerDigits: UInt8?
  /// What its lines tell of the width of the code that made it.
  var width: BitnessEvidence?
  var outcome = Outcome.unknown
  /// The call's number, with `-n`.
  let number: UInt32?
  var arguments: ArgumentValues
  /// The line on which it was entered.
  let line: Int
  var result: UInt64?
  /// The path that an execve or open was given, where somebody wants it.
  var path: String?
  /// The words that an execve was given, where they are wanted.
  var words: [String]?
  /// Whether it starts the client of a container engine.
  var startsEngineClient = false

  /// A call that has begun and not ended.
  package init(_ name: PrintedName, _ arguments: ArgumentValues, _ prefix: LinePrefix, line: Int) {
    self.name = name
    self.arguments = arguments
    self.line = line
    number = prefix.number
    instructionPointerDigits = prefix.instructionPointerDigits
  }

  /// A call that plain lines told of, which no more stands before than a process and a time.
  init(_ variant: CallSignature, line: Int) {
    name = .known(variant.call)
    arguments = variant.arguments
    self.line = line
    number = nil
    instructionPointerDigits = nil
  }

  /// Which argument of an execve or open is its path: `openat(AT_FDCWD, "/etc/passwd", …)`.
  var pathPosition: Int { name.text == "execveat" || name.text == "openat" ? 1 : 0 }
}

/// A traced process or thread, and what must be remembered of it between its lines.
final class TracedProcess {
  /// Which architecture a process's calls belong to.
  enum ABI {
    /// Nothing has told yet since the program was started: its calls wait.
    case open([TracedCall])
    case known(Architecture)
  }

  /// The call that was counted last.
  enum Latest {
    case none
    case counted(TracedCall, Resolution)
    /// As a plain line told it, of this architecture.
    case plain(PlainCall, Architecture)
  }

  /// 0 while a terminal's log has not told it.
  var number: UInt32
  var abi: ABI
  /// The architecture of the process that made this one, where that was told late.
  var inherited: Architecture?
  /// Whether it has run a program of its own, so that nothing is inherited.
  var ranProgram = false
  /// A call whose end has not been seen.
  var pending: TracedCall?
  /// A signal, or the process's death, may tell that a seccomp filter refused it.
  var latest = Latest.none
  /// The process's name and program, where the log tells and somebody asks.
  var identity = Identity()
  /// Whether it is counted among those of which the log tells.
  var isNoted = false
  /// Whether nobody in the log made it.
  var isRoot = false
  /// The line on which it was first seen.
  var firstLine = 0
  /// The line on which the tracer let it go.
  var releaseLine: Int?

  /// Whether the ledger tells already that its architecture was guessed.
  private var isGuessed = false

  /// Calls that wait at the most before the assumed architecture is taken.
  static let patience = 64

  /// The architecture of its calls, if that is decided.
  var architecture: Architecture? {
    if case .known(let architecture) = abi { architecture } else { nil }
  }

  init(number: UInt32, abi: ABI = .open([])) {
    self.number = number
    self.abi = abi
  }

  /// The call that it began last and of which no end is expected; `nil` before the first, and where
  /// plain lines told of it.
  var latestCall: TracedCall? {
    if case .open(let waiting) = abi, let last = waiting.last { return last }
    if case .counted(let call, _) = latest { return call }
    return nil
  }

  func noteGuess(at line: Int, _ recorder: inout ObservationBuilder) {
    if !isGuessed { recorder.note(.guessedArchitecture, line: line) }
    isGuessed = true
  }
}

extension TracedProcess {
  /// What processes are selected by.
  struct Identity {
    var command: String?
    var executable: String?

    /// The process runs the program at `path`: the kernel calls it by the file's name, cut to 15 bytes.
    mutating func run(_ path: String) {
      executable = path
      let name = path.split(separator: "/").last.map(String.init) ?? path
      command = String(decoding: name.utf8.prefix(15), as: UTF8.self)
    }
  }
}

extension Selection {
  func includes(_ process: TracedProcess) -> Bool {
    isAmong(process.number, processes) && isAmong(process.identity.command, commands)
      && isAmong(process.identity.executable, executables)
  }

  private func isAmong<Value: Equatable>(_ value: Value?, _ wanted: [Value]) -> Bool {
    guard !wanted.isEmpty else { return true }
    return value.map(wanted.contains) ?? false
  }
}

extension TracedProcess {
  /// Whether plain lines may tell of it: its calls are `architecture`'s, one has been counted, and none is
  /// pending; or one that has just begun, on `line`. A message may tell of a process that has no line, and is not
  /// counted then.
  func isPlain(on architecture: Architecture, inCallOf line: Int?) -> Bool {
    guard case .known(architecture) = abi else { return false }
    if let pending { return pending.line == line }
    if case .none = latest { return false }
    return true
  }

  /// Whether plain lines may tell of it where its calls do not count: nothing waits for an end or for a machine.
  var isIdle: Bool {
    guard pending == nil else { return false }
    if case .open(let waiting) = abi { return waiting.isEmpty }
    return true
  }

  /// Learns what plain lines have told.
  func resume(from plain: ProcessTable.Row, _ variants: CallSignatures) {
    if !plain.pending.isNone {
      pending = TracedCall(variants[plain.pending.variant], line: plain.pendingLine)
    }
    guard case .known(let architecture) = abi else { return }
    if !plain.latest.isNone { latest = .plain(plain.latest, architecture) }
  }
}
