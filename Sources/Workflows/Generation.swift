package import Completeness
internal import JSON
package import Minimization
package import Observations
package import Profiles
internal import Reports
internal import Seccomp
package import Syscalls
internal import Text
package import Verification

/// `generate`: a tightened profile out of observations, and its proof.
package struct Generation {
  /// What the profile is made from: the runs of its own machine, or those of another, translated.
  package let observations: Observations
  /// The runs as they were recorded.
  package let evidence: Observations
  /// Of runs that another machine made; `nil` where the profile's own did.
  package let translation: Translation?
  /// What the container runs on and holds.
  package let environment: Environment
  /// The resolved baseline that the profile stays within.
  package let baseline: FlatProfile
  /// The profile, with a reason for each call.
  package let reduction: Reduction
  /// The same without what is allowed ahead; `nil` where nothing is.
  package let withoutHeadroom: Reduction?
  /// The same without what may be called on another libc or kernel; `nil` where nothing may.
  package let withoutDrift: Reduction?
  /// The same without lists of ordinary argument values; `nil` where no call is held to one.
  package let withoutLists: Reduction?
  /// Narrower environments, each with how many calls the profile would have less there.
  package let narrower: [(environment: Environment, saved: Int)]
  /// What was left out for the sake of weaknesses; `nil` where nobody asked.
  package let floor: WeaknessFloor?
  private let usedHeadroom: Headroom?
  private let drifts: Bool
  private var proof: ProfileProof

  /// Reduces `baseline` to what was observed; an incomplete log is refused.
  ///
  /// - Parameter image: what the programs can call in the image in which the profile will be used; `nil` where
  ///   nobody looked.
  package init(
    of observations: Observations, within baseline: BaselineReference,
    in request: EnvironmentRequest, accepting losses: LossPolicy, headroom asked: HeadroomRequest,
    drift: Drift.Level, image: ProgramReach?, arguments: ArgumentList.Level, mode: EnforcementMode,
    logsRefusals: Bool,
    note: Note
  ) throws(WorkflowError) {
    if let complaint = losses.complaint(about: observations) {
      throw .no(
        "\(complaint)\nNo profile is made from an incomplete log; "
          + losses.advice(about: observations))
    }
    guard !observations.runs.isEmpty else {
      throw .cannot(
        "error: no run was read, only losses: nothing was observed that a profile could allow")
    }
    if request.architecture == nil { try observations.requireOneMachine() }
    environment = try request.environment(for: observations)
    evidence = observations.recorded(on: environment.architecture, note: note)
    for architecture in evidence.architectures { try architecture.requireNumbers() }
    self.baseline = try baseline.resolved(for: environment, note: note)
    translation = evidence.translation(to: environment.architecture, within: self.baseline)
    self.observations = translation?.observations ?? evidence
    guard !self.observations.calls.isEmpty || evidence.calls.isEmpty else {
      throw .no(
        "\(environment.architecture): error: no call of the runs can be translated to this architecture"
      )
    }
    // Of another machine, the same functions are other calls in any case.
    let drift = translation != nil && drift == .none ? .libc : drift
    drifts = drift != .none
    try self.baseline.requireRefusal(of: baseline)
    proof = ProfileProof(within: self.baseline, in: environment)
    let level = try Self.level(
      asked, for: self.observations, on: environment.architecture, note: note)
    let (observations, environment, resolved) = (self.observations, self.environment, self.baseline)
    let translation = translation
    func reduce(
      _ level: Headroom.Level, _ arguments: ArgumentList.Level, without leftOut: Set<String> = [],
      drifting drift: Drift.Level = drift, for mode: EnforcementMode = mode,
      in environment: Environment = environment
    ) -> Reduction {
      let headroom =
        level == .none
        ? nil : Headroom(level, of: observations, exec: asked.exec, excluding: leftOut)
      return Minimizer(
        baseline: resolved, environment: environment, headroom: headroom, drift: drift,
        image: image,
        translation: translation, arguments: arguments, mode: mode, logsRefusals: logsRefusals
      ).reduce(observations)
    }
    let whole = reduce(level, arguments)
    let exact = level == .none ? whole : reduce(.none, arguments)
    floor = try asked.floor.map { count throws(WorkflowError) in
      // Of what is enforced: a canary stops nothing.
      try Self.floor(
        of: count, reduce(level, arguments, for: .enforce),
        reduce(.none, arguments, for: .enforce), environment)
    }
    let leftOut = Set(floor?.leftOut ?? [])
    reduction = leftOut.isEmpty ? whole : reduce(level, arguments, without: leftOut)
    withoutHeadroom = reduction == exact ? nil : exact
    withoutDrift =
      translation == nil && reduction.entries.contains { $0.reason.class == .drift }
      ? reduce(level, arguments, without: leftOut, drifting: .none) : nil
    usedHeadroom =
      level == .none
      ? nil : Headroom(level, of: observations, exec: asked.exec, excluding: leftOut)
    withoutLists =
      reduction.held.contains { $0.obstacle == nil }
      ? reduce(level, .none, without: leftOut) : nil
    let count = reduction.entries.count
    narrower = environment.narrower.map { narrower in
      (narrower, count - reduce(level, arguments, without: leftOut, in: narrower).entries.count)
    }
    noteMultiplexers(of: level, note)
  }

  /// How much of the behaviour the runs have shown, of calls that the profile can let run.
  package var completeness: Completeness {
    let outside = Set(reduction.outside.map(\.observation.key.call.description))
      .subtracting(reduction.entries.map(\.name))
    return Completeness(of: observations, closed: drifts) { !outside.contains($0.description) }
  }

  /// What the profile would let run without any run that shows it; `nil` where nothing is allowed ahead.
  package var allowedAhead: Set<SyscallReference>? {
    guard let level = usedHeadroom else { return nil }
    let unseen = Minimizer(baseline: baseline, environment: environment, headroom: level)
      .reduce(Observations())
    return Set(unseen.entries.map { SyscallReference(parsing: $0.name) })
  }

  /// Calls to leave out, so that so many known weaknesses are stopped.
  private static func floor(
    of count: Int, _ reduction: Reduction, _ exact: Reduction, _ environment: Environment
  ) throws(WorkflowError) -> WeaknessFloor {
    let known = Weakness.all.count
    guard count <= known else {
      throw .usage(
        "--headroom-floor takes a number from 0 to \(known), of the weaknesses that whittle knows")
    }
    do {
      let names = Set(reduction.entries.filter { $0.reason.class == .headroom }.map(\.name))
      let floor = try WeaknessFloor(
        of: count, leavingOut: names,
        from: try EnforcedProfile(compiling: reduction.profile, for: environment), in: environment)
      guard floor.stopped < count else { return floor }
      let profile = try EnforcedProfile(compiling: exact.profile, for: environment)
      let cost = try WeaknessFloor.cost(
        of: Set(exact.entries.map(\.name)), in: profile, environment)
      throw WorkflowError.no(
        HeadroomFloorReport(count, stopped: floor.stopped, cost: cost, of: exact.entries).line)
    } catch let error as WorkflowError {
      throw error
    } catch let error as CompilationError {
      throw .cannot("profile: error: \(error)")
    } catch {
      throw .cannot("profile: error: which weaknesses it stops could not be decided: \(error)")
    }
  }

  /// Tells of 32-bit programs' calls that are never allowed ahead.
  private func noteMultiplexers(of level: Headroom.Level, _ note: Note) {
    guard level != .none else { return }
    for architecture in reduction.profile.architectures {
      let calls = observations.reach.calls[architecture] ?? [:]
      for (name, call) in calls.sorted(by: { $0.key < $1.key })
      where Multiplexer(named: name) != nil
        && !reduction.entries.contains(where: { $0.name == name })
      {
        note(
          "note: \(call.witness.escapedForTerminal): \(name) on \(architecture) is never allowed ahead, since it "
            + "voids every rule on arguments; a run that makes it opens it")
      }
    }
  }

  /// The level that the user says; where nobody says, what the evidence allows.
  private static func level(
    _ request: HeadroomRequest, for observations: Observations, on architecture: Architecture,
    note: Note
  ) throws(WorkflowError) -> Headroom.Level {
    let asked = request.level
    guard observations.reach.isEmpty else {
      let level = asked ?? .reachable
      let known = observations.reach.calls.keys.sorted()
      if level != .none, !known.contains(where: { $0.host == architecture.host }) {
        let names =
          known.isEmpty ? "no architecture" : known.map(\.rawValue).joined(separator: ", ")
        note(
          "warning: what programs can call is known of \(names) alone, as the root was of that architecture, "
            + "and the profile is for \(architecture): nothing is allowed ahead. Observe the logs with the root "
            + "of an image for \(architecture)")
      }
      return level
    }
    guard asked == nil || asked == Headroom.Level.none else {
      throw .usage(
        "--headroom needs to know what the programs can call: observe the logs with --root first")
    }
    if asked == nil {
      note(
        "note: only what was seen is allowed; whittle observe TRACE... --root DIR -o FILE, and FILE here, "
          + "allow ahead what the programs can call")
    }
    return .none
  }

  /// Proves the profile that `bytes` hold, as a stranger would who finds them.
  package mutating func verification(
    of bytes: [UInt8], _ path: String, isStrict: Bool
  ) throws(WorkflowError) -> VerificationResult {
    try proof.verify(bytes, path, against: observations, isStrict: isStrict)
  }
}
