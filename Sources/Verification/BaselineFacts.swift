internal import Filters
internal import Profiles
internal import Synchronization
internal import Syscalls

/// What holds of a baseline whatever profile is held against it.
struct BaselineFacts: Sendable {
  /// With ``filter`` in it.
  let diagrams: Diagrams
  /// The baseline's.
  let filter: Diagram<Verdict>
  let loopholes: [Loophole]
  let exposure: Exposure

  init(
    of baseline: EnforcedProfile, in environment: Environment, nodeLimit: Int
  ) throws(TooComplex) {
    var diagrams = Diagrams(limit: nodeLimit)
    filter = try diagrams.diagram(of: baseline.filter)
    self.diagrams = diagrams
    let architectures = baseline.profile.filteredArchitectures(native: environment.architecture)
    loopholes = try Loophole.all(in: baseline, filter, on: architectures, diagrams)
    exposure = try Exposure(
      of: filter, on: architectures, holding: environment.capabilities, in: diagrams)
  }
}

/// Remembers them, since many profiles are held against one baseline.
final class BaselineMemory: Sendable {
  private struct Key: Hashable {
    let environment: Environment
    let nodeLimit: Int
  }

  private let known = Mutex<[Key: Result<BaselineFacts, TooComplex>]>([:])

  func facts(
    of baseline: EnforcedProfile, in environment: Environment, nodeLimit: Int
  ) throws(TooComplex) -> BaselineFacts {
    let key = Key(environment: environment, nodeLimit: nodeLimit)
    let result = known.withLock { known in
      if let result = known[key] { return result }
      let result: Result<BaselineFacts, TooComplex> = Result { () throws(TooComplex) in
        try BaselineFacts(of: baseline, in: environment, nodeLimit: nodeLimit)
      }
      known[key] = result
      return result
    }
    return try result.get()
  }
}
