package import Observations
package import Profiles
package import Syscalls

/// Reduces a resolved baseline to what was observed, what the runtime needs, and what no trace can
/// be trusted to show. A pure function of values.
package struct Minimizer {
  let baseline: FlatProfile
  let environment: Environment
  private let floor: RuntimeFloor
  private let headroom: Headroom?
  private let drift: Drift.Level
  private let image: ProgramReach?
  private let translation: Translation?
  private let arguments: ArgumentList.Level
  private let mode: EnforcementMode
  private let logsRefusals: Bool
  let rules: [String: [Rule]]

  /// - Parameters:
  ///   - floor: the environment's, where it is known already.
  ///   - headroom: what is allowed ahead.
  ///   - drift: on what else the profile is to serve.
  ///   - image: what the programs can call in the image in which they will run; `nil` where that is not known.
  ///   - translation: of runs that another machine made: what was seen there by the name that it has here, see
  ///     ``Translation/replacements``. The profile then names its architecture in any case.
  ///   - arguments: which calls are held to ordinary argument values; none of a canary's, for which ones would be
  ///     refused cannot be said in few rules.
  ///   - mode: what becomes of calls without a reason.
  ///   - logsRefusals: whether the kernel is asked to log what the profile refuses with an errno.
  package init(
    baseline: FlatProfile, environment: Environment, floor: RuntimeFloor? = nil,
    headroom: Headroom? = nil, drift: Drift.Level = .none, image: ProgramReach? = nil,
    translation: Translation? = nil, arguments: ArgumentList.Level = .none,
    mode: EnforcementMode = .enforce, logsRefusals: Bool = false
  ) {
    self.baseline = baseline
    self.environment = environment
    self.floor = floor ?? RuntimeFloor(for: environment)
    self.headroom = headroom
    self.drift = drift
    self.image = image
    self.translation = translation
    self.arguments = mode == .canary ? .none : arguments
    self.mode = mode
    self.logsRefusals = logsRefusals
    rules = baseline.effectiveRulesByName
  }

  /// The profile for these observations, with its reasons.
  package func reduce(_ observations: Observations) -> Reduction { reduce(observations.totals) }

  /// - Parameter totals: of all observations.
  package func reduce(_ totals: [Observations.Total]) -> Reduction {
    var reasons: [String: Reason] = [:]
    var outside: [Reduction.Omission] = []
    var absent: Set<String> = []
    var seen = SeenArguments()
    var architectures: Set<Architecture> = [environment.architecture]
    let baselineArchitectures = Set(
      baseline.filteredArchitectures(native: environment.architecture))

    for (observation, runs) in totals {
      let architecture = observation.key.architecture
      let wasRefused = UsageOutcome(observation.outcomes, refused: true) == .refused
      guard baselineArchitectures.contains(architecture) else {
        outside.append(
          .init(
            observation: observation,
            cause: wasRefused ? .refusedWhileRecording : .foreignArchitecture, fallbacks: []))
        continue
      }
      // An architecture that a program merely tried is kept: dropped, the attempt would kill it.
      architectures.insert(architecture)
      guard case .known(let syscall) = observation.key.call else {
        outside.append(
          .init(
            observation: observation, cause: wasRefused ? .refusedWhileRecording : .unknownCall,
            fallbacks: []))
        continue
      }
      let refusal = baseline.verdict(
        of: rules[syscall.name] ?? [], on: architecture, arguments: observation.key.arguments
      ).refusal
      switch UsageOutcome(observation.outcomes, refused: refusal != nil) {
      case .outside:
        outside.append(
          .init(
            observation: observation,
            cause: .refusedByBaseline(refusal ?? baseline.defaultAction),
            fallbacks: fallbacks(for: syscall)))
      case .used:
        let reason = Reason.observed(
          first: observation.first, count: observation.count, runs: runs)
        reasons[syscall.name] = reasons[syscall.name].map { $0.merged(with: reason) } ?? reason
        seen.add(observation.key.arguments, of: syscall)
      case .refused:
        // What callers did after ENOSYS stands in the log. After another refusal, such as the EPERM of an
        // engine that does not know clone3, they may have done nothing.
        outside.append(
          .init(
            observation: observation, cause: .refusedWhileRecording,
            fallbacks: observation.outcomes.isAbsence ? [] : fallbacks(for: syscall)))
      case .absent:
        absent.insert(syscall.name)
      }
    }
    let reach = architectures.compactMap { image?.calls[$0]?.keys }.map(Set.init)
    let drifted = Drift.calls(
      beside: Set(reasons.keys), on: architectures, at: drift,
      within: reach.isEmpty ? nil : reach.reduce([]) { $0.union($1) })
    seen.carry(over: drifted)
    if let translation {
      for (name, others) in translation.replacements where reasons[name] != nil {
        reasons[name] = .drift(.instead(others, translation.source))
      }
    }
    addUnseen(to: &reasons, outside: outside, totals, architectures, drifted)
    return reduction(
      allowing: reasons, refusals(beside: reasons, absent: absent, architectures),
      outside: outside, seen, architectures)
  }

  func reduction(
    allowing reasons: [String: Reason], _ refusals: [Reduction.Refusal],
    outside: [Reduction.Omission], _ seen: SeenArguments, _ architectures: Set<Architecture>
  ) -> Reduction {
    let architectures = architectures.sorted(by: listedBefore)
    var layout = ProfileLayout(
      baseline: rules.carryingConditions(over: reasons.compactMapValues(\.drift)),
      holding: ArgumentHolding(
        level: arguments, architectures: architectures,
        capabilities: Set(environment.capabilities.map(\.rawValue)), seen: seen))
    let logged =
      mode == .canary ? rules.keys.filter { reasons[$0] == nil && isOpen($0) }.sorted() : []
    let refusals = refusals.filter { !logged.contains($0.name) }
    // A rule that answers as the default action does has no effect, and is not written.
    let laidOut = layout.rules(
      allowing: reasons, logging: logged,
      refusing: refusals.filter { $0.action.canonical != baseline.defaultAction.canonical })
    return Reduction(
      profile: FlatProfile(
        defaultAction: baseline.defaultAction,
        architectures: baseline.architectures.isEmpty && translation == nil ? [] : architectures,
        flags: baseline.flags + (logsRefusals && !baseline.flags.contains(.log) ? [.log] : []),
        listener: baseline.listener, rules: laidOut),
      entries: reasons.map { .init(name: $0.key, reason: $0.value) }.sorted { $0.name < $1.name },
      refusals: refusals, logged: logged, outside: outside, unbound: layout.unbound,
      held: layout.held)
  }

  /// What callers do in place of a call that is refused, as far as the baseline lets it run.
  private func fallbacks(for syscall: Syscall) -> [String] {
    Fallbacks.standingIn(for: syscall.name).filter { isOpen($0) }
  }

  /// Whether the baseline lets the call run with some arguments at least.
  private func isOpen(_ name: String) -> Bool {
    if let rules = rules[name] { return rules.contains { $0.action.runs } }
    return baseline.defaultAction.runs
  }

  // MARK: What no trace shows

  private func addUnseen(
    to reasons: inout [String: Reason], outside: [Reduction.Omission],
    _ totals: [Observations.Total], _ architectures: Set<Architecture>,
    _ drifted: [String: Drift.Cause]
  ) {
    func add(_ name: String, _ reason: Reason) {
      guard isOpen(name), let syscall = Syscall(name),
        architectures.contains(where: { syscall.exists(on: $0) })
      else { return }
      if reasons[name] == nil { reasons[name] = reason }
    }
    for name in AlwaysNeeded.onKernelsBehalf { add(name, .always) }
    for name in AlwaysNeeded.behindTheVDSO { add(name, .vdso) }
    for (name, makers) in floor.calls {
      for own in floorNames(for: name) { add(own, .floor(makers: makers)) }
    }
    for (name, partner) in Multiplexer.partners(of: totals) {
      if reasons[partner] != nil { add(name, .multiplexed(of: partner)) }
    }
    var seen: [String: Set<String>] = [:]
    for refused in outside {
      guard let name = refused.observation.key.call.syscall?.name else { continue }
      for fallback in refused.fallbacks { seen[fallback, default: []].insert(name) }
    }
    for (fallback, names) in seen { add(fallback, .fallback(for: names.sorted())) }
    for (name, cause) in drifted { add(name, .drift(cause)) }
    for name in headroom?.names ?? [] {
      if let call = headroom?.call(name, on: architectures) { add(name, .headroom(call)) }
    }
  }

  /// What a runtime makes of a call of the 64-bit machine that its calls were measured on: 32-bit machines have
  /// another form of many, and some have not the call at all.
  private func floorNames(for name: String) -> Set<String> {
    let architecture = environment.architecture
    func there(_ names: Set<String>) -> Set<String> {
      names.filter { Syscall($0)?.exists(on: architecture) ?? false }
    }
    let isThere = Syscall(name)?.exists(on: architecture) ?? false
    guard !isThere || architecture.registerBits == 32 else { return [name] }
    let others = there(Successors.alternatives(to: name, upTo: .libc))
    if !others.isEmpty || isThere { return others.union(isThere ? [name] : []) }
    return there(Successors.alternatives(to: name))
  }

  // MARK: Answers to what is refused

  private func refusals(
    beside reasons: [String: Reason], absent: Set<String>, _ architectures: Set<Architecture>
  ) -> [Reduction.Refusal] {
    var refusals: [Reduction.Refusal] = []
    let enosys = Action.errno(.ENOSYS)
    for (name, rules) in rules where reasons[name] == nil {
      if let stated = rules.first(where: { !$0.action.runs && $0.conditions.isEmpty }) {
        refusals.append(.init(name: name, action: stated.action, cause: .stated))
      } else if absent.contains(name) {
        refusals.append(.init(name: name, action: enosys, cause: .absentWhileRecording))
      } else if architectures.contains(where: { Probes.contains(name, on: $0) }) {
        refusals.append(.init(name: name, action: enosys, cause: .probe))
      }
    }
    return refusals.sorted { $0.name < $1.name }
  }

  /// The machine's own ABI first, as Docker writes them.
  private func listedBefore(_ left: Architecture, _ right: Architecture) -> Bool {
    if (left == environment.architecture) != (right == environment.architecture) {
      return left == environment.architecture
    }
    return left < right
  }
}

extension Reason {
  /// One reason for several observations of a call.
  fileprivate func merged(with other: Reason) -> Reason {
    guard case .observed(let first, let count, let runs) = self,
      case .observed(let otherFirst, let otherCount, let otherRuns) = other
    else { return self }
    return .observed(
      first: min(first, otherFirst), count: count + otherCount, runs: max(runs, otherRuns))
  }
}
