package import Profiles
package import Verification

/// Baselines with their filters, each compiled once however many profiles are held against it.
package struct CompiledBaselines {
  private struct Key: Hashable {
    let profile: FlatProfile
    let environment: Environment
  }

  private var compiled: [Key: EnforcedProfile] = [:]

  /// Nothing compiled yet.
  package init() {}

  /// The baseline with its filter.
  package mutating func baseline(
    _ profile: FlatProfile, for environment: Environment
  ) throws(WorkflowError) -> EnforcedProfile {
    let key = Key(profile: profile, environment: environment)
    if let known = compiled[key] { return known }
    do {
      let baseline = try EnforcedProfile(compiling: profile, for: environment)
      compiled[key] = baseline
      return baseline
    } catch {
      throw .cannot("baseline: error: \(error)")
    }
  }
}
