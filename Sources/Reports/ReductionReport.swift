internal import Findings
internal import JSON
package import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

/// What a reduction kept, what it left out, and why.
package struct ReductionReport {
  private let reduction: Reduction

  /// Of what a baseline was reduced to.
  package init(_ reduction: Reduction) {
    self.reduction = reduction
  }

  /// How many calls are allowed, by reason: `57 system calls: 44 observed, 13 runtime floor`.
  package var summary: String {
    let groups = Dictionary(grouping: reduction.entries, by: \.reason.class)
    let parts = Reason.Class.allCases.compactMap { reasonClass in
      groups[reasonClass].map { "\($0.count) \(reasonClass.word)" }
    }
    return "\(reduction.entries.count) system calls allowed: " + parts.joined(separator: ", ")
  }

  /// What the kernel will log under the profile, and which engines see to it.
  package func logging(on refusals: Bool) -> [String] {
    var lines: [String] = []
    if !reduction.logged.isEmpty {
      lines.append(
        "note: a canary: \(reduction.logged.count.counting("call")) of the baseline that nothing gives a "
          + "reason for run and are logged (type=SECCOMP, code=0x7ffc0000); the enforcing profile refuses "
          + "them. Argument values are the baseline's. Read the log with: whittle observe")
    }
    if refusals {
      lines.append(
        "note: the kernel is asked to log each refusal (SECCOMP_FILTER_FLAG_LOG). Docker from 23 on, containerd, "
          + "Podman and CRI-O pass the flag on, and runc before 1.2 then refuses the profile; Docker 20.10 drops it. "
          + "Refusals with an errno are logged where /proc/sys/kernel/seccomp/actions_logged has errno, as it does by default"
      )
    }
    return lines
  }

  /// One line for each call that was observed and that nobody misses: it was refused while
  /// recording as well, or something else is called instead.
  package var leftOut: [String] {
    reduction.outside.filter {
      $0.cause == .refusedWhileRecording || !$0.fallbacks.isEmpty
    }.map { item in
      let key = item.observation.key
      let arguments = key.arguments.indices.compactMap { index in
        key.arguments[index].map { "a\(index)=0x" + String($0, radix: 16) }
      }
      let call =
        "\(key.call.description.escapedForTerminal)(\(arguments.joined(separator: ", ")))"
      return
        "\(item.observation.first.escapedForTerminal): warning: \(call) on \(key.architecture) "
        + explanation(of: item)
    }
  }

  /// One line for each call on which conditions of the baseline, which the user calls `name`, do not bind
  /// and are kept.
  package func unbound(of name: String) -> [String] {
    reduction.unbound.map { item in
      let alternatives = item.conditions.map { $0.map(\.description).joined(separator: " and ") }
      return
        "\(name.escapedForTerminal): warning: the conditions on \(item.name.escapedForTerminal) "
        + "do not bind the kernel, and are kept, since \(item.obstacle.words): "
        + alternatives.joined(separator: ", or ")
    }
  }

  /// The entries with their reasons, what lies outside, and what verification found.
  func json(
    verified verification: VerificationReport, shown completeness: CompletenessReport? = nil,
    translated translation: TranslationReport? = nil
  ) -> JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("allowed", .array(reduction.entries.map(\.json))),
      .init("refused", .array(reduction.refusals.map(\.json))),
      .init(
        "outside",
        .array(
          reduction.outside.map { outside in
            .object(
              [
                .init("architecture", .string(outside.observation.key.architecture.rawValue)),
                .init("syscall", .string(outside.observation.key.call.description)),
                .init("first", .string(outside.observation.first.description)),
                .init("why", .string(explanation(of: outside))),
              ], .inline)
          })),
      .init("logged", .array(reduction.logged.map { .string($0) })),
      .init("held", .array(reduction.held.map(\.json))),
      .init("findings", verification.findings),
    ]
    if let translation { members.append(.init("untranslated", translation.gaps)) }
    if let completeness { members.append(.init("completeness", completeness.json)) }
    return .object(members)
  }

  private func explanation(of item: Reduction.Omission) -> String {
    switch item.cause {
    case .refusedByBaseline(let action):
      "ran while recording, but the baseline refuses it (\(action)), and so does this profile; "
        + (item.fallbacks.isEmpty
          ? "check that the program goes on without it"
          : "\(item.fallbacks.joined(separator: ", ")) may be called instead and is allowed")
    case .refusedWhileRecording:
      "was refused while recording, and is by the baseline; left out"
        + (item.fallbacks.isEmpty
          ? "" : ". \(item.fallbacks.joined(separator: ", ")) may be called instead and is allowed")
    case .unknownCall:
      "is not in whittle's table of system calls; left out"
    case .foreignArchitecture:
      "is of an architecture that the baseline does not list for this machine; left out. "
        + "Was the log recorded elsewhere? Then say so with --trace-arch"
    }
  }
}

extension BindingObstacle {
  /// As the end of a sentence that begins with `since`.
  fileprivate var words: String {
    switch self {
    case .tooManyRules:
      "\(Self.limit) rules of masked bits do not say the same"
    case .nothingMeant:
      "they let nothing pass that ordinary callers make"
    case .cutConstants(let architecture):
      "masks say something else on \(architecture), where constants are cut to 32 bits"
    }
  }
}

extension Reduction.Entry {
  fileprivate var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("syscall", .string(name)), .init("reason", .string(reason.class.word)),
    ]
    switch reason {
    case .observed(let first, let count, let runs):
      members.append(.init("first", .string(first.description)))
      members.append(.init("count", .integer(count)))
      members.append(.init("runs", .integer(runs)))
    case .floor(let makers):
      members.append(.init("by", .array(makers.map { .string($0) })))
    case .fallback(let names):
      members.append(.init("for", .array(names.map { .string($0) })))
    case .multiplexed(let name):
      members.append(.init("for", .array([.string(name)])))
    case .drift(let cause):
      members.append(.init("why", .string(cause.words)))
      switch cause {
      case .start: break
      case .beside(let names), .waker(let names), .instead(let names, _):
        members.append(.init("for", .array(names.map { .string($0) })))
      }
    case .headroom(let call):
      members.append(.init("witness", .string(call.witness)))
      members.append(.init("mechanism", .string(call.mechanism.rawValue)))
    case .always, .vdso, .baseline: break
    }
    return .object(members, .inline)
  }
}

extension HeldCall {
  fileprivate var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("syscall", .string(name)), .init("seen", .array(seen.map { .string($0) })),
    ]
    if let obstacle { members.append(.init("not", .string(obstacle.words))) }
    return .object(members, .inline)
  }
}

extension Reduction.Refusal {
  fileprivate var json: JSON.Value {
    let why =
      switch cause {
      case .stated: "stated by the baseline"
      case .absentWhileRecording: "absent while recording"
      case .probe: "not used, and callers fall back"
      }
    return .object(
      [
        .init("syscall", .string(name)), .init("action", .string(action.description)),
        .init("reason", .string(why)),
      ], .inline)
  }
}

extension Reason.Class {
  /// A word or two for counts.
  package var word: String {
    switch self {
    case .observed: "observed"
    case .always: "always needed"
    case .vdso: "behind the vDSO"
    case .floor: "runtime floor"
    case .multiplexed: "multiplexed"
    case .fallback: "fall-back"
    case .drift: "drift"
    case .headroom: "headroom"
    case .baseline: "of the baseline"
    }
  }
}
