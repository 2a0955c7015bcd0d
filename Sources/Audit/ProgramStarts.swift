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

  /// Whether any program is waited for; other calls tell nothing then.
  private(set) var isWaiting = false

  /// Notes an execve that succeeded.
  mutating func noteExecution(process: UInt32, node: UInt64, at place: SourceLocation) {
    guard waiting.count < Self.limit else { return }
    waiting[Process(node: node, number: process)] = Program(place: place, start: records)
    isWaiting = true
  }

  /// Notes the SYSCALL record of any call. At least one record of each call has to be noted, and all of them while
  /// a program is waited for.
  mutating func noteCall(_ role: Role, process: UInt32, node: UInt64) {
    if role == .beginning { sawBeginning = true }
    guard isWaiting else { return }
    records += 1
    let process = Process(node: node, number: process)
    guard var program = waiting[process] else { return }
    program.calls += 1
    if role == .other || role == .execution { program.isProven = true }
    switch role {
    case .beginning: remove(process)
    case .execution:
      // The next program, or the next process of this number.
      decide(program)
      remove(process)
    case .trivial, .other: waiting[process] = program
    }
  }

  private mutating func remove(_ process: Process) {
    waiting[process] = nil
    isWaiting = !waiting.isEmpty
  }

  /// Notes a SECCOMP record: of this process, the filter logs whatever it does not allow.
  mutating func noteFilter(process: UInt32, node: UInt64) {
    remove(Process(node: node, number: process))
  }

  /// Notes that a process has ended, as its parent was told: none ends without a call that ends it, unless a signal
  /// does.
  mutating func noteEnd(of process: UInt32, node: UInt64) {
    let process = Process(node: node, number: process)
    guard var program = waiting[process], program.calls == 0 else { return }
    program.isProven = true
    decide(program)
    remove(process)
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
    isWaiting = false
    for place in proven.sorted() { recorder.note(.selectedCalls, place: place) }
    proven = []
  }
}
