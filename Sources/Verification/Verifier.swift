internal import Findings
internal import Filters
internal import Minimization
package import Observations
package import Profiles
internal import Seccomp
internal import Syscalls

/// Holds a profile against its baseline, and against what was observed.
///
/// The verification is about compiled filters: the profile's bytes, as they were read, compiled for
/// the environment's architecture. No-new-privileges changes when a runtime loads a filter and so
/// which calls it must let pass, but not the filter: one comparison holds for both.
package struct Verifier: Sendable {
  let profile: FlatProfile
  let environment: Environment
  let observations: Observations
  /// Bound on the diagrams of one comparison.
  let nodeLimit: Int

  /// - Parameters:
  ///   - profile: as resolved for the environment.
  ///   - observations: none leaves out what is about them.
  ///   - nodeLimit: on the diagrams of one comparison; what needs more is undecided.
  package init(
    profile: FlatProfile, environment: Environment, observations: Observations = .init(),
    nodeLimit: Int = Diagrams.defaultLimit
  ) {
    self.profile = profile
    self.environment = environment
    self.observations = observations
    self.nodeLimit = nodeLimit
  }

  /// Compiles the profile and verifies it; one that libseccomp refuses is a finding.
  package func verify(within baseline: EnforcedProfile) -> VerificationResult {
    do {
      return verify(
        try EnforcedProfile(compiling: profile, for: environment), within: baseline)
    } catch {
      var summary = VerificationResult.Summary()
      summary.baselineInstructions = baseline.filter.instructions.count
      return VerificationResult(
        findings: shapeFindings + [.init(error)], undecided: [], summary: summary)
    }
  }
}

extension Verifier {
  /// The same for a profile that is compiled already. Pure.
  package func verify(
    _ subject: EnforcedProfile, within baseline: EnforcedProfile
  ) -> VerificationResult {
    var summary = VerificationResult.Summary()
    summary.instructions = subject.filter.instructions.count
    summary.baselineInstructions = baseline.filter.instructions.count

    var proved: [Finding] = []
    var baselineFindings: [Finding] = []
    do throws(TooComplex) {
      var diagrams = Diagrams(limit: nodeLimit)
      let filter = try diagrams.diagram(of: subject.filter)
      proved += try miscompilationFindings(subject, filter, in: diagrams)
      let other = try diagrams.diagram(of: baseline.filter)
      let comparison = try Comparison(
        of: subject, filter, with: baseline, other, native: environment.architecture, in: diagrams)
      summary.comparison = comparison.counts
      summary.allowedCalls = comparison.allowedCalls
      proved += comparison.looserFindings + comparison.refusalFindings
      let architectures = profile.filteredArchitectures(native: environment.architecture)
      proved += try Loophole.all(in: filter, on: architectures, diagrams).map {
        .init(
          $0, of: subject, within: baseline,
          help: "Use SCMP_CMP_MASKED_EQ with a mask of those bits, or generate the profile again.")
      }
      summary.exposure = try exposure(of: filter, architectures, in: diagrams)
      let baselineArchitectures = baseline.profile.filteredArchitectures(
        native: environment.architecture)
      baselineFindings = try Loophole.all(in: other, on: baselineArchitectures, diagrams).map {
        .init(
          $0, of: baseline, within: baseline,
          help: "Profiles that whittle generates close this; those that copy the conditions do not."
        )
      }
      summary.baselineExposure = try exposure(of: other, baselineArchitectures, in: diagrams)
    } catch {
      proved.append(.undecided(error))
    }
    let totals = observations.totals
    let floor = RuntimeFloor(for: environment)
    let replay = Replay(
      of: totals, through: subject, within: baseline, native: environment.architecture)
    summary.replay = replay.counts
    if !observations.runs.isEmpty {
      summary.cost = Cost(of: totals, under: subject.filter)
      summary.baselineCost = Cost(of: totals, under: baseline.filter)
    }

    let findings = [
      shapeFindings,
      proved,
      replay.findings,
      floorFindings(floor, subject, within: baseline),
      probeFindings(floor, subject, within: baseline),
      unknownNameFindings(subject),
      unusedFindings(totals, floor, subject, within: baseline),
    ]
    var report = VerificationResult(
      findings: findings.flatMap { $0 }, undecided: replay.undecided, summary: summary)
    report.baselineFindings = baselineFindings
    return report
  }

  private func exposure(
    of filter: Diagram<Verdict>, _ architectures: [Architecture], in diagrams: Diagrams
  ) throws(TooComplex) -> Exposure {
    try Exposure(
      of: filter, on: architectures, holding: environment.capabilities, in: diagrams)
  }
}
