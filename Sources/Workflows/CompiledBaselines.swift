package import Profiles
package import Verification

/// Baselines with their filters, each compiled once however many profiles are held against it.
package struct CompiledBaselines: Sendable {
  private struct Key: Hashable {
    let profile: FlatProfile
    let environment: Environment
  }

  /// A baseline as the user names it.
  private struct Name: Hashable {
    let reference: BaselineReference
    let environment: Environment
  }

  private var compiled: [Key: EnforcedProfile] = [:]
  private var named: [Name: EnforcedProfile] = [:]

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

  /// The same of a baseline as the user names it, which is read once.
  package mutating func baseline(
    _ reference: BaselineReference, for environment: Environment, note: Note
  ) throws(WorkflowError) -> EnforcedProfile {
    let name = Name(reference: reference, environment: environment)
    if let known = named[name] { return known }
    let result = try baseline(
      try reference.resolved(for: environment, note: note), for: environment)
    named[name] = result
    return result
  }
}
