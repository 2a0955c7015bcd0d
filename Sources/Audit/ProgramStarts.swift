internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// Tells whether rules recorded only some calls of the programs that were executed.
///
///     auditctl -a always,exit -F arch=b64 -S execve -S connect
///
/// Whatever a program is for, it begins with calls that map memory or set its thread up. So calls are missing
/// where a log shows its execve and what it did later, and none of those between. A log may begin or end
/// anywhere, and what a filter logs is complete.
struct ProgramStarts {
  /// What a call tells of the program that makes it.
  enum Role: UInt8 {
    case other, execution, beginning, trivial

    init(_ call: SyscallReference) {
      guard let syscall = call.syscall else {
        self = .other
        return
      }
      if ProcessCalls.replacing.contains(syscall) {
        self = .execution
      } else if ProcessCalls.beginning.contains(syscall) {
        self = .beginning
      } else {
        self = ProcessCalls.trivial.contains(syscall) ? .trivial : .other
      }
    }
  }

  private struct Process: Hashable {
    let node: UInt64
    let number: UInt32
  }

  private struct Program {
    let place: SourceLocation
    /// Of ``ProgramStarts/records``, when it was executed.
    let start: Int
    /// How many calls of its own the log shows since.
    var calls = 0
    /// Whether one of them is more than a program without a C library makes.
    var isProven = false
  }

  /// More programs than this are not waited for.
  private static let limit = 1 << 16

  /// The programs of which no beginning has been seen yet.
  private var waiting: [Process: Program] = [:]
  /// How many SYSCALL records were read while any was waited for.
  private var records = 0
  private var sawBeginning = false
  /// Where programs were executed of which calls are missing.
  private var proven: [SourceLocation] = []

  /// Whether no program is waited for, so that other calls tell nothing.
  var isEmpty: Bool { waiting.isEmpty }

  /// Notes a SYSCALL record.
  ///
  /// - Parameter place: where it stands; asked for an execve that succeeded.
  mutating func note(
    _ role: Role, returned: Bool, process: UInt32, node: UInt64, place: () -> SourceLocation
  ) {
    if role == .beginning { sawBeginning = true }
    if !waiting.isEmpty { noteCall(role, Process(node: node, number: process)) }
    guard role == .execution, returned, waiting.count < Self.limit else { return }
    waiting[Process(node: node, number: process)] = Program(place: place(), start: records)
  }

  private mutating func noteCall(_ role: Role, _ process: Process) {
    records += 1
    guard var program = waiting.removeValue(forKey: process), role != .beginning else { return }
    program.calls += 1
    if role != .trivial { program.isProven = true }
    if role == .execution {
      // The next program, or the next process of this number.
      decide(program)
    } else {
      waiting[process] = program
    }
  }

  /// Notes a SECCOMP record: of this process, the filter logs whatever it does not allow.
  mutating func noteFilter(process: UInt32, node: UInt64) {
    waiting[Process(node: node, number: process)] = nil
  }

  private mutating func decide(_ program: Program) {
    if program.isProven { proven.append(program.place) }
  }

  mutating func finish(into recorder: inout ObservationBuilder) {
    for var program in waiting.values {
      // Nothing of its own, while others went on; and of no program is more to be seen.
      if !sawBeginning, records > program.start + program.calls { program.isProven = true }
      decide(program)
    }
    waiting = [:]
    for place in proven.sorted() { recorder.note(.selectedCalls, place: place) }
    proven = []
  }
}
