package import Filters
package import Profiles
import Syscalls

/// Runs commands under a profile on this machine, and tells what was denied to them.
///
/// The kernel keeps refusals with an errno to itself. So the filter that is loaded asks (user
/// notification) where the profile's says errno, trace or notify, and each question is answered
/// with what the profile's own filter says about that very call. Programs get the answers that they
/// get under a runtime that loads the profile, its stub included. A call that kills or traps is asked
/// about as well, and its process gets the SIGSYS that the kernel would send.
///
/// What differs: a process of several threads ends as a whole where a profile kills one of them; a call
/// that is refused takes longer, and before Linux 5.19 a signal may interrupt it meanwhile; where this
/// process may not trace, a handler for SIGSYS is not told which call was trapped.
package struct Trial: Sendable {
  private let profile: FlatProfile
  /// What a runtime would load, and what is loaded here.
  private let filter: Filter
  private let asking: Filter

  /// What libseccomp makes of a profile for this machine, whose own ABI it adds where it is not listed.
  package static func compilation(of profile: FlatProfile) throws(TrialError) -> Compilation {
    do {
      return try Compiler().compile(profile)
    } catch {
      throw .compilation(error)
    }
  }

  /// - Parameter profile: as resolved for this machine.
  package init(
    of profile: FlatProfile, underRuntime runtime: RuntimeStub.Runtime
  ) throws(TrialError) {
    try self.init(of: profile, try Self.compilation(of: profile), underRuntime: runtime)
  }

  /// - Parameter compilation: of the profile.
  package init(
    of profile: FlatProfile, _ compilation: Compilation, underRuntime runtime: RuntimeStub.Runtime
  ) throws(TrialError) {
    do {
      filter = try Filter(
        compilation.filter, behind: RuntimeStub(runtime, for: profile, native: .native))
    } catch {
      throw .unacceptable(error)
    }
    guard
      let asking = filter.replacingAnswers({ verdict in
        switch verdict {
        case .errno, .trace, .trap, .killThread, .killProcess: .notify
        default: verdict
        }
      })
    else { preconditionFailure("libseccomp computed an answer") }
    self.asking = asking
    self.profile = profile
    try refuseHopelessProfile()
  }

  /// The supervisor would see a process that dies before its program begins, and could not say why.
  private func refuseHopelessProfile() throws(TrialError) {
    guard let execve = Syscall("execve").flatMap({ PartialInvocation($0, on: .native) }) else {
      return
    }
    if case .decided(let verdict) = filter.decide(execve), !verdict.runsCall {
      throw .refusesExecution(verdict)
    }
  }

  /// Runs the command to its end, and to that of every process that it leaves behind.
  ///
  /// Meanwhile SIGINT, SIGTERM and their like go from the calling thread to the command. Once the
  /// command itself has ended, they end the trial.
  /// - Parameters:
  ///   - command: a program, looked for as a shell does, and its arguments.
  ///   - onLeftover: called once where the command has ended for a while, and others go on.
  package func run(
    _ command: [String], onLeftover: () -> Void = {}
  ) throws(TrialError) -> TrialOutcome {
    var supervised = try SupervisedCommand(command, under: asking)
    let tellsUnused = supervised.tellsUnused
    var log = DenialLog(for: profile)
    var ending: TrialOutcome.Ending?
    var hasTold = false

    while true {
      let events = supervised.wait(for: ending != nil && !hasTold ? .seconds(1) : nil)
      if events.contains(.call) { answerNext(of: &supervised, &log) }
      if events.contains(.signal), supervised.passSignal() != nil, ending != nil { break }
      if events.contains(.mayHaveEnded) { ending = ending ?? supervised.ending() }
      guard ending != nil else { continue }
      if events.contains(.unused) || !tellsUnused { break }
      if events.isEmpty, !hasTold {
        hasTold = true
        onLeftover()
      }
    }
    if let errno = supervised.executionError { throw .notExecutable(errno: errno) }
    guard let ending else { preconditionFailure("the loop ends after the command") }
    return TrialOutcome(ending: ending, denials: log.inOrder, unlisted: log.unlisted)
  }

  private func answerNext(of supervised: inout SupervisedCommand, _ log: inout DenialLog) {
    guard let question = supervised.nextQuestion(),
      let process = supervised.process(asking: question)
    else { return }
    let verdict = filter.simulate(question.invocation).verdict
    // A call that was not answered is not denied: it starts anew, and asks again.
    let isDenied =
      switch verdict {
      case .killThread, .killProcess: supervised.kill(question)
      case .trap(let data): supervised.trap(question, data: data)
      default:
        supervised.answer(
          question,
          errno: Denial(process: process, invocation: question.invocation, verdict: verdict).errno)
      }
    if isDenied { log.add(question.invocation, by: process, verdict) }
  }
}
