internal import Files
internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text
internal import Verification

/// What is looked at of one profile: its bytes, what was observed, and what both are held against.
struct GateMaterial {
  /// Of the profile, as they stand in the file.
  let bytes: [UInt8]
  let environment: Environment
  let baseline: EnforcedProfile
  /// Of the machine: its own runs, or those of another as it would make them.
  let observations: Observations
  let circumstances: Circumstances

  /// - Parameters:
  ///   - traced: what was observed; `nil` to take the evidence of the profile.
  ///   - losses: what may be missing.
  ///   - baseline: compiles the target's for an environment.
  init(
    of target: GateTarget, _ traced: Observations?, accepting losses: LossPolicy, note: Note,
    within baseline: (Environment) throws(WorkflowError) -> EnforcedProfile
  ) throws(WorkflowError) {
    var circumstances = Circumstances(isStrict: losses.isStrict)
    circumstances.limits = target.limits
    circumstances.overrides = target.overrides
    circumstances.demandedArchitecture = target.demandedArchitecture
    let given: Observations
    if let traced {
      given = traced
    } else if target.evidence.exists {
      given = try target.evidence.read()
      circumstances.evidenceAge = target.evidenceAge
      if target.evidence.wasEdited(given) { circumstances.editedEvidence = target.evidence.path }
    } else {
      given = Observations()
      if target.limits.evidenceDays != nil {
        circumstances.evidenceAge = .unknown(
          "there is none (\(target.evidence.path.escapedForTerminal))")
      }
    }
    bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: target.path)
    }
    let listed = Self.listedArchitectures(of: bytes)
    var request = target.request
    // A profile for another machine than the repository says is looked at for its own: what else is wrong
    // with it there would all follow from that.
    if request.architecture == nil || target.demandedArchitecture != nil {
      let hosts = Set(listed.map { Self.machine(of: $0, among: listed, given) })
      let isListed =
        request.architecture.map { hosts.isEmpty || hosts.contains($0.host) } ?? false
      if !isListed { request.architecture = Self.machine(among: hosts, given) }
      if let machine = request.architecture, machine.host == .native, machine != .native {
        note(
          "\(target.path.escapedForTerminal): note: is verified as a profile for \(machine); on a machine like this "
            + "one, libseccomp adds \(Architecture.native): to verify it for that, say --arch \(Architecture.native)"
        )
      }
    }
    environment = try request.environment(for: given)
    self.baseline = try baseline(environment)
    var (observations, others) = given.divided(for: environment.architecture)
    // A profile for one machine, made from runs of another, is held against what these would be there.
    if let translation = given.translation(
      to: environment.architecture, within: self.baseline.profile),
      case let source = translation.source, !listed.contains(source)
    {
      observations = translation.observations
      others.removeAll { $0.architecture == source.host }
      note(
        "\(target.path.escapedForTerminal): note: the runs were recorded on \(source), and are replayed as "
          + "\(environment.architecture) would make them")
    }
    circumstances.otherMachines = others.filter {
      !target.otherArchitectures.contains($0.architecture.host)
    }
    circumstances.hasEvidenceOfOthers = !others.isEmpty
    circumstances.losses = losses.unaccepted(in: observations)
    self.observations = observations
    self.circumstances = circumstances
  }

  /// The machine that a profile is for, where its text names one of `hosts`; of several, one that was observed.
  private static func machine(
    among hosts: Set<Architecture>, _ observations: Observations
  ) -> Architecture? {
    if let observed = observations.primaryArchitecture, hosts.contains(observed) { return observed }
    return observations.machines.map(\.architecture).first(where: hosts.contains)
      ?? (hosts.count == 1 ? hosts.first : nil)
  }

  /// The machine that has an ABI of a list. Without its machine's own, which libseccomp adds, the ABI may be a machine
  /// itself, for which the profile was made from runs; where there are none, it is taken for this one.
  private static func machine(
    of listed: Architecture, among all: [Architecture], _ observations: Observations
  ) -> Architecture {
    all.contains(listed.host)
      || listed.host == .native && observations.primaryArchitecture == nil
      ? listed.host : listed
  }

  /// Those that a profile's text lists.
  private static func listedArchitectures(of profile: [UInt8]) -> [Architecture] {
    var warnings: [Finding] = []
    guard
      case .list(let listed)? =
        (try? Profile(decoding: profile, file: "", warnings: &warnings))?.architectures
    else { return [] }
    return listed
  }
}
