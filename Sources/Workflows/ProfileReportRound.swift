internal import Completeness
internal import Files
internal import Findings
internal import Observations
internal import Profiles
package import Reports
internal import Seccomp
internal import Syscalls
internal import Text
internal import Verification

/// `report`: what there is to tell of profiles, each beside its baseline.
package struct ProfileReportRound {
  private var baselines = CompiledBaselines()

  /// Compiles each baseline once.
  package init() {}

  /// All that is known of one profile; evidence that is not there is told, and hinders nothing.
  package mutating func report(
    of target: GateTarget, note: Note
  ) throws(WorkflowError) -> ProfileReport {
    let path = target.path.escapedForTerminal
    if let obstacle = target.obstacle { throw .cannot("\(path): error: \(obstacle)") }
    let material = try GateMaterial(
      of: target, nil, accepting: LossPolicy(acceptedPercent: 0, isStrict: false), note: note
    ) { environment throws(WorkflowError) in
      try baselines.baseline(target.baseline, for: environment, note: note)
    }
    let environment = material.environment
    var circumstances = material.circumstances
    if material.observations.runs.isEmpty, circumstances.otherMachines.isEmpty {
      circumstances.missingEvidence = target.evidence.path
    }
    let profile = try ProfileFile.decode(
      material.bytes, target.path, for: environment.architecture, as: target.baseline.reader,
      warnings: &circumstances.text
    ).resolved(for: environment)
    let unresolved = try target.baseline.profile(for: environment.architecture) { _ in }
    do {
      let subject = try EnforcedProfile(compiling: profile, for: environment)
      let overview = try ProfileOverview(
        of: subject, within: material.baseline, unresolved: unresolved, in: environment,
        observations: material.observations)
      let verification = Verifier(
        profile: profile, environment: environment, observations: material.observations,
        circumstances: circumstances
      ).verify(subject, within: material.baseline)
      if !target.evidence.exists {
        note(
          "\(path): warning: there is no evidence (\(target.evidence.path.escapedForTerminal)): the report says "
            + "so, and where entries come from by the profile's comments alone")
      }
      return ProfileReport(
        path: target.path, digest: SHA256.digits(of: material.bytes),
        machine: target.architecture, baseline: target.baseline.name, environment: environment,
        libseccomp: "\(Libseccomp.version)", overview: overview, verification: verification,
        evidence: target.evidence.exists
          ? .read(target.evidence.path) : .missing(target.evidence.path),
        observations: material.observations,
        completeness: Completeness(of: material.observations))
    } catch let error as CompilationError {
      throw .cannot("\(path): error: \(error)")
    } catch {
      throw .cannot("\(path): error: the comparison with the baseline outgrew its bound: \(error)")
    }
  }
}
