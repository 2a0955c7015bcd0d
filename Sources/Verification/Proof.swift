internal import Filters
internal import Profiles
internal import Syscalls

/// What holds of every possible call: the filter beside the profile's own rules, beside the
/// baseline's filter, and before the kernel.
struct Proof {
  private(set) var miscompilations: [Miscompilation] = []
  /// Whether ``miscompilations`` are all that there are.
  private(set) var isCompilationDecided = false
  /// `nil` where it was given up.
  private(set) var comparison: Comparison?
  private(set) var loopholes: [Loophole] = []
  private(set) var baselineLoopholes: [Loophole] = []
  private(set) var exposure: Exposure?
  private(set) var baselineExposure: Exposure?
  /// Why the rest is missing.
  private(set) var obstacle: TooComplex?

  init(
    of subject: EnforcedProfile, within baseline: EnforcedProfile, in environment: Environment,
    nodeLimit: Int
  ) {
    do throws(TooComplex) {
      try prove(subject, baseline, environment, nodeLimit)
    } catch {
      obstacle = error
    }
  }

  private mutating func prove(
    _ subject: EnforcedProfile, _ baseline: EnforcedProfile, _ environment: Environment,
    _ nodeLimit: Int
  ) throws(TooComplex) {
    let native = environment.architecture
    let known = Result { () throws(TooComplex) in
      try baseline.memory.facts(of: baseline, in: environment, nodeLimit: nodeLimit)
    }
    // Where nothing can be said of the baseline, something can of the profile.
    var diagrams = (try? known.get().diagrams) ?? Diagrams(limit: nodeLimit)
    let filter = try diagrams.diagram(of: subject.filter)
    miscompilations = try subject.miscompilations(filter, native: native, in: diagrams)
    isCompilationDecided = true
    let facts = try known.get()
    comparison = try Comparison(
      of: subject, filter, with: baseline, facts.filter, native: native, in: diagrams)
    let architectures = subject.profile.filteredArchitectures(native: native)
    loopholes = try Loophole.all(in: subject, filter, on: architectures, diagrams)
    exposure = try Exposure(
      of: filter, on: architectures, holding: environment.capabilities, in: diagrams)
    baselineLoopholes = facts.loopholes
    baselineExposure = facts.exposure
  }
}
