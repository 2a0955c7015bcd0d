package import Filters
package import Findings
package import Minimization
package import Observations
package import Profiles
internal import Seccomp
package import Syscalls

/// Why a profile answers a call as it does.
package struct Explanation: Sendable {
  /// What the evidence and the baseline say of the call.
  package enum Cause: Sendable {
    /// The call is in for this reason.
    case needed(Reason)
    /// The call is in because it was seen, but not with these arguments on this architecture.
    case neededOtherwise(Reason)
    /// The profile lets it run, although no run shows it and nothing else needs it.
    case byHand(runs: Int)
    /// It is refused by a rule of its own.
    case refusal(Reduction.Refusal.Cause)
    /// The baseline refuses it, at least with these arguments.
    case outsideBaseline(Verdict)
    /// It was seen, but does not run under the profile.
    case leftOut(Reduction.Omission.Cause, first: SourceLocation)
    /// The baseline lets it run; no run shows it.
    case neverSeen(runs: Int)
    /// The profile lets the call run with ordinary values and those seen; these are neither.
    case notOrdinary(runs: Int)
    /// It was seen and used, and the profile refuses it all the same.
    case missing(Reason)
    /// The baseline names it to let it run, and libseccomp does not know it.
    case unknownToLibseccomp
  }

  /// Why the filter does not answer what a rule about the call says.
  package enum Obstacle: Sendable {
    /// libseccomp does not know the call, at least not on this architecture, and drops the rule.
    case unknownToLibseccomp
    /// libseccomp's filter is not what the rules say: of this call, which is the one that was asked about
    /// or one of them.
    case miscompiled(Invocation, telling: Int, verdict: Verdict, meant: [Verdict], isAlways: Bool)
  }

  /// What the kernel can be made to do, of a call on which the rules have conditions that compare more of
  /// an argument than the kernel reads.
  package enum KernelAnswer: Sendable {
    /// Calls that the kernel reads like this one do not run.
    case refuses
    /// This call passes, as the rules mean to.
    case runs
    /// The rules do not mean to let this call run, and this one, which the kernel reads alike, passes:
    /// the conditions do not bind.
    case runsAgainstRules(Invocation)
    /// The call itself is refused; this one, which the kernel reads alike, passes as the rules mean to.
    case runsOtherwise(Invocation)
    /// It depends on arguments that are not known, or could not be decided.
    case undecided
  }

  /// The ABI that is asked about.
  package let architecture: Architecture
  /// The call that is asked about.
  package let call: SyscallReference
  /// Argument values that are taken as known.
  package let arguments: [Int: UInt64]
  /// What the compiled filter answers.
  package let decision: Decision
  /// What runtimes put in front of the filter makes of the call.
  package let runtimes: RuntimeAnswers
  /// The same before the baseline's filter.
  package let baselineRuntimes: RuntimeAnswers
  /// Whether the kernel asks no filter about the call.
  package let isUnfiltered: Bool
  /// What the baseline's compiled filter answers.
  package let baselineDecision: Decision
  /// The index of the filter's instruction that answers; `nil` where arguments are not known.
  package let answeredAt: Int?
  /// The profile's rules for the call, in order.
  package let rules: [Rule]
  /// The one of them that applies; `nil` where none does, or where it depends.
  package let decidingRule: Rule?
  /// Why the filter does not answer what that rule says; `nil` where it does.
  package let obstacle: Obstacle?
  /// The baseline's rules for the call.
  package let baselineRules: [Rule]
  /// Rules of the baseline that would let it run in another environment.
  package let otherwiseOpen: [Profile.ScopedRule]
  /// Why the answer is what it is.
  package let cause: Cause
  /// What the kernel takes of known arguments whose register holds more than that, by index.
  package let taken: [Int: UInt64]
  /// `nil` where it is the filter's answer and nothing else.
  package let kernelAnswer: KernelAnswer?
}

extension Explanation {
  /// The version of the libseccomp that made the filters.
  package var libseccomp: String { "\(Libseccomp.version)" }
}

/// Explains calls of one profile; what it needs is computed once.
package struct Explainer: Sendable {
  private let subject: EnforcedProfile
  private let baseline: EnforcedProfile
  private let unresolvedBaseline: Profile
  private let reduction: Reduction
  private let observations: Observations
  private let environment: Environment
  /// `nil` where it outgrew its bound.
  private let compilation: CompilationCheck?

  /// - Parameter unresolved: the baseline before its scopes were decided for the environment.
  package init(
    _ subject: EnforcedProfile, within baseline: EnforcedProfile, unresolved: Profile,
    environment: Environment, observations: Observations
  ) {
    unresolvedBaseline = unresolved
    self.subject = subject
    self.baseline = baseline
    self.observations = observations
    self.environment = environment
    compilation = try? CompilationCheck(of: subject, native: environment.architecture)
    reduction = Minimizer(
      baseline: baseline.profile, environment: environment,
      headroom: Headroom(.reachableAndProcess, of: observations), drift: .kernel
    )
    .reduce(observations)
  }

  /// - Parameter arguments: by index; those that are missing may be anything.
  /// - Returns: `nil` where the architecture does not have the call.
  package func explain(
    _ call: SyscallReference, on architecture: Architecture, arguments: [Int: UInt64]
  ) -> Explanation? {
    let values = (0..<Invocation.argumentCount).map { arguments[$0] ?? 0 }
    let call =
      if case .number(let number) = call { SyscallReference(number: number, on: architecture) } else
      { call }
    guard let number = call.number(on: architecture) else { return nil }
    let invocation = Invocation(number: number, on: architecture, arguments: values)
    let unknown = Set((0..<Invocation.argumentCount).filter { arguments[$0] == nil })
    let partial = PartialInvocation(invocation, unknown: unknown)
    let decision = subject.filter.decide(partial)
    let baselineDecision = baseline.filter.decide(partial)
    let rules = subject.rulesByName[call.description] ?? []
    let runtimes = RuntimeAnswers(subject.stubs, to: invocation)
    let baselineRuntimes = RuntimeAnswers(baseline.stubs, to: invocation)
    return Explanation(
      architecture: architecture, call: call, arguments: arguments, decision: decision,
      runtimes: runtimes, baselineRuntimes: baselineRuntimes,
      isUnfiltered: isUnfiltered(call, on: architecture),
      baselineDecision: baselineDecision,
      answeredAt: runtimes.verdict == nil && (unknown.isEmpty || decision.isDecided)
        ? subject.filter.simulate(invocation).answeredAt : nil,
      rules: rules,
      decidingRule: decidingRule(rules, decision, on: architecture, arguments),
      obstacle: obstacle(call, rules, partial, on: architecture),
      baselineRules: baseline.rulesByName[call.description] ?? [],
      otherwiseOpen: unresolvedBaseline.rules.filter {
        $0.rule.names.contains(call.description) && $0.rule.action.runs && !$0.isUnscoped
      },
      cause: cause(
        of: Pattern(call: call, architecture: architecture, arguments: arguments), decision,
        baselineRuntimes.decision(beside: baselineDecision), seen: seen),
      taken: taken(call, on: architecture, arguments),
      kernelAnswer: kernelAnswer(to: partial, call, on: architecture))
  }

  /// Why the answer to a call is what it is, whatever its arguments; where it was observed is told of all
  /// architectures together.
  func cause(of call: Syscall, on architecture: Architecture) -> Explanation.Cause? {
    guard let asked = PartialInvocation(call, on: architecture) else { return nil }
    return cause(
      of: Pattern(call: .known(call), architecture: architecture, arguments: [:]),
      subject.filter.decide(asked),
      RuntimeAnswers(baseline.stubs, to: asked.invocation)
        .decision(beside: baseline.filter.decide(asked))
    ) { _ in reduction.entries.first { $0.name == call.name }?.reason }
  }

  /// One without conditions is the only one that counts; of others that apply, the one that says what the
  /// filter answers.
  private func decidingRule(
    _ rules: [Rule], _ decision: Decision, on architecture: Architecture, _ arguments: [Int: UInt64]
  ) -> Rule? {
    if let only = rules.first(where: \.conditions.isEmpty) { return only }
    let applying = rules.filter { rule in
      rule.alternatives.contains { conditions in
        conditions.allSatisfy { condition in
          arguments[condition.index].map { condition.isMet(by: $0, on: architecture) } ?? false
        }
      }
    }
    return applying.first { decision == .decided(Verdict($0.action)) } ?? applying.first
  }

  private func obstacle(
    _ call: SyscallReference, _ rules: [Rule], _ asked: PartialInvocation,
    on architecture: Architecture
  ) -> Explanation.Obstacle? {
    if case .known(let syscall) = call, !rules.isEmpty,
      Libseccomp.routes(to: syscall.name, on: architecture).isEmpty
    {
      return .unknownToLibseccomp
    }
    return compilation?.miscompilation(of: asked)
  }

  private func isUnfiltered(_ call: SyscallReference, on architecture: Architecture) -> Bool {
    call.syscall.map { environment.asksNoFilter(about: $0, on: architecture) } ?? false
  }

  private func taken(
    _ call: SyscallReference, on architecture: Architecture, _ arguments: [Int: UInt64]
  ) -> [Int: UInt64] {
    guard let syscall = call.syscall else { return [:] }
    let view = KernelView(of: syscall, on: architecture)
    return arguments.reduce(into: [:]) { $0[$1.key] = view.cutting($1.value, at: $1.key) }
  }

  private func kernelAnswer(
    to asked: PartialInvocation, _ call: SyscallReference, on architecture: Architecture
  ) -> Explanation.KernelAnswer? {
    guard let syscall = call.syscall else { return nil }
    let view = KernelView(of: syscall, on: architecture)
    let conditions = (subject.rulesByName[syscall.name] ?? []).flatMap(\.conditions)
    // Narrow comparisons see what the kernel sees, or less.
    guard architecture.comparesWideArguments,
      conditions.contains(where: { view.read[$0.index] != architecture.registerMask })
    else { return nil }
    do {
      var diagrams = Diagrams()
      return try diagrams.kernelAnswer(to: asked, of: subject.filter, view)
    } catch {
      return .undecided
    }
  }

  private func cause(
    of pattern: Pattern, _ decision: Decision, _ baselineDecision: Decision,
    seen: (Pattern) -> Reason?
  ) -> Explanation.Cause {
    let mayRun = decision.mayRun
    let name = pattern.call.description
    let runs = observations.runs.count
    if !mayRun, baseline.rulesByName[name]?.contains(where: { $0.action.runs }) ?? false,
      Libseccomp.routes(to: name, on: pattern.architecture).isEmpty
    {
      return outside(pattern) ?? .unknownToLibseccomp
    }
    if case .decided(let verdict) = baselineDecision, !verdict.runsCall, !mayRun {
      return outside(pattern) ?? .outsideBaseline(verdict)
    }
    if !mayRun, isHeld(pattern), seen(pattern) == nil { return .notOrdinary(runs: runs) }
    // What may be allowed ahead need not be.
    if let entry = reduction.entries.first(where: { $0.name == name }),
      mayRun || ![.headroom, .drift].contains(entry.reason.class)
    {
      guard case .observed = entry.reason else {
        if mayRun { return .needed(entry.reason) }
        return isMade(pattern, for: entry.reason)
          ? .missing(entry.reason) : outside(pattern) ?? .neverSeen(runs: runs)
      }
      if let seen = seen(pattern) { return mayRun ? .needed(seen) : .missing(seen) }
      if mayRun { return .neededOtherwise(entry.reason) }
    }
    if mayRun { return .byHand(runs: runs) }
    if let outside = outside(pattern) { return outside }
    if let refusal = reduction.refusals.first(where: { $0.name == name }), refusal.cause != .probe {
      return .refusal(refusal.cause)
    }
    return .neverSeen(runs: runs)
  }

  /// Whether what the reason speaks of may be such a call: runtimes make theirs with certain values.
  private func isMade(_ pattern: Pattern, for reason: Reason) -> Bool {
    guard case .floor = reason,
      let (index, values) = RuntimeCalls.argumentValues(of: pattern.call.description),
      let asked = pattern.arguments[index]
    else { return true }
    return values.contains(asked & 0xffff_ffff)
  }

  /// Whether the profile lets the call run with all its ordinary values, and these are others.
  private func isHeld(_ pattern: Pattern) -> Bool {
    guard let list = ArgumentList.list(for: pattern.call.description, at: .strict),
      !list.isOrdinary(
        list.arguments.map { argument in
          pattern.arguments[argument.index].map { $0 & argument.mask }
        })
    else { return false }
    return subject.runsOrdinaryValues(
      of: pattern.call, on: pattern.architecture, in: environment)
  }

  private func outside(_ pattern: Pattern) -> Explanation.Cause? {
    reduction.outside.first { pattern.matches($0.observation.key) }
      .map { .leftOut($0.cause, first: $0.observation.first) }
  }

  /// Where and how often such calls were seen, as far as logs tell arguments.
  private func seen(_ pattern: Pattern) -> Reason? {
    let byRun = observations.runs.map { run in
      run.observations.filter { pattern.matches($0.key) }
    }
    let all = byRun.joined()
    guard let first = all.map(\.first).min() else { return nil }
    return .observed(
      first: first, count: all.reduce(0) { $0 + $1.count }, runs: byRun.count { !$0.isEmpty })
  }
}

/// The calls that are asked about.
private struct Pattern {
  let call: SyscallReference
  let architecture: Architecture
  let arguments: [Int: UInt64]

  /// Whether an observation may be of such a call: arguments that a log does not tell may be any.
  func matches(_ key: ObservationKey) -> Bool {
    guard key.call == call, key.architecture == architecture else { return false }
    let widths = call.syscall?.significantArguments(on: architecture) ?? []
    return key.arguments.indices.allSatisfy { index in
      guard let asked = arguments[index], let seen = key.arguments[index] else { return true }
      let mask = widths.first { $0.index == index }?.mask ?? .max
      return asked & mask == seen & mask
    }
  }
}

extension SyscallReference {
  /// `nil` where the ABI lacks the call.
  fileprivate func number(on architecture: Architecture) -> UInt32? {
    switch self {
    case .known(let syscall): syscall.number(on: architecture)
    case .number(let number): number
    case .name: nil
    }
  }
}

extension Decision {
  fileprivate var isDecided: Bool { if case .decided = self { true } else { false } }

  /// Whether the call runs, with some values of the arguments that are not known at least.
  fileprivate var mayRun: Bool {
    switch self {
    case .decided(let verdict): verdict.runsCall
    case .undecided(_, let verdicts): verdicts?.contains(where: \.runsCall) ?? true
    }
  }
}

extension Diagrams {
  fileprivate mutating func kernelAnswer(
    to asked: PartialInvocation, of filter: Filter, _ view: KernelView
  ) throws(TooComplex) -> Explanation.KernelAnswer {
    let call = asked.invocation
    let whole = try diagram(of: filter)
    let running = try map(
      arguments(of: whole, token: call.architectureToken, number: call.number)
    ) { !$0.refuses }
    let known = asked.known.indices.filter { asked.known[$0] != 0 }
    let alike = try calls(reading: call.arguments, at: known, view)
    let passing = try intersection(alike, running)
    guard let witness = simplestCall(in: passing) else { return .refuses }
    func invocation(_ found: Invocation) -> Invocation {
      Invocation(
        architectureToken: call.architectureToken, number: call.number,
        arguments: found.arguments)
    }
    let unbound = try intersection(alike, try self.unbound(in: running, view))
    if let witness = simplestCall(in: unbound) { return .runsAgainstRules(invocation(witness)) }
    var itself = Region.all
    for index in known {
      itself = try intersection(itself, try region(argument: index, equals: call.arguments[index]))
    }
    let passesItself = try intersection(itself, running)
    if passesItself == itself { return .runs }
    return passesItself == .none ? .runsOtherwise(invocation(witness)) : .undecided
  }
}
