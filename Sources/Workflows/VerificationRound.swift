internal import Files
internal import Filters
internal import Findings
internal import Minimization
package import Observations
internal import Parallelism
internal import Profiles
package import Reports
internal import Seccomp
internal import Synchronization
internal import Syscalls
internal import Text
internal import Verification

/// `verify`: many profiles, each against its baseline.
package final class VerificationRound: Sendable {
  private let losses: LossPolicy
  /// Whether to ask the running kernel as well.
  private let isLive: Bool
  /// `nil` where each profile's own evidence is taken.
  private let traced: Observations?
  /// `nil` where nobody wants to know what changed.
  private let history: GateHistory?
  private let threads: Int
  private let baselines = Mutex(CompiledBaselines())

  /// - Parameters:
  ///   - losses: what may be missing.
  ///   - traced: what was observed; `nil` to take the evidence of each profile.
  ///   - history: what stood there before.
  ///   - isLive: whether to ask the running kernel as well.
  ///   - threads: how many work at once; the result is the same with any number.
  package init(
    accepting losses: LossPolicy, traced: Observations?, since history: GateHistory? = nil,
    isLive: Bool, threads: Int
  ) {
    self.losses = losses
    self.traced = traced
    self.history = history
    self.isLive = isLive
    // Of several processes that try calls, each would be asked about those of the others.
    self.threads = isLive ? 1 : max(1, threads)
  }

  /// What came of one profile.
  package struct Outcome: Sendable {
    /// What was found, and what changed.
    package let subject: GateReport.Subject
    /// Lines that the user should know.
    package let notes: [String]
  }

  /// How many profiles a thread takes at a time.
  private static let share = 8

  /// Verifies profiles, several at a time, and hands on what came of each, in their order.
  package func verify(
    _ targets: [GateTarget], each: (GateTarget, Outcome) throws -> Void
  ) throws {
    var rest = targets[...]
    while !rest.isEmpty {
      let some = Array(rest.prefix(threads == 1 ? 1 : threads * Self.share))
      rest = rest.dropFirst(some.count)
      let outcomes = Threads.map(some.count, atOnce: threads) { index, _ in
        Result { () throws(WorkflowError) in try self.outcome(of: some[index]) }
      }
      for (target, outcome) in zip(some, outcomes) { try each(target, outcome.get()) }
    }
  }

  /// One that cannot be read is a result, too, so that the others are verified; only a wrong command line is
  /// thrown.
  private func outcome(of target: GateTarget) throws(WorkflowError) -> Outcome {
    var notes: [String] = []
    var evolution: EvolutionReport.State?
    var result: VerificationResult
    do throws(WorkflowError) {
      if let obstacle = target.obstacle { throw WorkflowError.cannot(obstacle) }
      result = try self.result(of: target, &evolution) { notes.append($0) }
    } catch {
      guard error.kind != .usage else { throw error }
      let place = "\(target.path.escapedForTerminal): error: "
      let facts =
        error.message.hasPrefix(place)
        ? String(error.message.dropFirst(place.count)) : error.message
      result = VerificationResult(
        unreadable: Circumstances(text: [Finding(.invalid, .error, facts: facts)]))
    }
    let report = history.flatMap { history in
      evolution.map { EvolutionReport(since: history.revision, $0) }
    }
    return Outcome(
      subject: GateReport.Subject(
        path: target.path, architecture: target.architecture, result: result, evolution: report),
      notes: notes)
  }

  private func result(
    of target: GateTarget, _ evolution: inout EvolutionReport.State?, note: Note
  ) throws(WorkflowError) -> VerificationResult {
    let material = try GateMaterial(of: target, traced, accepting: losses, note: note) {
      environment throws(WorkflowError) in
      try baselines.withLock { baselines throws(WorkflowError) in
        try baselines.baseline(target.baseline, for: environment, note: note)
      }
    }
    if let past = history?.past(of: target) {
      evolution = Self.evolution(
        from: past, to: (material.bytes, material.observations), of: target,
        within: material.baseline, in: material.environment)
    }
    return try ProfileVerification(
      baseline: material.baseline, reader: target.baseline.reader,
      environment: material.environment
    ).verify(
      material.bytes, target.path, material.observations, evidence: target.evidence,
      under: material.circumstances, live: isLive)
  }

  // MARK: Then and now

  /// What changed; `nil` where there is no profile now that could be compared.
  private static func evolution(
    from past: GateHistory.Past, to now: (bytes: [UInt8], observations: Observations),
    of target: GateTarget, within baseline: EnforcedProfile, in environment: Environment
  ) -> EvolutionReport.State? {
    guard let bytes = past.profile else { return .new }
    func enforced(_ bytes: [UInt8]) throws -> EnforcedProfile {
      var warnings: [Finding] = []
      return try EnforcedProfile(
        compiling: ProfileHolder.decode(
          bytes, target.path, for: environment.architecture, as: target.baseline.reader,
          warnings: &warnings
        ).get().resolved(for: environment), for: environment)
    }
    guard let own = try? enforced(now.bytes) else { return nil }
    let old: EnforcedProfile
    do {
      old = try enforced(bytes)
    } catch {
      return .unknown("what stood there is no profile that can be used")
    }
    // Evidence that cannot be read gives no reasons.
    let seen =
      past.evidence.flatMap { try? Observations(decoding: $0) }?
      .divided(for: environment.architecture).own ?? Observations()
    do {
      return .compared(
        try Evolution(
          from: (old, seen), to: (own, now.observations), within: baseline, in: environment))
    } catch {
      return .unknown("the comparison outgrew its bound: \(error)")
    }
  }
}
