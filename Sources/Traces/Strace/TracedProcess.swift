internal import Observations
internal import Syscalls

/// A call as far as its lines tell it.
struct TracedCall {
  let name: PrintedName
  let arguments: ArgumentValues
  /// The line on which it was entered.
  let line: Int
  /// The call's number, with `-n`.
  let number: UInt32?
  /// See ``LinePrefix/instructionPointerDigits``.
  let instructionPointerDigits: Int?
  /// What its lines tell of the width of the code that made it.
  var width: CodeWidth?
  var outcome = Outcome.unknown
  var result: UInt64?
  /// The path that an execve was given, where processes are selected by it.
  var program: String?
}

/// A traced process or thread, and what must be remembered of it between its lines.
final class TracedProcess {
  /// Which architecture a process's calls belong to.
  enum ABI {
    /// Nothing has told yet since the program was started: its calls wait.
    case open([TracedCall])
    case known(Architecture)
  }

  /// A call that was counted.
  struct Counted {
    var call: TracedCall
    let resolution: Resolution
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
  var latest: Counted?
  /// The process's name and program, where the log tells and somebody asks.
  var identity = Identity()

  /// Calls that wait at the most before the assumed architecture is taken.
  static let patience = 64

  init(number: UInt32, abi: ABI = .open([])) {
    self.number = number
    self.abi = abi
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
  /// Whether plain lines may tell of it: its calls are `architecture`'s, one has been counted, and
  /// none is pending. A message may tell of a process that has no line, and is not counted then.
  func isPlain(on architecture: Architecture) -> Bool {
    guard pending == nil, latest != nil, case .known(architecture) = abi else { return false }
    return true
  }

  /// Learns what plain lines have told.
  func resume(from plain: PlainProcesses.Row, _ variants: PlainVariants) {
    guard case .known(let architecture) = abi else { return }
    if !plain.pending.isNone {
      pending = TracedCall(variants[plain.pending.variant], line: plain.pendingLine)
    }
    if !plain.latest.isNone {
      let variant = variants[plain.latest.variant]
      var call = TracedCall(variant, line: 0)
      call.outcome = plain.latest.ending.outcome
      call.result =
        plain.latest.result == PlainCall.noResult ? nil : UInt64(plain.latest.result)
      latest = Counted(
        call: call,
        resolution: Resolution(
          call: .known(variant.call), architecture: architecture, arguments: variant.arguments))
    }
  }
}

extension TracedCall {
  fileprivate init(_ variant: PlainVariant, line: Int) {
    self.init(
      name: .known(variant.call), arguments: variant.arguments, line: line, number: nil,
      instructionPointerDigits: nil)
  }
}
