internal import Logs
internal import Observations
internal import Syscalls

/// Decides whose architecture a call is.
///
/// `strace -o FILE COMMAND` tells of no change of mode, so that calls wait for a line that tells.
struct ArchitectureDecision {
  /// What `[ Process PID=4711 runs in … mode. ]` says.
  enum Mode { case wide, narrow, x32 }

  private let roles: ProcessEffects

  init(roles: ProcessEffects) {
    self.roles = roles
  }

  static func architecture(of mode: Mode, _ wide: Architecture) -> Architecture {
    switch mode {
    case .wide: wide
    case .narrow: wide.narrowCompanion ?? wide
    case .x32: .x32
    }
  }

  /// The architecture of a call in a process of a known one: with `-i`, every call tells its own.
  func architecture(
    of call: TracedCall, in known: Architecture, _ recorder: ObservationBuilder
  ) -> Architecture {
    let wide = recorder.assumedArchitecture
    guard let digits = call.instructionPointerDigits, let narrow = wide.narrowCompanion else {
      return known
    }
    if digits == 16 { return wide }
    return known == wide ? narrow : known
  }

  /// What a call tells of its process's architecture; `nil` where it could be of either.
  func evidence(in call: TracedCall, _ wide: Architecture) -> Architecture? {
    guard let narrow = wide.narrowCompanion else { return wide }
    switch call.width {
    case .wide: return wide
    case .narrow: return narrow
    case nil: break
    }
    switch (call.name.exists(on: wide), call.name.exists(on: narrow)) {
    case (true, false): return wide
    case (false, true): return narrow
    default: return nil
    }
  }

  /// With `-n`: the architecture on which the printed number bears the printed name.
  ///
  /// Numbers from 424 on are the same on every ABI: then `likely` it is.
  func numbered(
    _ traced: TracedCall, likely: Architecture, _ wide: Architecture
  ) -> Resolution? {
    guard let number = traced.number else { return nil }
    if wide == .x86_64, Architecture.isX32(rawNumber: number) {
      return Resolution(
        call: SyscallReference(rawNumber: number, on: .x32), architecture: .x32,
        arguments: traced.arguments)
    }
    let others = ([wide] + wide.companions).filter { $0 != likely && $0 != .x32 }
    for candidate in [likely] + others {
      let call = SyscallReference(number: number, on: candidate)
      if traced.name.call(on: candidate).call == call {
        return Resolution(call: call, architecture: candidate, arguments: traced.arguments)
      }
      if let multiplexer = call.syscall?.name, let text = traced.name.text,
        let (call, arguments) = Multiplexer.call(showing: text, named: multiplexer)
      {
        return Resolution(call: .known(call), architecture: candidate, arguments: arguments)
      }
    }
    // `[  59] execve` where i386 was said: the number is another machine's, or its wider ABI's.
    for candidate in Architecture.allCases
    where candidate != likely && !others.contains(candidate)
      && traced.name.isNumbered(number, on: candidate)
    {
      return Resolution(
        call: SyscallReference(rawNumber: number, on: candidate), architecture: candidate,
        arguments: traced.arguments)
    }
    return nil
  }

  /// The call that a process made whose calls are `architecture`'s; usually of that architecture.
  func resolve(
    _ traced: TracedCall, on architecture: Architecture, _ process: TracedProcess,
    _ recorder: inout ObservationBuilder
  ) -> Resolution {
    let wide = recorder.assumedArchitecture
    if let numbered = numbered(traced, likely: architecture, wide) { return numbered }
    if case .known(let syscall) = traced.name {
      if let (call, arguments) = Multiplexer.call(behind: syscall, on: architecture) {
        return Resolution(call: .known(call), architecture: architecture, arguments: arguments)
      }
      if Multiplexer.mayStand(before: syscall, on: architecture) {
        recorder.note(.possibleMultiplexer, line: traced.line)
      }
    }
    if case .known(let syscall) = traced.name, architecture.hasNumbers,
      !syscall.exists(on: architecture)
    {
      if !traced.name.exists(on: architecture) {
        // `int $0x80` from 64-bit code, or the other way round: the name tells. Other machines have nothing
        // of the kind: what a process calls is of its own ABI.
        for other in wide.host == .x86_64 ? [wide] + wide.companions : []
        where other != architecture && traced.name.exists(on: other) {
          process.noteGuess(at: traced.line, &recorder)
          return resolve(traced, on: other, process, &recorder)
        }
        recorder.note(.architectureMismatch, line: traced.line)
      }
    }
    let (call, owner) = traced.name.call(on: architecture)
    return Resolution(call: call, architecture: owner, arguments: traced.arguments)
  }
}

/// A call as it is counted.
struct Resolution {
  let call: SyscallReference
  let architecture: Architecture
  let arguments: ArgumentValues
}

extension Architecture {
  /// The 32-bit ABI whose processes run beside this one's, and whose lines look the same.
  var narrowCompanion: Architecture? { companions.first { $0 != .x32 } }
}
