internal import Filters
internal import Findings
package import JSON
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text
package import Verification

/// Why a profile answers a call as it does, for people and for machines.
package struct ExplanationReport: Report {
  private let explanation: Explanation

  /// Of what profile and baseline say of one call.
  package init(_ explanation: Explanation) {
    self.explanation = explanation
  }

  package var text: String {
    var lines = ["\(call) on \(explanation.architecture): \(verdict)"]
    lines.append("  because   \(ruleText)")
    if let answeredAt = explanation.answeredAt, !explanation.isUnfiltered {
      lines.append("  filter    instruction \(answeredAt) answers")
    }
    if let stub = explanation.runtimes.verdict {
      lines.append(
        "  runtime   \(answeringRuntimes) answers \(stub) before the filter is asked: the number is beyond"
      )
      lines.append("            every call that the profile names\(otherRuntimes)")
    }
    if let kernel { lines.append("  kernel    \(kernel)") }
    lines.append("  baseline  \(baseline)")
    lines.append("  why       \(why)")
    return lines.joined(separator: "\n")
  }

  package var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("syscall", .string(explanation.call.description)),
      .init("architecture", .string(explanation.architecture.rawValue)),
      .init(
        "arguments",
        .object(
          explanation.arguments.sorted { $0.key < $1.key }
            .map { .init("\($0.key)", .integer($0.value)) }, .inline)),
      .init("verdict", .string(verdict)),
      .init("baseline", .string(baseline)),
      .init("rule", .string(ruleText)),
      .init("why", .string(why)),
    ]
    if let stub = explanation.runtimes.verdict {
      members.append(
        .init(
          "runtime",
          .string("\(answeringRuntimes) answers \(stub) before the filter is asked\(otherRuntimes)")
        )
      )
    }
    if let kernel { members.append(.init("kernel", .string(kernel))) }
    if let answeredAt = explanation.answeredAt, !explanation.isUnfiltered {
      members.append(.init("instruction", .integer(answeredAt)))
    }
    return .object(members)
  }

  /// What the kernel can be made to do; `nil` where the verdict says it.
  private var kernel: String? {
    if explanation.isUnfiltered {
      return
        "asks no filter about this call: made by its own trampolines it runs, made by others it ends "
        + "the process"
    }
    if case .miscompiled? = explanation.obstacle { return nil }
    return switch explanation.kernelAnswer {
    case nil: nil
    case .refuses?: "no register makes it do this"
    case .runs?: "does this, as the conditions mean"
    case .runsAgainstRules(let call)?:
      isUndecided
        ? "does what the conditions refuse when called as \(call.spelling): they do not bind"
        : explanation.taken.isEmpty
          ? "does this when called as \(call.spelling): the conditions do not bind"
          : "does what the conditions refuse: they do not bind"
    case .runsOtherwise(let call)?: "does this when called as \(call.spelling)"
    case .undecided?: "depends on the arguments"
    }
  }

  private var call: String {
    let highest = explanation.arguments.keys.max() ?? -1
    let arguments = (0...max(highest, 0)).prefix(highest + 1).map { index in
      explanation.arguments[index].map { value in
        CallExpression.spelling(
          of: value, at: index, of: explanation.call, beside: explanation.arguments)
          + CallExpression.remark(
            onTaking: explanation.taken[index], at: index, of: explanation.call)
      } ?? "?"
    }
    return "\(explanation.call)(\(arguments.joined(separator: ", ")))"
  }

  private var isUndecided: Bool {
    if case .undecided = explanation.decision { true } else { false }
  }

  private static let unfiltered = "not filtered"

  private var answeringRuntimes: String {
    RuntimeStub.Runtime.names(of: explanation.runtimes.answering)
  }

  /// Where runtimes differ: what those do that have no part of their own.
  private var otherRuntimes: String {
    let asking = explanation.runtimes.asking
    guard !asking.isEmpty else { return "" }
    var who: [String] = []
    if asking.contains(.olderRunc) {
      who.append(
        RuntimeStub.Runtime.names(of: [.olderRunc])
          + ", which answers so for listed architectures alone,")
    }
    if asking.contains(.crun) { who.append("others") }
    return
      "; \(who.joined(separator: " and ")) \(asking.contains(.crun) ? "ask" : "asks") the filter: "
      + Self.words(explanation.decision, explanation.rules, of: explanation.call)
  }

  private var baseline: String {
    if explanation.isUnfiltered { return Self.unfiltered }
    let filter = Self.words(
      explanation.baselineDecision, explanation.baselineRules, of: explanation.call)
    let runtimes = explanation.baselineRuntimes
    guard let stub = runtimes.verdict else { return filter }
    // Where the profile has the same runtimes answer, it is told of them once.
    guard runtimes != explanation.runtimes, !runtimes.asking.isEmpty else {
      return stub.description
    }
    return
      "\(stub) under \(RuntimeStub.Runtime.names(of: runtimes.answering)), \(filter) under others"
  }

  private var verdict: String {
    if explanation.isUnfiltered { return Self.unfiltered }
    if let stub = explanation.runtimes.verdict { return stub.description }
    return Self.words(explanation.decision, explanation.rules, of: explanation.call)
  }

  /// So many lists of conditions are told as they are written; of more, the values.
  private static let listed = 6

  private static func words(
    _ decision: Decision, _ rules: [Rule], of call: SyscallReference
  ) -> String {
    switch decision {
    case .decided(let verdict): return verdict.description
    case .undecided:
      let alternatives = rules.flatMap { rule in
        rule.alternatives.map { conditions in
          "\(rule.action) where \(conditions.map(\.description).joined(separator: " and "))"
        }
      }
      if alternatives.count > listed, let call = call.syscall {
        var told: Set<String> = []
        let values = rules.filter(\.action.runs).flatMap(\.alternatives)
          .map { call.spelling(of: $0) }.filter { told.insert($0).inserted }
        return "depends on the arguments: runs with \(values.joined(separator: "; "))"
      }
      return "depends on the arguments: \(alternatives.joined(separator: "; "))"
    }
  }

  private var ruleText: String {
    if explanation.isUnfiltered {
      return "no rule counts: the kernel asks no filter about the call"
    }
    switch explanation.obstacle {
    case .unknownToLibseccomp?:
      let place = explanation.rules.first.map { Self.words(for: $0) } ?? ""
      return "libseccomp \(explanation.libseccomp) does not know the call on "
        + "\(explanation.architecture), and drops \(place): the default action answers"
    case .miscompiled(let call, let telling, let verdict, let meant, let isAlways)?:
      let wanted = meant.map(\.description).joined(separator: " or ")
      if isAlways, !isUndecided {
        return "libseccomp's filter is not what the rules say, which is \(wanted)"
      }
      return "its rules have conditions, and libseccomp's filter is not what they say: "
        + "\(call.spelling(showing: telling)) gets \(verdict), by the rules \(wanted)"
    case nil: break
    }
    guard let rule = explanation.decidingRule else {
      if isUndecided { return "its rules have conditions" }
      return explanation.rules.isEmpty
        ? "no rule names it: the default action answers"
        : "none of its rules applies: the default action answers"
    }
    return Self.words(for: rule)
  }

  private static func words(for rule: Rule) -> String {
    let place =
      rule.location.map { "\($0.withPath): " } ?? ""
    let comment = rule.comment.map { " (\($0.escapedForTerminal))" } ?? ""
    return "\(place)\(rule.action)\(comment)"
  }

  /// Under which capabilities, kernels and architectures the baseline lets the call run.
  private var scopes: [String] {
    explanation.otherwiseOpen.map { scoped in
      var parts: [String] = []
      if !scoped.includes.capabilities.isEmpty {
        parts.append("with \(scoped.includes.capabilities.joined(separator: " and "))")
      }
      if !scoped.excludes.capabilities.isEmpty {
        parts.append("without \(scoped.excludes.capabilities.joined(separator: " and "))")
      }
      if !scoped.includes.architectures.isEmpty {
        parts.append("on \(scoped.includes.architectures.joined(separator: ", "))")
      }
      if !scoped.excludes.architectures.isEmpty {
        parts.append("except on \(scoped.excludes.architectures.joined(separator: ", "))")
      }
      if let kernel = scoped.includes.minimumKernel { parts.append("from Linux \(kernel) on") }
      if !scoped.rule.conditions.isEmpty {
        parts.append(
          "where \(scoped.rule.conditions.map(\.description).joined(separator: " and "))")
      }
      return parts.joined(separator: " ").escapedForTerminal
    }
  }

  private var why: String {
    if explanation.isUnfiltered { return "no profile and no baseline decides about it" }
    return explanation.cause.words(
      libseccomp: explanation.libseccomp, otherwise: scopes)
  }
}

extension Explanation.Cause {
  /// Half a sentence.
  ///
  /// - Parameters:
  ///   - libseccomp: the version of the library that compiled the filters.
  ///   - scopes: where the baseline would let the call run; safe to print.
  func words(libseccomp: String, otherwise scopes: [String] = []) -> String {
    switch self {
    case .needed(let reason): return reason.words
    case .neededOtherwise(let reason):
      return "not seen like this; otherwise \(reason.words)"
    case .missing(let reason): return "\(reason.words); yet the profile refuses it"
    case .byHand(let runs):
      return runs == 0
        ? "without observations nothing more can be said"
        : "put in by hand: not seen in \(runs.counting("run")), and nothing else needs it"
    case .refusal(.stated): return "the baseline refuses it by a rule of its own"
    case .refusal(.absentWhileRecording):
      return "it was not there while recording (ENOSYS), and the program went on without it"
    case .refusal(.probe): return "not used; callers go on without it"
    case .outsideBaseline(let verdict):
      return "outside the baseline, which answers \(verdict)"
        + (scopes.isEmpty ? "" : "; it lets the call run \(scopes.joined(separator: ", or "))")
    case .leftOut(let cause, let first):
      let place = first.escapedForTerminal
      switch cause {
      case .refusedByBaseline: return "seen at \(place), but outside the baseline"
      case .refusedWhileRecording: return "refused while recording, at \(place), as by the baseline"
      case .unknownCall: return "seen at \(place), but not in whittle's table"
      case .foreignArchitecture:
        return "seen at \(place), on an architecture that the baseline does not list"
      }
    case .unknownToLibseccomp:
      return
        "the baseline would let it run, but libseccomp \(libseccomp) does not know it, so "
        + "that it stays refused there as well"
    case .notOrdinary(let runs):
      return "the call runs with ordinary arguments; these are not, and were "
        + (runs == 0 ? "not seen" : "never seen in \(runs.counting("run"))")
        + "; the baseline would let it run"
    case .neverSeen(let runs):
      return runs == 0
        ? "the baseline lets it run; without observations nothing more can be said"
        : "never seen in \(runs.counting("run")); the baseline would let it run"
    }
  }
}

extension Reason {
  /// The reason as a sentence's end.
  var words: String {
    switch self {
    case .observed(let first, let count, let runs):
      "observed \(count.times) in \(runs.counting("run")), first at "
        + first.escapedForTerminal
    case .always: "made by the kernel at exit, signal return or restart"
    case .vdso: "answered by the vDSO, which enters the kernel only sometimes"
    case .floor(let makers):
      "made by \(makers.joined(separator: " and ")) before the program starts"
    case .multiplexed(let name): "the other way to \(name) on this architecture"
    case .fallback(let names):
      "made instead of \(names.joined(separator: ", ")), which the baseline refuses"
    case .drift(let cause): "drift, not seen: \(cause.words)"
    case .headroom(let call):
      "allowed ahead, not seen: \(call.witness.escapedForTerminal) (\(call.mechanism.words))"
    case .baseline: "allowed by the baseline"
    }
  }
}
