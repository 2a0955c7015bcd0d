internal import Logs
internal import Observations
internal import Syscalls

/// Calls that a seccomp filter did not let run.
extension StraceSession {
  /// `--- SIGSYS {…, si_syscall=__NR_getuid, …} ---`: a filter did not let the latest call run.
  mutating func refuse(
    _ name: PrintedName, _ process: TracedProcess, _ recorder: inout ObservationBuilder
  ) {
    if !refuseLatest(process, &recorder, where: { $0.isSame(as: name, $1) }) {
      // Its own line is not in the log.
      recorder.note(.orphanedResumption)
      concludeOrphan(name, .denied, process, &recorder)
    }
  }

  /// `+++ killed by SIGSYS +++`, with no more: `getuid() = 102` before it shows the call's own
  /// number as if that were its result. Threads that died along with it show none.
  mutating func refuseKilled(_ process: TracedProcess, _ recorder: inout ObservationBuilder) {
    _ = refuseLatest(process, &recorder) { $0.showsNumber(on: $1) }
  }

  private func refuseLatest(
    _ process: TracedProcess, _ recorder: inout ObservationBuilder,
    where isMeant: (TracedCall, Architecture) -> Bool
  ) -> Bool {
    let wide = recorder.assumedArchitecture
    if case .open(let waiting) = process.abi, let last = waiting.last {
      guard isMeant(last, wide) || wide.narrowCompanion.map({ isMeant(last, $0) }) ?? false else {
        return false
      }
      last.outcome = .denied
      return true
    }
    guard let (call, resolution) = latest(of: process), isMeant(call, resolution.architecture)
    else { return false }
    recorder.revise(
      resolution.call, on: resolution.architecture, arguments: resolution.arguments,
      from: call.outcome, to: .denied)
    call.outcome = .denied
    process.latest = .counted(call, resolution)
    return true
  }

  private func latest(of process: TracedProcess) -> (TracedCall, Resolution)? {
    switch process.latest {
    case .none: return nil
    case .counted(let call, let resolution): return (call, resolution)
    case .plain(let plain, let architecture):
      let variant = variants[plain.variant]
      let call = TracedCall(variant, line: 0)
      call.outcome = plain.ending.outcome
      if plain.result != PlainCall.noResult { call.result = UInt64(plain.result) }
      return (
        call,
        Resolution(
          call: .known(variant.call), architecture: architecture, arguments: variant.arguments)
      )
    }
  }
}

extension TracedCall {
  /// Whether `other` names this call, be it as the sub-call of a multiplexer.
  fileprivate func isSame(as other: PrintedName, _ architecture: Architecture) -> Bool {
    if name.isSame(as: other)
      || name.call(on: architecture).call == other.call(on: architecture).call
    {
      return true
    }
    guard let text = name.text, let multiplexer = other.text else { return false }
    return Multiplexer.call(showing: text, named: multiplexer) != nil
  }

  /// Whether its result is its own number.
  fileprivate func showsNumber(on architecture: Architecture) -> Bool {
    guard let result else { return false }
    if let number { return UInt64(number) == result }
    let (call, owner) = name.call(on: architecture)
    switch call {
    case .known(let syscall):
      if let number = syscall.rawNumber(on: owner), UInt64(number) == result { return true }
      guard
        let number = Multiplexer(before: syscall.name)?.call.number(on: owner)
      else { return false }
      return UInt64(number) == result
    case .number(let number): return UInt64(number) == result
    case .name: return false
    }
  }
}
