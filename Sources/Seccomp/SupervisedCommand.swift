internal import CSeccomp
import Filters
import Syscalls

/// A command that runs under a filter of ours, and the filter's listener; closed once.
///
/// Commands are not awaited when this goes: they are killed.
@safe struct SupervisedCommand: ~Copyable {
  private var supervision: cseccomp_supervision

  /// What ``wait(for:)`` found to do.
  struct Events: OptionSet {
    let rawValue: Int32

    static let call = Events(rawValue: CSECCOMP_HAS_CALL)
    static let mayHaveEnded = Events(rawValue: CSECCOMP_MAY_HAVE_ENDED)
    static let signal = Events(rawValue: CSECCOMP_HAS_SIGNAL)
    static let unused = Events(rawValue: CSECCOMP_IS_UNUSED)
  }

  /// A call that waits for its answer.
  struct Question {
    let id: UInt64
    let thread: UInt32
    let invocation: Invocation
    fileprivate let call: cseccomp_call
  }

  /// - Parameter command: the program, looked for as a shell does, and its arguments.
  init(_ command: [String], under filter: Filter) throws(TrialError) {
    precondition(!command.isEmpty, "a command has a name")
    let strings: [UInt8] = command.flatMap { [UInt8]($0.utf8) + [0] }
    let program = filter.encoded()
    var started = unsafe cseccomp_supervision()
    // SAFETY: the arrays outlive the call, which copies what the child needs by forking; there are
    // as many terminated strings and instructions as stated, since no argument holds a NUL.
    unsafe strings.withUnsafeBytes { strings in
      unsafe program.withUnsafeBufferPointer { program in
        var description = unsafe cseccomp_command(
          arguments: strings.bindMemory(to: CChar.self).baseAddress,
          argument_count: command.count,
          program: program.baseAddress, instruction_count: filter.instructions.count)
        unsafe cseccomp_start(&description, &started)
      }
    }
    let (step, errno) = unsafe (started.step, started.error)
    if let problem = TrialError(step: step, errno: errno) {
      // SAFETY: started above, and finished once: there is no value whose deinit would.
      unsafe cseccomp_finish(&started)
      throw problem
    }
    unsafe supervision = started
  }

  deinit {
    // SAFETY: finished here alone; the copy is not used afterwards.
    var copy = unsafe supervision
    unsafe cseccomp_finish(&copy)
  }
}

// SAFETY, of every call below: the structure is initialized and outlives the call.
extension SupervisedCommand {
  /// The command's process.
  var pid: UInt32 { unsafe UInt32(supervision.pid) }

  /// Waits until there is something to do; nothing, when the time is over or by chance.
  mutating func wait(for duration: Duration? = nil) -> Events {
    let milliseconds = duration.map {
      Int32($0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000)
    }
    return unsafe Events(rawValue: cseccomp_wait(&supervision, milliseconds ?? -1))
  }

  /// Whether ``Events/unused`` will come: Linux 5.9.
  var tellsUnused: Bool {
    mutating get { unsafe cseccomp_tells_unused(&supervision) != 0 }
  }

  /// `nil` where there is none after all: its process was killed.
  mutating func nextQuestion() -> Question? {
    var call = cseccomp_call()
    guard unsafe cseccomp_receive(&supervision, &call) == 0 else { return nil }
    let a = call.arguments
    return Question(
      id: call.id, thread: call.thread,
      invocation: Invocation(
        architectureToken: call.architecture, number: call.number,
        instructionPointer: call.instruction_pointer,
        arguments: [a.0, a.1, a.2, a.3, a.4, a.5]),
      call: call)
  }

  /// The process that asks; `nil` for one that is gone.
  mutating func process(asking question: Question) -> Denial.Process? {
    let process = cseccomp_process_of(question.thread)
    guard unsafe cseccomp_is_waiting(&supervision, question.id) != 0 else { return nil }
    let name = unsafe withUnsafeBytes(of: process.name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Denial.Process(id: process.id, name: name)
  }

  /// Whether the answer was taken: a process may be killed, or start its call anew after a signal.
  mutating func answer(_ question: Question, errno: UInt16) -> Bool {
    unsafe cseccomp_answer(&supervision, question.id, Int32(errno)) == 0
  }

  /// The same for a call that kills: the process ends, and its call with it.
  mutating func kill(_ question: Question) -> Bool {
    guard unsafe cseccomp_is_waiting(&supervision, question.id) != 0 else { return false }
    cseccomp_end_process_of(question.thread)
    // The signal comes before the call returns; where it was interrupted, nobody waits for an answer.
    _ = answer(question, errno: Errno.ENOSYS.rawValue)
    return true
  }

  /// The same for a call that is trapped: its program's handler runs, or its process ends.
  mutating func trap(_ question: Question, data: UInt16) -> Bool {
    var call = question.call
    return unsafe cseccomp_trap(&supervision, &call, data) == 0
  }

  /// Takes a signal that this process got, and passes it on; its number.
  mutating func passSignal() -> Int32? {
    let signal = unsafe cseccomp_pass_signal(&supervision)
    return signal == 0 ? nil : signal
  }

  /// How the command ended, where it has.
  mutating func ending() -> TrialOutcome.Ending? {
    let end = unsafe cseccomp_reap(&supervision)
    guard end.ended != 0 else { return nil }
    return end.signal == 0 ? .exited(code: end.exit_code) : .killed(signal: end.signal)
  }

  /// Why the program was not executed, where it was not.
  var executionError: Int32? {
    mutating get {
      let error = unsafe cseccomp_execution_error(&supervision)
      return error == 0 ? nil : error
    }
  }
}
