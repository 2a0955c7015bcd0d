package import Filters
package import JSON
internal import Observations
internal import Syscalls
internal import Text

/// What was denied to a command that ran under a profile, for people and for machines.
package struct TrialReport: Report {
  private let path: String
  private let command: [String]
  private let outcome: TrialOutcome

  /// - Parameters:
  ///   - path: of the profile, as the user gave it.
  ///   - command: as it was run.
  package init(_ outcome: TrialOutcome, of path: String, command: [String]) {
    self.outcome = outcome
    self.path = path
    self.command = command
  }

  /// One line for each denial: `nginx[4711]: socket(AF_ALG, SOCK_SEQPACKET, 0x0) = EPERM, 3 times`.
  private var lines: [String] {
    outcome.denials.map(\.line)
      + (outcome.unlisted > 0
        ? ["and \(outcome.unlisted.counting("call")) more, of other kinds"] : [])
  }

  package var text: String { lines.joined(separator: "\n") }

  /// One line: how many denials there were, and what could not be seen of them.
  package var summary: String {
    let calls = outcome.denials.reduce(outcome.unlisted) { $0 + $1.count }
    let count =
      switch outcome.denials.count {
      case 0: "nothing was denied"
      case 1: "1 denial, of \(calls.counting("call"))"
      case let count: "\(count) distinct denials, of \(calls) calls"
      }
    return "\(path.escapedForTerminal): \(count)" + (endingNote.map { "; \($0)" } ?? "")
  }

  /// By SIGSYS dies what the profile kills or traps, and by SIGKILL what would not die of that.
  private var endingNote: String? {
    guard case .killed(let signal) = outcome.ending else { return nil }
    let isOfAFilter = signal == Self.badSystemCall || signal == Self.kill
    if isOfAFilter, let fatal = outcome.denials.last(where: \.isAnsweredBySignal) {
      return "the command was killed by \(name(of: signal)): \(fatal.subject) is answered with "
        + "\(fatal.verdict)"
    }
    return signal == Self.badSystemCall
      ? "the command was killed by SIGSYS, which no answer of the profile sent: it sent the signal "
        + "itself, or a filter around this trial did (ausearch -m SECCOMP, dmesg tell the call)"
      : "the command was killed by \(name(of: signal))"
  }

  private func name(of signal: Int32) -> String {
    KernelConstants.shared.name(ofSignal: signal).map { "signal \(signal), \($0)" }
      ?? "signal \(signal)"
  }

  /// The command's exit status, as shells have it: 128 and the signal for one that was killed.
  package var exitStatus: Int32 {
    switch outcome.ending {
    case .exited(let code): code
    case .killed(let signal): 128 + signal
    }
  }

  package var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("profile", .string(path)),
      .init("command", .array(command.map { .string($0) }, .filled)),
      .init("exitStatus", .integer(exitStatus)),
    ]
    if case .killed(let signal) = outcome.ending {
      members.append(.init("signal", .integer(signal)))
      if let name = KernelConstants.shared.name(ofSignal: signal) {
        members.append(.init("signalName", .string(name)))
      }
    }
    members.append(.init("denials", .array(outcome.denials.map(\.json))))
    members.append(.init("unlisted", .integer(outcome.unlisted)))
    return .object(members)
  }

  /// `SIGSYS`; mips, which numbers it otherwise, does not run Swift.
  private static let badSystemCall: Int32 = 31
  /// `SIGKILL`.
  private static let kill: Int32 = 9
}

extension Denial {
  private var registers: String {
    // Registers that the call does not read are told only where it is not known which those are.
    let read = architecture.flatMap { invocation.call?.syscall?.parameters(on: $0)?.count }
    let all = Dictionary(
      uniqueKeysWithValues: zip(invocation.arguments.indices, invocation.arguments))
    return invocation.arguments.indices.prefix(read ?? .max).map { index in
      CallExpression.spelling(
        of: invocation.arguments[index], at: index, of: invocation.call, beside: all)
        + CallExpression.remark(
          onTaking: invocation.taken(at: index), at: index, of: invocation.call)
    }.joined(separator: ", ")
  }

  fileprivate var line: String {
    "\(process.name.escapedForTerminal)[\(process.id)]: \(subject)"
      + " = \(answer)" + (count == 1 ? "" : ", \(count) times")
  }

  fileprivate var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("process", .string(process.name)),
      .init("pid", .integer(process.id)),
      .init("architecture", .string(architectureName)),
      .init("syscall", .string(callName)),
      .init("number", .integer(invocation.number)),
      .init("arguments", .array(invocation.arguments.map { .string($0.hexadecimal) }, .inline)),
      .init("verdict", .string(verdict.description)),
    ]
    if !isAnsweredBySignal { members.append(.init("errno", .string(answer))) }
    members.append(.init("count", .integer(count)))
    return .object(members)
  }

  private var architecture: Architecture? { invocation.architecture }

  private var architectureName: String {
    architecture?.rawValue ?? "architecture \(UInt64(invocation.architectureToken).hexadecimal)"
  }

  private var callName: String {
    invocation.number == .max ? "#-1" : invocation.call?.description ?? "#-1"
  }

  /// Whether the process got a signal, which ended it unless a handler took it.
  fileprivate var isAnsweredBySignal: Bool {
    switch verdict {
    case .killThread, .killProcess, .trap: true
    default: false
    }
  }

  /// The call without its process.
  fileprivate var subject: String {
    let machine = architecture == .native ? "" : "\(architectureName) "
    return "\(machine)\(callName)(\(registers))"
  }

  /// What the program saw: an errno's name, or `0`; or what became of it.
  private var answer: String {
    if isAnsweredBySignal { return verdict.description }
    return errno == 0 ? "0" : KernelConstants.shared.name(ofErrno: errno)
  }
}

extension UInt64 {
  fileprivate var hexadecimal: String { "0x" + String(self, radix: 16) }
}
